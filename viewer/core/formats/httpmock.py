# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recordings of httpmock for Rust (github.com/httpmock/httpmock): YAML, a document an exchange.

What a request must be like (`when`) stands for the one that came; its host is mostly left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from viewer.core.formats import _yaml
from viewer.core.formats._document import Document, Value, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import named_header_fields
from viewer.core.formats.api import Probe
from viewer.core.messages import JsonPath
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.place import Place
from viewer.core.registry import Match

_DOCUMENT = re.compile(r"^---[ \t]*(?:\r?\n|\Z)", re.MULTILINE)
_KNOWN_ROOT = frozenset({"when", "then"})


class HttpmockReader:
    """Reads what httpmock records."""

    name = "httpmock"
    title = "httpmock recording"
    suffixes: tuple[str, ...] = (".yaml", ".yml")

    def match(self, probe: Probe) -> Match:
        """Sure when the first document is a `when` with a path and a `then` with a status."""
        root = mapping(probe.document.value)
        is_own = root.keys() == _KNOWN_ROOT and "status" in mapping(root, "then")
        return Match.SURE if is_own and mapping(root, "when").keys() & {"path", "method", "host"} else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: a document an interaction."""
        problems = list(probe.coding_problems)
        interactions: list[Interaction] = []
        for document in _documents(probe.text):
            problems += document.problems
            if document.value is not None:
                interactions.append(_interaction(len(interactions), Entry(document, (), document.value, [])))
        return probe.cassette(self.name, interactions, problems)


class _Later(Document):
    """A document that begins some lines below the begin of the file."""

    def __init__(self, inner: Document, lines: int) -> None:
        self._inner, self._lines = inner, lines
        self.value: Value = inner.value
        told = (p if p.line is None else replace(p, line=p.line + lines) for p in inner.problems)
        self.problems = tuple(told)

    def place(self, path: JsonPath) -> Place | None:
        found = self._inner.place(path)
        return None if found is None else replace(found, line=found.line + self._lines)

    def written(self, path: JsonPath) -> str | None:
        return self._inner.written(path)


def _documents(text: str) -> Iterator[Document]:
    """The documents of the file; a line of three dashes cannot stand inside of a quoted or indented text."""
    start = 0
    for end, following in _bounds(text):
        if text[start:end].strip():
            yield _Later(_yaml.load(text[start:end]), text.count("\n", 0, start))
        start = following


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    yield from (found.span() for found in _DOCUMENT.finditer(text))
    yield len(text), len(text)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_ROOT, "when", "then")
    asked, answered = entry["when"], entry["then"]
    delay = answered["delay"].number()
    return Interaction(
        index=index,
        request=Request(
            asked["method"].text().upper(), _url(asked), named_header_fields(asked["header"]), _body(asked)
        ),
        response=Response(
            answered["status"].integer(), headers=named_header_fields(answered["header"]), body=_body(answered)
        ),
        duration_ms=delay if delay and delay > 0 else None,
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _url(asked: Entry) -> str:
    host, port = asked["host"].text(), asked["port"].text()
    scheme = asked["scheme"].text() or "http"
    told = [(field["name"].text(), field["value"].text()) for field in asked["query_param"].mappings()]
    query = f"?{urlencode(told)}" if told else ""
    before = f"{scheme}://{host}{':' if port else ''}{port}" if host else ""
    return f"{before}{asked['path'].text()}{query}"


def _body(message: Entry) -> Body:
    if message["json_body"].value is not None:
        found = message["json_body"]
        return found.parsed_body() if isinstance(found.value, dict | list) else found.body()
    base64 = message["body_base64"]
    return base64.base64_body() if base64.value is not None else message["body"].body()
