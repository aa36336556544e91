# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Work that must grow as what it is done on, no faster: each is timed at a size and at twice that size.

`python -m tests.bench.growth` prints, for each, the seconds of a processor at both sizes and their ratio.
"""

from __future__ import annotations

import gc
import io
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.bench.process import report
from viewer.core import formats, recording
from viewer.core.analysis import analyse
from viewer.core.exporters.json_transcript import JsonTranscript
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json
from viewer.core.transcript.options import ExportOptions
from viewer.gui.conversation.row_writers.conversation import ConversationWriter

_TIMES = 3
_EVENTS = Headers((("Content-Type", "text/event-stream"),))
_JSON = Headers((("Content-Type", "application/json"),))
_TOOL: Json = {"type": "function", "function": {"name": "add", "parameters": {"type": "object"}}}
_ASKED = json.dumps({"model": "parrot-1", "messages": [{"role": "user", "content": "Why?"}], "tools": [_TOOL]})


def main() -> None:
    """Time everything; seconds at one size and at twice that."""
    report(**{what: [size, *_seconds(make, size)] for what, (size, make) in CASES.items()})


def _seconds(make: Callable[[int], Callable[[], object]], size: int) -> Iterator[float]:
    for count in (size, 2 * size):
        work = make(count)
        yield min(_took(work) for _ in range(_TIMES))


def _took(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()  # as the program does while it reads
    began = time.process_time()
    done = work()
    took = time.process_time() - began
    del done
    gc.enable()
    return took


def _interaction(asked: str, answered: str, headers: Headers) -> Interaction:
    request = Request("POST", "https://llm.example/v1/chat/completions", _JSON, Body(asked.encode()))
    return Interaction(0, request, Response(200, "OK", headers, Body(answered.encode())))


def _chunk(delta: dict[str, Json], index: int = 0, finish: str | None = None) -> str:
    choice: Json = {"index": index, "delta": delta, "finish_reason": finish}
    head: dict[str, Json] = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "model": "parrot-1"}
    return f"data: {json.dumps({**head, 'choices': [choice]})}\n\n"


def _stream(chunks: Iterator[str]) -> Callable[[], object]:
    interaction = _interaction(_ASKED, "".join(chunks) + _chunk({}, 0, "stop") + "data: [DONE]\n\n", _EVENTS)
    return lambda: analyse(interaction)


def _texts(count: int) -> Callable[[], object]:
    return _stream(_chunk({"content": f"word{number} "}) for number in range(count))


def _call(number: int) -> Json:
    function: Json = {"name": "add", "arguments": json.dumps({"a": number})}
    return {"index": number, "id": f"call_{number}", "type": "function", "function": function}


def _tool_calls(count: int) -> Callable[[], object]:
    return _stream(_chunk({"tool_calls": [_call(number)]}) for number in range(count))


def _choices(count: int) -> Callable[[], object]:
    return _stream(_chunk({"content": "x"}, number) + _chunk({}, number, "length") for number in range(count))


def _stray_lines(count: int) -> Callable[[], object]:
    return _stream(_chunk({"content": "x"}) * (not number) + f"line {number} is no field\n" for number in range(count))


def _items(count: int) -> Callable[[], object]:
    """Items of a response, each told piece by piece and again as a whole."""

    def events() -> Iterator[Json]:
        for place in range(count):
            part: Json = {"type": "output_text", "text": "x"}
            item: Json = {"type": "message", "id": f"m{place}", "role": "assistant", "content": [part]}
            yield {"type": "response.output_text.delta", "output_index": place, "content_index": 0, "delta": "x"}
            yield {"type": "response.output_item.done", "output_index": place, "item": item}

    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events())
    interaction = _interaction(json.dumps({"model": "parrot-1", "input": "Why?"}), body, _EVENTS)
    asked = replace(interaction.request, url="https://llm.example/v1/responses")
    return lambda: analyse(replace(interaction, request=asked))


def _levels(count: int) -> Callable[[], object]:
    interaction = _interaction("[" * count + "]" * count, "[" * count + "]" * count, _JSON)
    return lambda: analyse(interaction)


def _keys(count: int) -> Callable[[], object]:
    interaction = _interaction(_ASKED, json.dumps({f"key{number}": number for number in range(count)}), _JSON)
    return lambda: analyse(interaction)


def _exported(count: int) -> Callable[[], object]:
    """Interactions as a JSON transcript."""
    one = _interaction(_ASKED, json.dumps({"choices": [{"message": {"content": "word " * 200}}]}), _JSON)
    interactions = tuple(replace(one, index=number) for number in range(count))
    found = recording.understand(Cassette("growth.yaml", "go-vcr", 2, interactions, ""))
    return lambda: JsonTranscript().write(found, io.StringIO(), ExportOptions())


def _rows(count: int) -> Callable[[], object]:
    """An answer of so many parts as the window writes it: at its end and in its middle."""
    chunks = (_chunk({"tool_calls": [_call(number)]}) for number in range(count))
    interaction = _interaction(_ASKED, "".join(chunks) + "data: [DONE]\n\n", _EVENTS)
    found = recording.understand(Cassette("growth.yaml", "go-vcr", 2, (interaction,), ""))
    found.exchanges[0]

    def write() -> None:
        writer = ConversationWriter(found, 0, Masker())
        writer.conversation(count + 1)
        writer.conversation(count // 2)

    return write


def _json_cassette(count: int) -> Callable[[], object]:
    """A cassette in one line of JSON, of whose bodies one has so many escapes."""
    request: Json = {"method": "POST", "uri": "https://llm.example/", "body": "", "headers": {}}
    body: Json = {"string": '"\n' * count}
    answer: Json = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": body}
    interactions: Json = [{"request": request, "response": answer}]
    data = json.dumps({"version": 1, "interactions": interactions}).encode()
    return lambda: formats.read_probe(Probe("growth.json", data))


CASES: dict[str, tuple[int, Callable[[int], Callable[[], object]]]] = {
    "pieces of text in a stream": (50_000, _texts),
    "tool calls in a stream": (20_000, _tool_calls),
    "choices in a stream": (10_000, _choices),
    "items of a response": (10_000, _items),
    "stray lines in a stream": (200_000, _stray_lines),
    "levels of a JSON body": (200_000, _levels),
    "keys of a JSON body": (200_000, _keys),
    "interactions of a JSON transcript": (1_000, _exported),
    "parts of an answer in the window": (20_000, _rows),
    "escapes in a body of a JSON cassette": (1_000_000, _json_cassette),
}

if __name__ == "__main__":
    main()
