# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
# ruff: noqa: S311 - no random number here is a secret
"""Files that are hard on a viewer, made anew for each run, the same bytes every time; of go-vcr unless said."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from textwrap import indent

import yaml

from viewer.core.text.json_values import Json

EVENTS = 4835
"""The longest stream ever met in a recorded cassette."""
PARTS = 20_000
INTERACTIONS = 20_000
_FOUR_MEGABYTES = 4 << 20
_TEXT = (
    "the a of and so if then but wait let me check that this number sum is not quite right because we first add two "
    "to three, which gives five. multiply again: six! however the question asks for both, therefore\n\n"
)
_WORDS = _TEXT.split(" ")

_NUMBERS: Json = {"type": "object", "properties": {"a": {"type": "number"}, "b": {"type": "number"}}}
_ADD: Json = {"type": "function", "function": {"name": "add", "description": "Adds", "parameters": _NUMBERS}}


def make_all(folder: Path) -> dict[str, Path]:
    """Write every file into a folder; their paths by what they are."""
    made = {
        "one line of 4 MB": _one_line(),
        "a request of 4 MB": _large_request(),
        f"a stream of {EVENTS:,} events": _long_thinker(),
        f"{PARTS:,} parts in one answer": _many_parts(),
        f"{INTERACTIONS:,} interactions": _many(),
    }
    paths = {}
    for name, interactions in made.items():
        path = folder / f"{name.replace(' ', '_').replace(',', '')}.yaml"
        with path.open("w", encoding="utf-8") as file:
            file.write("---\nversion: 2\ninteractions:\n")
            file.writelines(interactions)
        paths[name] = path
    return paths


def chunk_lines(events: int) -> Iterator[str]:
    """The lines of a stream of so many chunks of text, and its end mark."""
    for number in range(events - 2):
        yield f"data: {json.dumps(_chunk({'content': f'word{number % 997} '}))}"
    yield f"data: {json.dumps(_chunk({}, 'stop'))}"
    yield "data: [DONE]"


def make_body(path: Path, size: int) -> Path:
    """A file with one request, whose body is JSON of so many bytes in one line."""
    said: dict[str, Json] = {"role": "user", "content": _TEXT}
    messages: list[dict[str, Json]] = [said] * (size // len(json.dumps(said)) + 1)
    path.write_text(
        "---\nversion: 2\ninteractions:\n" + _interaction(0, _request(messages), _answered({"content": "x"}))
    )
    return path


def _one_line() -> Iterator[str]:
    """Three answers of 4 MB without a line break: a picture, prose, and numbers."""
    picture: Json = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{_base64(_FOUR_MEGABYTES)}"}}
    yield _interaction(0, _asked("Draw a parrot"), _answered({"content": "Here it is", "images": [picture]}))
    prose = " ".join(_words(random.Random(1), _FOUR_MEGABYTES // 5)).replace("\n", "")
    yield _interaction(1, _asked("Write a novel"), _answered({"content": prose}))
    numbers = [round(random.Random(2).uniform(-1, 1) * n, 6) for n in range(_FOUR_MEGABYTES // 16)]
    yield _interaction(2, _asked("Embed a parrot"), json.dumps({"object": "list", "data": numbers}))


def _large_request() -> Iterator[str]:
    """A conversation of two turns about a picture that is sent along each time."""
    picture: Json = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{_base64(_FOUR_MEGABYTES)}"}}
    first: dict[str, Json] = {
        "role": "user",
        "content": [{"type": "text", "text": "What do you see?"}, picture],
    }
    answer: dict[str, Json] = {"role": "assistant", "content": "A parrot"}
    yield _interaction(0, _request([first]), _answered(answer))
    yield _interaction(
        1, _request([first, answer, {"role": "user", "content": "Which?"}]), _answered({"content": "Red"})
    )


def _long_thinker() -> Iterator[str]:
    """A stream that thinks long and then answers, 40 s of it."""
    chance = random.Random(3)
    said = _words(chance, EVENTS - 4)
    split = EVENTS * 5 // 6
    chunks: list[dict[str, Json]] = [_chunk({"role": "assistant", "content": ""})]
    chunks += [_chunk({"reasoning_content": f"{word} ", "content": None}) for word in said[:split]]
    chunks += [_chunk({"content": f"{word} "}) for word in said[split:]]
    usage: Json = {"prompt_tokens": 9, "completion_tokens": 4800}
    chunks += [_chunk({}, "stop"), {**_chunk({}), "choices": [], "usage": usage}]
    lines = [*(json.dumps(chunk) for chunk in chunks), "[DONE]"]
    body = "".join(f"data: {line}\n\n" for line in lines)
    yield _interaction(0, _asked("What is the sum?", stream=True), body, duration="40.25s", stream=True)
    yield _interaction(1, _asked("Thank you"), _answered({"content": "You are welcome"}))


def _many_parts() -> Iterator[str]:
    """A stream that says a sentence before each of very many tool calls."""
    chunks: list[dict[str, Json]] = []
    for number in range(PARTS // 2):
        function: Json = {"name": "add", "arguments": json.dumps({"a": number})}
        called: Json = [{"index": number, "id": f"call_{number}", "type": "function", "function": function}]
        chunks += [_chunk({"content": f"Now {number}. "}), _chunk({"tool_calls": called})]
    lines = [*map(json.dumps, [*chunks, _chunk({}, "tool_calls")]), "[DONE]"]
    body = "".join(f"data: {line}\n\n" for line in lines)
    yield _interaction(0, _asked("Count", stream=True, tools=[_ADD]), body, stream=True)


def _many() -> Iterator[str]:
    """Small agent loops: a question, a tool call, its result, an answer."""
    for number in range(0, INTERACTIONS, 2):
        question: dict[str, Json] = {"role": "user", "content": f"What is {number} plus 2?"}
        function: Json = {"name": "add", "arguments": json.dumps({"a": number, "b": 2})}
        calls: dict[str, Json] = {
            "role": "assistant",
            "content": None,
            "tool_calls": [{"id": f"call_{number}", "type": "function", "function": function}],
        }
        result: dict[str, Json] = {"role": "tool", "tool_call_id": f"call_{number}", "content": str(number + 2)}
        yield _interaction(number, _request([question], tools=[_ADD]), _answered(calls))
        answer = _answered({"content": f"It is {number + 2}."})
        yield _interaction(number + 1, _request([question, calls, result], tools=[_ADD]), answer)


# --- Bodies


def _request(messages: list[dict[str, Json]], **settings: Json) -> str:
    return json.dumps({"model": "parrot-1", "messages": [*messages], **settings})


def _asked(words: str, **settings: Json) -> str:
    return _request([{"role": "user", "content": words}], **settings)


def _answered(message: dict[str, Json]) -> str:
    choice: Json = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": "stop"}
    usage: Json = {"prompt_tokens": 21, "completion_tokens": 8, "total_tokens": 29}
    return json.dumps(
        {"id": "chat-1", "object": "chat.completion", "model": "parrot-1", "choices": [choice], "usage": usage}
    )


def _chunk(delta: dict[str, Json], finish: str | None = None) -> dict[str, Json]:
    choice: Json = {"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}
    return {
        "id": "930c60df-bf64-41c9-a88e-3ec75f81e00e",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": "parrot-thinker",
        "system_fingerprint": "fp_5417b77867_prod0225",
        "choices": [choice],
    }


def _words(chance: random.Random, count: int) -> list[str]:
    return chance.choices(_WORDS, k=count)


def _base64(length: int) -> str:
    return base64.b64encode(random.Random(4).randbytes(length * 3 // 4)).decode()


# --- The file


def _interaction(number: int, request: str, answer: str, *, duration: str = "850.125ms", stream: bool = False) -> str:
    """One entry of a go-vcr file. A JSON string is a double-quoted YAML scalar; streams stand as literal blocks."""
    content_type = "text/event-stream" if stream else "application/json"
    body = "|+\n" + indent(answer, " " * 12, lambda line: line != "\n") if stream else json.dumps(answer) + "\n"
    lines: Iterable[str] = (
        f"  - id: {number}",
        "    request:",
        "        proto: HTTP/1.1",
        f"        content_length: {len(request)}",
        "        host: llm.example",
        f"        body: {json.dumps(request)}",
        "        headers:",
        "            Content-Type:",
        "                - application/json",
        "        url: https://llm.example/v1/chat/completions",
        "        method: POST",
        "    response:",
        "        proto: HTTP/2.0",
        "        content_length: -1",
        f"        body: {body}        headers:",
        "            Content-Type:",
        f"                - {content_type}",
        "        status: 200 OK",
        "        code: 200",
        f"        duration: {duration}",
    )
    return "\n".join(lines) + "\n"


def make_large(path: Path, recorder: str, size: int) -> Path:
    """Write a file of `go-vcr`, `vcrpy`, `har` (pretty) or `har-line` (all in one line) of at least so many bytes."""
    written = 0
    with path.open("wb") as file:
        for piece in _pieces(recorder):
            written += file.write(piece.encode())
            if written >= size:
                break
        file.write(_ENDINGS.get(recorder, "").encode())
    return path


_ENDINGS = {"vcrpy": "version: 1\n", "har": "\n    ]\n  }\n}\n", "har-line": "]}}"}


def _pieces(recorder: str) -> Iterator[str]:
    """The beginning of a file, then its interactions, without end."""
    if recorder == "go-vcr":
        yield "---\nversion: 2\ninteractions:\n"
        yield from _calls(_interaction)
    elif recorder == "vcrpy":
        yield "interactions:\n"
        yield from _calls(_vcrpy_interaction)
    else:
        step = None if recorder == "har-line" else 2
        head = json.dumps({"log": {"version": "1.2", "creator": {"name": "bench"}, "entries": []}}, indent=step)
        yield head[: head.rindex("]")] + ("" if step is None else "\n")
        yield from _calls(lambda number, request, answer: _har_entry(number, request, answer, step))


def _calls(write: Callable[[int, str, str], str]) -> Iterator[str]:
    for number in count():
        question = _request([{"role": "user", "content": f"What is {number} plus 2?"}], tools=[_ADD])
        yield write(number, question, _answered({"content": f"It is {number + 2}. " + " ".join(_WORDS * 8)}))


def _vcrpy_interaction(number: int, request: str, answer: str) -> str:
    """One entry as PyYAML writes it: dashes in the first column, long text folded."""
    names = {"content-type": "application/json", "x-request-id": f"request-{number}"}
    url = "https://llm.example/v1/chat/completions"
    sent: Json = {
        "method": "POST",
        "uri": url,
        "body": request,
        "headers": {name: [value] for name, value in names.items()},
    }
    came: Json = {
        "status": {"code": 200, "message": "OK"},
        "headers": {name: [value] for name, value in names.items()},
        "body": {"string": answer},
    }
    return yaml.dump([{"request": sent, "response": came}], Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper))


def _har_entry(number: int, request: str, answer: str, step: int | None) -> str:
    """One entry and the comma before it."""
    kind = "application/json"
    fields: Json = [{"name": "content-type", "value": kind}, {"name": "x-request-id", "value": f"request-{number}"}]
    sent: dict[str, Json] = {"method": "POST", "url": "https://llm.example/v1/chat/completions", "headers": fields}
    came: dict[str, Json] = {"status": 200, "statusText": "OK", "headers": fields}
    entry: Json = {
        "startedDateTime": "2026-01-02T03:04:05.000Z",
        "time": 850.125,
        "request": {**sent, "postData": {"mimeType": kind, "text": request}},
        "response": {**came, "content": {"mimeType": kind, "text": answer}},
    }
    text = json.dumps(entry, indent=step)
    text = text if step is None else indent(text, " " * 6)
    return f"{',' if number else ''}{'' if step is None or not number else chr(10)}{text}"


def make_library(folder: Path, count: int) -> Path:
    """Write a folder of that many small cassettes, 40 in each folder, and a tenth as many files that are none."""
    for number in range(count):
        place = folder / f"package{number // 400}" / "testdata" / f"TestModel{number // 40 % 10}"
        place.mkdir(parents=True, exist_ok=True)
        question: dict[str, Json] = {"role": "user", "content": f"What is {number} plus 2?"}
        calls = [
            _interaction(0, _request([question], tools=[_ADD]), _answered({"content": f"It is {number + 2}."})),
            _interaction(1, _asked(f"And {number} times 2?"), _answered({"content": f"It is {number * 2}."})),
        ]
        (place / f"case_{number % 40}.yaml").write_text("---\nversion: 2\ninteractions:\n" + "".join(calls), "utf-8")
        if number % 10 == 0:
            (place / f"settings_{number}.json").write_text(json.dumps({"name": number, "on": True}), "utf-8")
    return folder
