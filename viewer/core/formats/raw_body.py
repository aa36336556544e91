# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files that are nothing but the body of a response: an event stream, JSON lines, or one JSON answer.

They are fixtures of SDKs, and what people paste. A file is taken for one only where it looks like a stream or like an
answer of a language model: any other JSON or YAML document is none.
"""

from __future__ import annotations

import json
import re
import zlib

from viewer.core.errors import Problem, Severity
from viewer.core.formats._answer_shapes import is_answer, is_error
from viewer.core.formats._raw_http import STATUS_IS_ASSUMED, raw_body
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.place import Place
from viewer.core.registry import Match

_FIELD = re.compile(r"(?:data|event|id|retry)(?::.*)?|:.*|")
_DATA = re.compile(r"data: ?(\{.+\})\s*")
_LINE_END = re.compile(r"\r\n|\r|\n")
_LINES_LOOKED_AT = 20
_PRELUDE = 12


class RawBodyReader:
    """Reads a file that is the body of a response."""

    name = "raw-body"
    title = "Body of a response"
    suffixes: tuple[str, ...] = (".sse", ".ndjson", ".jsonl", ".json")

    def match(self, probe: Probe) -> Match:
        """Sure of streams with JSON in them and of JSON that looks like an answer, likely of what is named `.sse`."""
        if _is_aws_event_stream(probe.content):
            return Match.SURE
        fields = _first_fields(probe.text)
        if fields:
            is_json = any(_is_object(line) for line in fields)
            return Match.SURE if is_json else Match.LIKELY if probe.suffix == ".sse" else Match.NO
        if not probe.text.lstrip("\ufeff \t\r\n").startswith(("{", "[")):
            return Match.NO
        value = probe.document.value
        looked_at = value[:_LINES_LOOKED_AT] if isinstance(value, list) else [value]
        return Match.SURE if is_error(value) or any(map(is_answer, looked_at)) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette with one interaction, of which only the body of the response is there."""
        body = raw_body(probe.content, 1)
        is_refusal = probe.text.lstrip("\ufeff \t\r\n").startswith("{") and is_error(probe.document.value)
        response = Response(None if is_refusal else 200, body=body)
        said = "the file holds no status of the response" if is_refusal else STATUS_IS_ASSUMED
        problems = (Problem(Severity.INFO, said, 1),)
        only = Interaction(0, Request("", ""), response, place=Place(1), problems=problems)
        return probe.cassette(self.name, [only], probe.coding_problems)


def _first_fields(text: str) -> list[str]:
    """The first lines when all of them are those of an event stream and at least one has data; else none."""
    lines = _LINE_END.split(text[:65536].lstrip("\ufeff \t\r\n"), maxsplit=_LINES_LOOKED_AT)
    looked_at = lines[:_LINES_LOOKED_AT] if len(lines) > _LINES_LOOKED_AT else lines[:-1] or lines
    is_stream = all(_FIELD.fullmatch(line) for line in looked_at) and any(map(_is_data, looked_at))
    return looked_at if is_stream else []


def _is_data(line: str) -> bool:
    return line.startswith("data:")


def _is_object(line: str) -> bool:
    """Whether a line's data is a JSON object that is not empty."""
    data = _DATA.fullmatch(line)
    try:
        return data is not None and bool(json.loads(data[1]))
    except (ValueError, RecursionError):
        return False


def _is_aws_event_stream(data: bytes) -> bool:
    """Whether a message of that framing begins here: its prelude of two lengths has a checksum."""
    if len(data) < _PRELUDE:
        return False
    return zlib.crc32(data[:8]) == int.from_bytes(data[8:_PRELUDE]) and int.from_bytes(data[:4]) >= _PRELUDE + 4
