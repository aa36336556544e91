# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is fuzzed: functions of bytes that may raise nothing, each with its seeds. Assertions say what must hold."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from random import Random

from tests.secrets.planted_kinds import KINDS, Draw
from tests.secrets.planted_places import PLACES, cassette
from viewer.core import content_codings
from viewer.core.analysis import analyse
from viewer.core.dialects import DIALECTS
from viewer.core.errors import CassetteError
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.model import Body, Headers, Interaction, Request, Response
from viewer.core.recording import load_text
from viewer.core.secrets.masking import Masker
from viewer.core.streams import DECODERS
from viewer.core.summary import summarise
from viewer.core.text.json_layout import layout
from viewer.core.text.json_prefix import scan
from viewer.gui.pictures.sizes import natural_size
from viewer.gui.pictures.svg import SvgRefusedError, bounded
from viewer.redaction import redact

_TESTS = Path(__file__).resolve().parents[1]
_MOST = 200_000
_SECRETS = (b"Bearer sk-abcdefghijklmnopqrstuvwxyz0123456789", b'{"password": "hunter2hunter2"}')
_PICTURES = (b"<svg width='3'><g id='a'><use href='#a'/></g></svg>", b"GIF89a", b"\x89PNG\r\n\x1a\n")
_ZSTANDARD, _BROTLI = b"\x28\xb5\x2f\xfd\x04\x00\x51\x00\x00abcdefghij", b"\x0b\x02\x80ab\x03"


@dataclass(frozen=True)
class Target:
    """A function and the texts that it is begun with."""

    name: str
    run: Callable[[bytes], object]
    seeds: tuple[bytes, ...]


def targets() -> Iterator[Target]:
    """All of them: readers with exporters, framings, dialects, codings, text, secrets, pictures."""
    yield from _readers()
    yield from _decoders()
    yield from _dialects()
    for coding in ("gzip", "deflate", "br", "zstd"):
        yield Target(f"coding {coding}", partial(content_codings.inflate, coding=coding), _packed())
    yield Target("chunked", content_codings.dechunk, (b"4\r\nabcd\r\n0\r\n\r\n",))
    yield Target("JSON cut off", _json_prefix, (b'{"a": [1, "b\\u00e9", {"c": null}], "d": -1.5e3}',))
    yield Target("secrets", _secrets, _SECRETS)
    yield Target("redaction", _redact, tuple(_planted()))
    yield Target("pictures", _pictures, _PICTURES)


@cache
def _samples() -> dict[str, tuple[tuple[str, bytes], ...]]:
    """By recorder the names and bytes of its small recordings."""
    found: dict[str, list[tuple[str, bytes]]] = {}
    for path in sorted((_TESTS / "data" / "formats").rglob("*")):
        if path.is_file() and path.stat().st_size <= _MOST:
            recorder = path.relative_to(_TESTS / "data" / "formats").parts[0]
            found.setdefault(recorder, []).append((path.name, path.read_bytes()))
    return {recorder: tuple(files) for recorder, files in found.items()}


def _readers() -> Iterator[Target]:
    for recorder, files in _samples().items():
        yield Target(f"reader {recorder}", partial(_read, files[0][0]), tuple(data for _, data in files))


def _read(name: str, data: bytes) -> None:
    """Read a file, and export what it holds in every format."""
    with suppress(CassetteError):
        found = load_text(name, data)
        for exporter in EXPORTERS:
            exporter.write(found, io.StringIO(), ExportOptions())


def _decoders() -> Iterator[Target]:
    bodies = tuple(b"data: " + line + b"\n\n" for events in _streams().values() for line in events[:2])
    for decoder in DECODERS:
        yield Target(f"framing {decoder.name}", partial(_decode, decoder.name), (*bodies, b"[1, {}]", b'0:"a"\n'))


def _decode(name: str, data: bytes) -> None:
    decoder = DECODERS.named(name)
    assert decoder is not None
    end = 0
    for event in decoder.events(data):
        start, stop = event.span
        assert end <= start <= stop <= len(data), "events lie apart and in order"
        end = start


@cache
def _streams() -> dict[str, tuple[bytes, ...]]:
    """By dialect the payloads of a stream."""
    folder = _TESTS / "core" / "dialects" / "streams"
    return {
        path.stem: tuple(json.dumps(event).encode() for event in json.loads(path.read_bytes())["events"])
        for path in sorted(folder.glob("*.json"))
    }


def _dialects() -> Iterator[Target]:
    for name, events in _streams().items():
        joined = b"[" + b",".join(events[:12]) + b"]"
        yield Target(f"dialect {name}", partial(_understand, name), (joined, events[0]))


def _understand(name: str, data: bytes) -> None:
    """Give JSON to a dialect as request, as answer and as stream; then to the whole house."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = data.decode("utf-8", "replace")
    events = value if isinstance(value, list) else [value]
    body = "".join(f"data: {json.dumps(event)}\n\n" for event in events)
    dialect = next((dialect for dialect in DIALECTS if dialect.name == name), None)
    if dialect is not None:
        list(dialect.response(value))
        dialect.request(value)
    for sent, kind in ((body, "text/event-stream"), (json.dumps(value), "application/json")):
        summarise(analyse(_interaction(json.dumps(value), sent, kind)))


def _interaction(asked: str, answered: str, kind: str) -> Interaction:
    json_type, answer_type = Headers((("content-type", "application/json"),)), Headers((("content-type", kind),))
    request = Request(
        "POST", "https://api.example/v1/chat/completions", json_type, Body(asked.encode("utf-8", "replace"))
    )
    return Interaction(0, request, Response(200, "OK", answer_type, Body(answered.encode("utf-8", "replace"))))


def _planted() -> Iterator[bytes]:
    """Cassettes with a secret each, plain, in pieces and packed."""
    for place in ("request header", "text in single characters", "gzip", "UTF-16"):
        yield cassette([PLACES[place](KINDS["GitHub classic"](Draw(Random(place))).secret)])  # noqa: S311


def _redact(data: bytes) -> None:
    """Write a copy: it holds as many interactions, and where nothing is told to be left, nothing is found again."""
    with suppress(CassetteError):
        made = redact("fuzzed.yaml", data)
        again = redact("fuzzed.yaml", made.data)
        assert made.left or not again.left, "what is redacted stays so"


def _packed() -> tuple[bytes, ...]:
    import gzip
    import zlib

    return gzip.compress(b"a" * 100), zlib.compress(b"b" * 100), _ZSTANDARD, _BROTLI


def _json_prefix(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    scan(text)
    layout(text)


def _secrets(data: bytes) -> None:
    text, masker = data.decode("utf-8", "replace"), Masker()
    spans = masker.found(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(one[1] <= other[0] for one, other in pairwise(spans)), "secrets lie apart"
    masker.text(text)


def _pictures(data: bytes) -> None:
    natural_size(data)
    with suppress(SvgRefusedError):
        bounded(data)
