structure(
  list(
    url = "https://api.gale.example/v1/chat/completions",
    status_code = 200L,
    headers = structure(
      list(`content-type` = "text/event-stream"),
      class = c("insensitive", "list")
    ),
    all_headers = list(list(status = 200L, version = "HTTP/1.1")),
    cookies = structure(list(domain = logical(0)), row.names = integer(0), class = "data.frame"),
    content = charToRaw("data: {\"id\": \"c-1\", \"object\": \"chat.completion.chunk\", \"model\": \"gale-1\", \"choices\": [{\"index\": 0, \"delta\": {\"role\": \"assistant\", \"content\": \"56\"}, \"finish_reason\": null}]}\n\ndata: {\"id\": \"c-1\", \"object\": \"chat.completion.chunk\", \"model\": \"gale-1\", \"choices\": [{\"index\": 0, \"delta\": {\"content\": \" metres\"}, \"finish_reason\": null}]}\n\ndata: {\"id\": \"c-1\", \"object\": \"chat.completion.chunk\", \"model\": \"gale-1\", \"choices\": [{\"index\": 0, \"delta\": {}, \"finish_reason\": \"stop\"}]}\n\ndata: [DONE]\n\n"),
    date = structure(1767319445, class = c("POSIXct", "POSIXt"), tzone = "GMT"),
    times = c(redirect = 0, total = 0.546146),
    request = structure(
      list(method = "POST", url = "https://api.gale.example/v1/chat/completions", headers = c(Accept = "*/*"), fields = NULL),
      class = "request"
    )
  ),
  class = "response"
)
