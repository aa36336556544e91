# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where a text may stand in a cassette: a recorded interaction for each place, as VCR.py stores it."""

from __future__ import annotations

import gzip
import html
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

import yaml

from viewer.core.text.json_values import Json

_CHAT = "https://api.openai.com/v1/chat/completions"
_OTHER = "https://service.internal/v2/things"
_JSON, _SSE = "application/json", "text/event-stream"


def cassette(interactions: Sequence[dict[str, Any]]) -> bytes:
    """A cassette of VCR.py with those interactions."""
    value = {"version": 1, "interactions": list(interactions)}
    return yaml.dump(value, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True).encode(
        "utf-8", "surrogatepass"
    )


def _made(
    *,
    url: str = _CHAT,
    asked: str | bytes | None = "",
    answered: str | bytes = "",
    request: dict[str, str] | None = None,
    response: dict[str, str] | None = None,
    content_type: str = _JSON,
    status: str = "OK",
    code: int = 200,
    **more: str,
) -> dict[str, Any]:
    sent = {"content-type": _JSON} | (request or {})
    told = {"content-type": content_type} | (response or {})
    return {
        "request": {
            "method": "POST",
            "uri": url,
            "body": asked,
            "headers": {name: [value] for name, value in sent.items()},
        },
        "response": {
            "status": {"code": code, "message": status},
            "headers": {name: [value] for name, value in told.items()},
            "body": {"string": answered},
        },
        **more,
    }


def _asked(*messages: Json, **more: Json) -> str:
    return json.dumps({"model": "gpt-4o", "messages": list(messages or [{"role": "user", "content": "Hi"}]), **more})


def _answered(message: dict[str, Json] | None = None, *, finish: str = "stop", **more: Json) -> str:
    said = {"role": "assistant", "content": "Hello"} | (message or {})
    choice: Json = {"index": 0, "message": said, "finish_reason": finish}
    return json.dumps({"id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-4o", "choices": [choice], **more})


def _chat(asked: str = "", answered: str = "", **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return _made(asked=asked or _asked(), answered=answered or _answered(), **more)


def _call(name: str = "look", arguments: str = "{}", id_: str = "call_1") -> str:
    call: Json = {"id": id_, "type": "function", "function": {"name": name, "arguments": arguments}}
    return _answered({"content": None, "tool_calls": [call]}, finish="tool_calls")


def _result(content: str) -> str:
    call: Json = {"id": "call_1", "type": "function", "function": {"name": "look", "arguments": "{}"}}
    return _asked(
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": content},
    )


def _events(*values: Json) -> str:
    return "".join(f"data: {json.dumps(value)}\n\n" for value in values) + "data: [DONE]\n\n"


def _streamed(deltas: Sequence[dict[str, Json]]) -> dict[str, Any]:
    chunks: list[Json] = [
        {"id": "c", "object": "chat.completion.chunk", "model": "gpt-4o", "choices": [{"index": 0, "delta": delta}]}
        for delta in deltas
    ]
    return _made(asked=_asked(stream=True), answered=_events(*chunks), content_type=_SSE)


def _said(pieces: Sequence[str], key: str = "content") -> dict[str, Any]:
    deltas: list[dict[str, Json]] = [{key: piece} for piece in pieces]
    return _streamed([{"role": "assistant"}, *deltas])


def _called(pieces: Sequence[str]) -> dict[str, Any]:
    first: Json = [{"index": 0, "id": "call_1", "type": "function", "function": {"name": "look", "arguments": ""}}]
    rest: list[dict[str, Json]] = [{"tool_calls": [{"index": 0, "function": {"arguments": piece}}]} for piece in pieces]
    return _streamed([{"role": "assistant", "tool_calls": first}, *rest])


def _halves(text: str) -> tuple[str, str]:
    return text[: len(text) * 2 // 3], text[len(text) * 2 // 3 :]


def _triples(text: str) -> list[str]:
    return [text[at : at + 3] for at in range(0, len(text), 3)]


def _other(answered: str | bytes, content_type: str = _JSON, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return _made(url=_OTHER, answered=answered, content_type=content_type, **more)


def _line(text: str) -> str:
    return text.replace("\n", "\\n")


def _careful(value: Json) -> str:
    """JSON as Go and some web frameworks write it: what HTML could mistake is escaped."""
    text = json.dumps(value)
    for sign in "&<>'=+":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _multipart(text: str) -> str:
    return f'--b1\r\nContent-Disposition: form-data; name="note"\r\n\r\n{text}\r\n--b1--\r\n'


PLACES: dict[str, Callable[[str], dict[str, Any]]] = {
    "request header": lambda t: _chat(request={"x-debug": _line(t)}),
    "response header": lambda t: _chat(response={"x-debug": _line(t)}),
    "cookie": lambda t: _chat(request={"cookie": f"note={_line(t)}"}),
    "set-cookie": lambda t: _chat(response={"set-cookie": f"note={_line(t)}; Path=/"}),
    "URL path": lambda t: _chat(url=f"https://service.internal/v1/{quote(t, safe='/:@=+,~$')}/x"),
    "URL path, quoted": lambda t: _chat(url=f"https://service.internal/v1/{quote(t, safe='')}/x"),
    "URL query": lambda t: _chat(url=f"{_CHAT}?note={quote(t, safe='')}"),
    "URL fragment": lambda t: _chat(url=f"{_CHAT}#{quote(t, safe='/:@=&+,~$')}"),
    "user text": lambda t: _chat(_asked({"role": "user", "content": f"Look: {t}"})),
    "system text": lambda t: _chat(_asked({"role": "system", "content": t}, {"role": "user", "content": "Hi"})),
    "user name": lambda t: _chat(_asked({"role": "user", "name": t, "content": "Hi"})),
    "role": lambda t: _chat(_asked({"role": t, "content": "Hi"})),
    "request value": lambda t: _chat(_asked(metadata={"note": t})),
    "request key": lambda t: _chat(_asked(metadata={t: 1})),
    "tool definition": lambda t: _chat(
        _asked(tools=[{"type": "function", "function": {"name": "look", "description": t, "parameters": {}}}])
    ),
    "tool result": lambda t: _chat(_result(t)),
    "tool result, nested": lambda t: _chat(_result(json.dumps({"out": json.dumps({"log": t})}))),
    "request model": lambda t: _chat(_asked().replace('"gpt-4o"', json.dumps(t))),
    "answer text": lambda t: _chat(answered=_answered({"content": f"It is {t} here."})),
    "reasoning": lambda t: _chat(answered=_answered({"reasoning_content": t})),
    "answer value": lambda t: _chat(answered=_answered(note={"deep": [t]})),
    "answer key": lambda t: _chat(answered=_answered(note={t: {"a": 1}})),
    "answer role": lambda t: _chat(answered=_answered({"role": t})),
    "answer model": lambda t: _chat(answered=_answered().replace('"gpt-4o"', json.dumps(t))),
    "answer id": lambda t: _chat(answered=_answered().replace('"chatcmpl-1"', json.dumps(t))),
    "finish reason": lambda t: _chat(answered=_answered(finish=t)),
    "tool name": lambda t: _chat(answered=_call(name=t)),
    "tool arguments": lambda t: _chat(answered=_call(arguments=json.dumps({"command": t}))),
    "tool argument name": lambda t: _chat(answered=_call(arguments=json.dumps({t: 1}))),
    "tool arguments, broken": lambda t: _chat(answered=_call(arguments=json.dumps({"command": t})[:-1])),
    "tool call id": lambda t: _chat(answered=_call(id_=t)),
    "error message": lambda t: _chat(answered=json.dumps({"error": {"message": f"bad: {t}", "type": "x"}}), code=401),
    "status text": lambda t: _chat(status=_line(t), code=401),
    "text in single characters": lambda t: _said(list(t)),
    "text in threes": lambda t: _said(_triples(t)),
    "text in two": lambda t: _said(_halves(t)),
    "reasoning in threes": lambda t: _said(_triples(t), "reasoning_content"),
    "arguments in threes": lambda t: _called(_triples(json.dumps({"command": t}))),
    "unknown stream": lambda t: _other(_events({"note": t}, {"note": "b"}), _SSE),
    "unknown stream in two": lambda t: _other(_events({"piece": _halves(t)[0]}, {"piece": _halves(t)[1]}), _SSE),
    "unknown lines in threes": lambda t: _other(
        "".join(json.dumps({"piece": half}) + "\n" for half in _triples(t)), "application/x-ndjson"
    ),
    "unknown key of the file": lambda t: _chat(note=t),
    "other JSON": lambda t: _other(json.dumps({"a": {"note": t}})),
    "other key": lambda t: _other(json.dumps({t: {"note": 1}})),
    "other text": lambda t: _other(t, "text/plain"),
    "careful JSON": lambda t: _other(_careful({"note": t})),
    "PHP's JSON": lambda t: _other(json.dumps({"note": t}).replace("/", "\\/")),
    "gzip": lambda t: _other(gzip.compress(json.dumps({"note": t}).encode()), response={"content-encoding": "gzip"}),
    "UTF-16": lambda t: _other(t.encode("utf-16"), "text/plain; charset=utf-16"),
    "bytes": lambda t: _other(json.dumps({"note": t}).encode() + b" \xc3\xa9"),
    "HTML": lambda t: _other(f"<html><body><p>{html.escape(t)}</p></body></html>", "text/html"),
    "form": lambda t: _made(
        url=_OTHER,
        asked=urlencode({"note": t, "x": "1"}),
        answered="{}",
        request={"content-type": "application/x-www-form-urlencoded"},
    ),
    "form key": lambda t: _made(url=_OTHER, asked=f"{quote_plus(t)}=1", answered="{}"),
    "multipart form": lambda t: _made(
        url=_OTHER, asked=_multipart(t), answered="{}", request={"content-type": "multipart/form-data; boundary=b1"}
    ),
}
"""Each place with how to make an interaction that holds a text there."""
