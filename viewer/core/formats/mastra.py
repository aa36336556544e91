# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recordings of Mastra's LLM recorder (github.com/mastra-ai/mastra, packages/_llm-recorder): JSON.

Streams are kept in the pieces in which they came, with the milliseconds between them. Older files are a bare list.
"""

from __future__ import annotations

from viewer.core.formats._dates import millisecond
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._timed_chunks import timed_body
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"meta", "recordings"})
_KNOWN_RECORDING = frozenset({"hash", "request", "response"})
_KNOWN_REQUEST = frozenset({"url", "method", "body", "timestamp"})
_KNOWN_RESPONSE = frozenset({"status", "statusText", "headers", "body", "chunks", "chunkTimings", "isStreaming"})
_KNOWN_RESPONSE |= {"binaryBody", "isBinary"}


class MastraReader:
    """Reads what Mastra's recorder writes."""

    name = "mastra"
    title = "Mastra LLM recording"
    suffixes: tuple[str, ...] = (".json",)
    outlined: tuple[tuple[str, ...], ...] = (("recordings",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first recording has a hash, and its answer says whether it streamed."""
        value = probe.document.value
        first = first_mapping(value if isinstance(value, list) else mapping(value).get("recordings"))
        is_own = "hash" in first and "isStreaming" in mapping(first, "response")
        return Match.SURE if is_own and "url" in mapping(first, "request") else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        if not isinstance(root.value, list):
            root.expect(_KNOWN_ROOT)
        elements = (root if isinstance(root.value, list) else root["recordings"]).elements()
        interactions = [_interaction(index, entry.apart()) for index, entry in enumerate(elements)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN_RECORDING, "request", "response")
    asked, answered = entry["request"], entry["response"]
    asked.expect(_KNOWN_REQUEST, "url")
    answered.expect(_KNOWN_RESPONSE)
    return Interaction(
        index=index,
        request=Request(asked["method"].text().upper(), asked["url"].text(), body=_body(asked["body"])),
        response=Response(
            answered["status"].integer(),
            answered["statusText"].text(),
            header_fields(answered["headers"]),
            _streamed(answered) if answered["chunks"].value is not None else _body(answered["body"]),
        ),
        id=entry["hash"].text() or None,
        recorded_at=millisecond(asked["timestamp"]),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _body(entry: Entry) -> Body:
    return entry.parsed_body() if isinstance(entry.value, dict | list) else entry.body()


def _streamed(answered: Entry) -> Body:
    chunks = [chunk.text().encode("utf-8", "surrogatepass") for chunk in answered["chunks"].elements()]
    delays = [delay.number() for delay in answered["chunkTimings"].elements()]
    known = [delay for delay in delays if delay is not None]
    return timed_body(chunks, known if len(known) == len(delays) else (), answered["chunks"].place)
