structure(list(method = "POST", url = "https://api.gale.example/v1/chat/completions",
    status_code = 200L, headers = structure(list(`Content-Type` = "application/json",
        Date = "Fri, 02 Jan 2026 02:04:05 GMT"), class = "httr2_headers"),
    body = charToRaw("{\"id\": \"c-1\", \"object\": \"chat.completion\", \"model\": \"gale-1\", \"choices\": [{\"index\": 0, \"message\": {\"role\": \"assistant\", \"content\": \"56 metres\"}, \"finish_reason\": \"stop\"}], \"usage\": {\"prompt_tokens\": 6, \"completion_tokens\": 3, \"total_tokens\": 9}}"),
    cache = new.env(parent = emptyenv())), class = "httr2_response")
