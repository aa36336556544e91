#!/bin/sh
# Requests of errors.yaml. Secrets are masked: put yours in their place.

# 0: POST https://api.nimbus.example/v1/chat/completions
curl --globoff --proto =http,https --request POST \
  --url https://api.nimbus.example/v1/chat/completions \
  --header 'Accept: text/event-stream' \
  --header 'Content-Type: application/json' \
  --data-raw '{"model":"nimbus-2-mini","messages":[{"role":"user","content":"Is anybody there?"}],"stream":true,"stream_options":{"include_usage":true},"tools":[{"type":"function","function":{"name":"get_forecast","description":"Mountain weather at a place on a day","parameters":{"type":"object","properties":{"place":{"type":"string","description":"Name of the place"},"date":{"type":"string","format":"date"}},"required":["place","date"],"additionalProperties":false}}},{"type":"function","function":{"name":"convert_length","description":"Convert a length between units","parameters":{"type":"object","properties":{"value":{"type":"number"},"from_unit":{"type":"string","enum":["m","km","ft","mi"]},"to_unit":{"type":"string","enum":["m","km","ft","mi"]}},"required":["value","from_unit","to_unit"],"additionalProperties":false}}}]}'

# 1: POST https://api.nimbus.example/v1/chat/completions
curl --globoff --proto =http,https --request POST \
  --url https://api.nimbus.example/v1/chat/completions \
  --no-buffer \
  --header 'Accept: text/event-stream' \
  --header 'Content-Type: application/json' \
  --data-raw '{"model":"nimbus-2-mini","messages":[{"role":"user","content":"How many feet are 300 metres?"}],"stream":true,"stream_options":{"include_usage":true},"tools":[{"type":"function","function":{"name":"get_forecast","description":"Mountain weather at a place on a day","parameters":{"type":"object","properties":{"place":{"type":"string","description":"Name of the place"},"date":{"type":"string","format":"date"}},"required":["place","date"],"additionalProperties":false}}},{"type":"function","function":{"name":"convert_length","description":"Convert a length between units","parameters":{"type":"object","properties":{"value":{"type":"number"},"from_unit":{"type":"string","enum":["m","km","ft","mi"]},"to_unit":{"type":"string","enum":["m","km","ft","mi"]}},"required":["value","from_unit","to_unit"],"additionalProperties":false}}}]}'

# 2: POST https://api.nimbus.example/v1/chat/completions
curl --globoff --proto =http,https --request POST \
  --url https://api.nimbus.example/v1/chat/completions \
  --no-buffer \
  --header 'Accept: text/event-stream' \
  --header 'Content-Type: application/json' \
  --data-raw '{"model":"nimbus-2-mini","messages":[{"role":"user","content":"How many feet are 300 metres, and is it windy on the Eiger?"}],"stream":true,"stream_options":{"include_usage":true},"tools":[{"type":"function","function":{"name":"get_forecast","description":"Mountain weather at a place on a day","parameters":{"type":"object","properties":{"place":{"type":"string","description":"Name of the place"},"date":{"type":"string","format":"date"}},"required":["place","date"],"additionalProperties":false}}},{"type":"function","function":{"name":"convert_length","description":"Convert a length between units","parameters":{"type":"object","properties":{"value":{"type":"number"},"from_unit":{"type":"string","enum":["m","km","ft","mi"]},"to_unit":{"type":"string","enum":["m","km","ft","mi"]}},"required":["value","from_unit","to_unit"],"additionalProperties":false}}}]}'

# 3: POST https://api.nimbus.example/v1/chat/completions
curl --globoff --proto =http,https --request POST \
  --url https://api.nimbus.example/v1/chat/completions \
  --no-buffer \
  --header 'Accept: text/event-stream' \
  --header 'Content-Type: application/json' \
  --data-raw '{"model":"nimbus-2-mini","messages":[{"role":"user","content":"How will the weather be on the Eiger?"}],"stream":true,"stream_options":{"include_usage":true},"tools":[{"type":"function","function":{"name":"get_forecast","description":"Mountain weather at a place on a day","parameters":{"type":"object","properties":{"place":{"type":"string","description":"Name of the place"},"date":{"type":"string","format":"date"}},"required":["place","date"],"additionalProperties":false}}},{"type":"function","function":{"name":"convert_length","description":"Convert a length between units","parameters":{"type":"object","properties":{"value":{"type":"number"},"from_unit":{"type":"string","enum":["m","km","ft","mi"]},"to_unit":{"type":"string","enum":["m","km","ft","mi"]}},"required":["value","from_unit","to_unit"],"additionalProperties":false}}}]}'
