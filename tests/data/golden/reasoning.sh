#!/bin/sh
# Requests of reasoning.yaml. Secrets are masked: put yours in their place.

# 0: POST https://api.nimbus.example/v1/chat/completions
curl --globoff --proto =http,https --request POST \
  --url https://api.nimbus.example/v1/chat/completions \
  --no-buffer \
  --header 'Accept: text/event-stream' \
  --header 'Content-Type: application/json' \
  --data-raw '{"model":"nimbus-2-reasoner","messages":[{"role":"user","content":"Say “the last train leaves at midnight” in Japanese, Arabic and Hebrew, as a table."}],"stream":true,"stream_options":{"include_usage":true}}'
