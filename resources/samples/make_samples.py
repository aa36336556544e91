# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Writes the sample cassettes: `python resources/samples/make_samples.py [FOLDER]`.

Rule: the same bytes each time, so no clock, no chance and no YAML library in whose version they could
differ. Everything is invented: host, models, ids and the key in one Authorization header. The layout is
go-vcr's format version 2, the dialect OpenAI chat completions.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Json = Any
URL = "https://api.nimbus.example/v1/chat/completions"
KEY = "sk-sample-0000000000000000000000000000000000000000"
STREAM_HEADERS = {"Cache-Control": "no-cache", "Content-Type": "text/event-stream; charset=utf-8"}
JSON_HEADERS = {"Content-Type": "application/json"}
CREATED = 1_767_441_600


@dataclass(frozen=True)
class Interaction:
    """One request and its answer, as go-vcr records them."""

    request: Json
    answer: str
    duration: str
    status: str = "200 OK"
    request_headers: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=lambda: STREAM_HEADERS)


def compact(value: Json) -> str:
    """JSON on one line, as clients send it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pieces(text: str) -> list[str]:
    """Cut a text as a tokenizer might: short, spaces in front, now and then through a grapheme."""
    return re.findall(r"\s?[^\W_]{1,6}|\s?[\W_]", text)


def made_up_id(prefix: str, seed: str) -> str:
    """An id that looks like a provider's and is the same each time."""
    return prefix + hashlib.sha256(seed.encode()).hexdigest()[:24]


# --- Streams ----------------------------------------------------------------------------------------


class Stream:
    """The chunks of one streamed answer."""

    def __init__(self, model: str, seed: str) -> None:
        self._envelope = {
            "id": made_up_id("chatcmpl-", seed),
            "object": "chat.completion.chunk",
            "created": CREATED,
            "model": model,
        }
        self._lines: list[str] = []

    def raw(self, data: str) -> Stream:
        """Add an event with this payload."""
        self._lines.append(f"data: {data}\n\n")
        return self

    def delta(self, delta: Json, finish: str | None = None) -> Stream:
        """Add a chunk with one choice."""
        choice = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
        return self.raw(compact({**self._envelope, "choices": [choice]}))

    def text(self, text: str, key: str = "content") -> Stream:
        """Add a chunk for each piece of a text."""
        for piece in pieces(text):
            self.delta({key: piece})
        return self

    def reasoning(self, text: str) -> Stream:
        """Add a chunk for each piece of the reasoning; the content is null meanwhile."""
        for piece in pieces(text):
            self.delta({"content": None, "reasoning_content": piece})
        return self

    def tool_call(self, index: int, call_id: str, name: str, arguments: str) -> Stream:
        """Add a call: name first, then its arguments in pieces."""
        function = {"name": name, "arguments": ""}
        self.delta({"tool_calls": [{"index": index, "id": call_id, "type": "function", "function": function}]})
        for piece in pieces(arguments):
            self.delta({"tool_calls": [{"index": index, "function": {"arguments": piece}}]})
        return self

    def end(self, finish: str, usage: Json) -> Stream:
        """Add the finish reason, the usage chunk without choices, and [DONE]."""
        self.delta({}, finish)
        return self.raw(compact({**self._envelope, "choices": [], "usage": usage})).raw("[DONE]")

    def body(self) -> str:
        """All of it."""
        return "".join(self._lines)

    def cut(self, missing: int) -> str:
        """The body without its last characters, as when the connection breaks."""
        return self.body()[:-missing]


def usage(prompt: int, completion: int, **details: int) -> Json:
    """Token counts; details such as `reasoning_tokens` belong to the completion."""
    counts: Json = {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
    return {**counts, "completion_tokens_details": details} if details else counts


def tool(name: str, description: str, properties: Json) -> Json:
    """A tool definition whose parameters are all required."""
    parameters = {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
    return {"type": "function", "function": {"name": name, "description": description, "parameters": parameters}}


def chat(model: str, messages: Sequence[Json], **settings: Json) -> Json:
    """A streaming request."""
    return {
        "model": model,
        "messages": list(messages),
        "stream": True,
        "stream_options": {"include_usage": True},
        **settings,
    }


# --- The samples ------------------------------------------------------------------------------------

FORECAST = tool(
    "get_forecast",
    "Mountain weather at a place on a day",
    {
        "place": {"type": "string", "description": "Name of the place"},
        "date": {"type": "string", "format": "date"},
    },
)
CONVERT = tool(
    "convert_length",
    "Convert a length between units",
    {
        "value": {"type": "number"},
        "from_unit": {"type": "string", "enum": ["m", "km", "ft", "mi"]},
        "to_unit": {"type": "string", "enum": ["m", "km", "ft", "mi"]},
    },
)


def agent_tools() -> Iterator[Interaction]:
    """Two parallel tool calls; their results meet a 429; the same request again is answered."""
    model, agent = "nimbus-2-mini", {"User-Agent": "trip-agent/0.3"}
    forecast_id, convert_id = made_up_id("call_", "forecast"), made_up_id("call_", "convert")
    forecast_arguments = '{"place": "Kleine Scheidegg", "date": "2026-01-04"}'
    convert_arguments = '{"value": 2061, "from_unit": "m", "to_unit": "ft"}'
    messages: list[Json] = [
        {"role": "system", "content": "You plan walks in the mountains. Look things up, never guess numbers."},
        {
            "role": "user",
            "content": "Tomorrow I walk up to Kleine Scheidegg (2061 m). How will the weather be up there, "
            "and how high is that in feet?",
        },
    ]
    tools = {"tools": [FORECAST, CONVERT], "parallel_tool_calls": True}
    calls = (
        Stream(model, "calls")
        .delta({"role": "assistant", "content": ""})
        .text("Let me look that up.")
        .tool_call(0, forecast_id, "get_forecast", forecast_arguments)
        .tool_call(1, convert_id, "convert_length", convert_arguments)
        .end("tool_calls", usage(214, 61))
    )
    secret = {"Authorization": f"Bearer {KEY}", **agent}
    yield Interaction(chat(model, messages, **tools), calls.body(), "1.183412s", request_headers=secret)

    def call(call_id: str, name: str, arguments: str) -> Json:
        return {"id": call_id, "type": "function", "function": {"name": name, "arguments": arguments}}

    forecast = {"sky": "sunny", "low_c": -9, "high_c": -3, "wind_kmh": 35, "snow_cm": 62}
    messages += [
        {
            "role": "assistant",
            "content": "Let me look that up.",
            "tool_calls": [
                call(forecast_id, "get_forecast", forecast_arguments),
                call(convert_id, "convert_length", convert_arguments),
            ],
        },
        {"role": "tool", "tool_call_id": forecast_id, "content": compact(forecast)},
        {"role": "tool", "tool_call_id": convert_id, "content": compact({"value": 6761.8, "unit": "ft"})},
    ]
    request = chat(model, messages, **tools)
    limit = {
        "error": {
            "message": "Rate limit reached for nimbus-2-mini: 3 requests per minute. Please try again in 1s.",
            "type": "requests",
            "param": None,
            "code": "rate_limit_exceeded",
        }
    }
    too_many = {**JSON_HEADERS, "Retry-After": "1"}
    yield Interaction(request, compact(limit) + "\n", "96.2ms", "429 Too Many Requests", agent, too_many)
    answer = (
        "Expect a **sunny** but cold day at Kleine Scheidegg: −9 to −3 °C, with wind up to 35 km/h and 62 cm of "
        "snow. Take a windproof layer.\n\nAt 2061 m you will stand about **6762 feet** above the sea."
    )
    stream = Stream(model, "answer").delta({"role": "assistant", "content": ""}).text(answer)
    yield Interaction(request, stream.end("stop", usage(341, 70)).body(), "2.04771s", request_headers=agent)


REASONING = (
    "The user wants one sentence in three languages, and two of them are written from right to left. "
    "“The last train leaves at midnight”: Japanese 最終電車は真夜中に出ます is correct but bookish; 終電 is what "
    "people say. Arabic: يغادر القطار الأخير عند منتصف الليل. Hebrew: הרכבת האחרונה יוצאת בחצות. "
    "A table keeps the directions apart."
)
TRANSLATIONS = """## Three ways to miss a train 🚆

| language | sentence |
|---|---|
| 日本語 | 終電は真夜中に出ます。 |
| العربية | يغادر القطار الأخير عند منتصف الليل. |
| עברית | הרכבת האחרונה יוצאת בחצות. |

1. In Japanese, *終電* (しゅうでん) is short for 最終電車.
2. Arabic and Hebrew run from right to left: **القطار**, **הרכבת**.

```python
departs = "24:00"  # written 0:00 almost everywhere else
```

Have a good trip 👩🏽‍🚀 — and don't be late: café 闭门 at 23:30!
"""


def reasoning() -> Iterator[Interaction]:
    """Reasoning first, then content with markdown and text in many scripts."""
    model = "nimbus-2-reasoner"
    prompt = "Say “the last train leaves at midnight” in Japanese, Arabic and Hebrew, as a table."
    stream = (
        Stream(model, "reasoning")
        .delta({"role": "assistant", "content": None, "reasoning_content": ""})
        .reasoning(REASONING)
        .text(TRANSLATIONS)
        .end("stop", usage(27, 301, reasoning_tokens=118))
    )
    yield Interaction(chat(model, [{"role": "user", "content": prompt}]), stream.body(), "6.530219s")


def errors() -> Iterator[Interaction]:
    """What goes wrong: a key refused, an error in a 200 stream, arguments that do not fit, a stream cut short."""
    model = "nimbus-2-mini"

    def ask(question: str) -> Json:
        return chat(model, [{"role": "user", "content": question}], tools=[FORECAST, CONVERT])

    refused = {"error": {"message": "Incorrect API key provided.", "type": "invalid_request_error", "code": None}}
    yield Interaction(ask("Is anybody there?"), compact(refused), "41.7ms", "401 Unauthorized", headers=JSON_HEADERS)

    overloaded = {"error": {"message": "The model is overloaded.", "type": "server_error", "code": "overloaded"}}
    half = Stream(model, "overloaded").delta({"role": "assistant", "content": ""}).text("Three hundred met")
    answer = half.raw(compact(overloaded)).raw("[DONE]").body()
    yield Interaction(ask("How many feet are 300 metres?"), answer, "803.55ms")

    unfit = (
        Stream(model, "unfit")
        .delta({"role": "assistant", "content": None})
        .tool_call(0, "call_1", "convert_length", '{"value": "300", "from_unit": "m", "to_unit": "feet"}')
        .tool_call(1, "call_2", "get_forecast", '{"place": Eiger}')
        .tool_call(2, "call_3", "get_wind", '{"place": "Eiger"}')
        .end("tool_calls", usage(203, 58))
    )
    yield Interaction(ask("How many feet are 300 metres, and is it windy on the Eiger?"), unfit.body(), "1.62s")

    cut = (
        Stream(model, "cut")
        .delta({"role": "assistant", "content": None})
        .tool_call(0, "call_4", "get_forecast", '{"place": "Eiger", "date": "2026-01')
    )
    yield Interaction(ask("How will the weather be on the Eiger?"), cut.cut(60), "30.001s")


# --- Writing, as go-vcr does ------------------------------------------------------------------------


def scalar(text: str) -> str:
    """A YAML scalar on one line."""
    return text if re.fullmatch(r"[A-Za-z][\w./;= -]*", text) else "'" + text.replace("'", "''") + "'"


def body(text: str, indent: str) -> str:
    """A body: on one line as it is, over several lines as a literal block that keeps its end."""
    if "\n" not in text:
        return scalar(text)
    lines = text.split("\n")
    ending = {0: "-", 1: ""}.get(len(text) - len(text.rstrip("\n")), "+")
    kept = lines if ending == "-" else lines[:-1]
    return f"|{ending}\n" + "\n".join(indent + line if line else "" for line in kept)


def headers(values: Mapping[str, str]) -> str:
    """A map of lists; go-vcr writes `{}` for none."""
    rows = (f"            {name}:\n                - {scalar(value)}" for name, value in sorted(values.items()))
    return "\n" + "\n".join(rows) if values else " {}"


def interaction(number: int, recorded: Interaction) -> str:
    """One list item."""
    request = compact(recorded.request)
    sent = {"Accept": "text/event-stream", **JSON_HEADERS, **recorded.request_headers}
    return f"""\
    - id: {number}
      request:
        proto: HTTP/1.1
        proto_major: 1
        proto_minor: 1
        content_length: {len(request.encode())}
        transfer_encoding: []
        trailer: {{}}
        host: api.nimbus.example
        remote_addr: ""
        request_uri: ""
        body: {body(request, " " * 12)}
        form: {{}}
        headers:{headers(sent)}
        url: {URL}
        method: POST
      response:
        proto: HTTP/2.0
        proto_major: 2
        proto_minor: 0
        transfer_encoding: []
        trailer: {{}}
        content_length: -1
        uncompressed: false
        body: {body(recorded.answer, " " * 12)}
        headers:{headers({"X-Request-Id": made_up_id("req_", request + str(number)), **recorded.headers})}
        status: {recorded.status}
        code: {recorded.status.split()[0]}
        duration: {recorded.duration}
"""


def cassette(interactions: Iterator[Interaction]) -> str:
    """The text of a file."""
    items = "".join(interaction(number, recorded) for number, recorded in enumerate(interactions))
    return f"---\nversion: 2\ninteractions:\n{items}"


def samples() -> dict[str, str]:
    """File name to content, for all samples."""
    return {
        "agent-tools.yaml": cassette(agent_tools()),
        "errors.yaml": cassette(errors()),
        "reasoning.yaml": cassette(reasoning()),
    }


def main() -> None:
    """Write them to the folder given, or beside this script."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, content in samples().items():
        (folder / name).write_text(content, "utf-8", newline="\n")


if __name__ == "__main__":
    main()
