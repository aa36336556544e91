#!/bin/sh
# Requests of agent-tools.yaml. Secrets are masked: put yours in their place.

# 0: POST https://api.nimbus.example/v1/chat/completions
curl --globoff --proto =http,https --request POST \
  --url https://api.nimbus.example/v1/chat/completions \
  --no-buffer \
  --header 'Accept: text/event-stream' \
  --header 'Authorization: Bearer •••' \
  --header 'Content-Type: application/json' \
  --header 'User-Agent: trip-agent/0.3' \
  --data-raw '{"model":"nimbus-2-mini","messages":[{"role":"system","content":"You plan walks in the mountains. Look things up, never guess numbers."},{"role":"user","content":"Tomorrow I walk up to Kleine Scheidegg (2061 m). How will the weather be up there, and how high is that in feet?"}],"stream":true,"stream_options":{"include_usage":true},"tools":[{"type":"function","function":{"name":"get_forecast","description":"Mountain weather at a place on a day","parameters":{"type":"object","properties":{"place":{"type":"string","description":"Name of the place"},"date":{"type":"string","format":"date"}},"required":["place","date"],"additionalProperties":false}}},{"type":"function","function":{"name":"convert_length","description":"Convert a length between units","parameters":{"type":"object","properties":{"value":{"type":"number"},"from_unit":{"type":"string","enum":["m","km","ft","mi"]},"to_unit":{"type":"string","enum":["m","km","ft","mi"]}},"required":["value","from_unit","to_unit"],"additionalProperties":false}}}],"parallel_tool_calls":true}'

# 1: POST https://api.nimbus.example/v1/chat/completions
curl --globoff --proto =http,https --request POST \
  --url https://api.nimbus.example/v1/chat/completions \
  --header 'Accept: text/event-stream' \
  --header 'Content-Type: application/json' \
  --header 'User-Agent: trip-agent/0.3' \
  --data-raw '{"model":"nimbus-2-mini","messages":[{"role":"system","content":"You plan walks in the mountains. Look things up, never guess numbers."},{"role":"user","content":"Tomorrow I walk up to Kleine Scheidegg (2061 m). How will the weather be up there, and how high is that in feet?"},{"role":"assistant","content":"Let me look that up.","tool_calls":[{"id":"call_59f0db478528b4c446cfaf3d","type":"function","function":{"name":"get_forecast","arguments":"{\"place\": \"Kleine Scheidegg\", \"date\": \"2026-01-04\"}"}},{"id":"call_c47579671ec3e9f349f9d36f","type":"function","function":{"name":"convert_length","arguments":"{\"value\": 2061, \"from_unit\": \"m\", \"to_unit\": \"ft\"}"}}]},{"role":"tool","tool_call_id":"call_59f0db478528b4c446cfaf3d","content":"{\"sky\":\"sunny\",\"low_c\":-9,\"high_c\":-3,\"wind_kmh\":35,\"snow_cm\":62}"},{"role":"tool","tool_call_id":"call_c47579671ec3e9f349f9d36f","content":"{\"value\":6761.8,\"unit\":\"ft\"}"}],"stream":true,"stream_options":{"include_usage":true},"tools":[{"type":"function","function":{"name":"get_forecast","description":"Mountain weather at a place on a day","parameters":{"type":"object","properties":{"place":{"type":"string","description":"Name of the place"},"date":{"type":"string","format":"date"}},"required":["place","date"],"additionalProperties":false}}},{"type":"function","function":{"name":"convert_length","description":"Convert a length between units","parameters":{"type":"object","properties":{"value":{"type":"number"},"from_unit":{"type":"string","enum":["m","km","ft","mi"]},"to_unit":{"type":"string","enum":["m","km","ft","mi"]}},"required":["value","from_unit","to_unit"],"additionalProperties":false}}}],"parallel_tool_calls":true}'

# 2: POST https://api.nimbus.example/v1/chat/completions
curl --globoff --proto =http,https --request POST \
  --url https://api.nimbus.example/v1/chat/completions \
  --no-buffer \
  --header 'Accept: text/event-stream' \
  --header 'Content-Type: application/json' \
  --header 'User-Agent: trip-agent/0.3' \
  --data-raw '{"model":"nimbus-2-mini","messages":[{"role":"system","content":"You plan walks in the mountains. Look things up, never guess numbers."},{"role":"user","content":"Tomorrow I walk up to Kleine Scheidegg (2061 m). How will the weather be up there, and how high is that in feet?"},{"role":"assistant","content":"Let me look that up.","tool_calls":[{"id":"call_59f0db478528b4c446cfaf3d","type":"function","function":{"name":"get_forecast","arguments":"{\"place\": \"Kleine Scheidegg\", \"date\": \"2026-01-04\"}"}},{"id":"call_c47579671ec3e9f349f9d36f","type":"function","function":{"name":"convert_length","arguments":"{\"value\": 2061, \"from_unit\": \"m\", \"to_unit\": \"ft\"}"}}]},{"role":"tool","tool_call_id":"call_59f0db478528b4c446cfaf3d","content":"{\"sky\":\"sunny\",\"low_c\":-9,\"high_c\":-3,\"wind_kmh\":35,\"snow_cm\":62}"},{"role":"tool","tool_call_id":"call_c47579671ec3e9f349f9d36f","content":"{\"value\":6761.8,\"unit\":\"ft\"}"}],"stream":true,"stream_options":{"include_usage":true},"tools":[{"type":"function","function":{"name":"get_forecast","description":"Mountain weather at a place on a day","parameters":{"type":"object","properties":{"place":{"type":"string","description":"Name of the place"},"date":{"type":"string","format":"date"}},"required":["place","date"],"additionalProperties":false}}},{"type":"function","function":{"name":"convert_length","description":"Convert a length between units","parameters":{"type":"object","properties":{"value":{"type":"number"},"from_unit":{"type":"string","enum":["m","km","ft","mi"]},"to_unit":{"type":"string","enum":["m","km","ft","mi"]}},"required":["value","from_unit","to_unit"],"additionalProperties":false}}}],"parallel_tool_calls":true}'
