# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Caches of cachy (github.com/AnswerDotAI/cachy): JSON lines, an answer each. Of a request there is only its hash."""

from __future__ import annotations

import re

from viewer.core.errors import Severity
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._raw_http import STATUS_IS_ASSUMED
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN = frozenset({"key", "response", "headers", "status_code", "binary"})
_KEY = re.compile(r"[0-9a-f]{8}")  # the first digits of SHA-256
_GOOD = 200


class CachyReader:
    """Reads caches."""

    name = "cachy"
    title = "cachy cache"
    suffixes: tuple[str, ...] = (".jsonl",)
    outlined: tuple[tuple[str, ...], ...] = ((),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first line is the text of an answer with a hash for its key, and nothing else is there."""
        value = probe.document.value
        first = first_mapping(value) if isinstance(value, list) else mapping(value)
        is_own = first.keys() <= _KNOWN and isinstance(first.get("response"), str)
        return Match.SURE if is_own and _KEY.fullmatch(str(first.get("key"))) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read; a cache of one line is one JSON document."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        records = root.records()
        interactions = [_interaction(index, record.apart()) for index, record in enumerate(records)]
        return probe.cassette(self.name, interactions, problems)


def _interaction(index: int, entry: Entry) -> Interaction:
    entry.expect(_KNOWN, "key", "response")
    status = entry["status_code"].integer()
    if status is None:  # before version 0.0.12
        entry.say(STATUS_IS_ASSUMED, Severity.INFO)
    is_binary = entry["binary"].value is True
    response = Response(
        _GOOD if status is None else status,
        headers=header_fields(entry["headers"]),
        body=entry["response"].base64_body() if is_binary else entry["response"].body(),
    )
    key = entry["key"].text()
    return Interaction(index, Request("", ""), response, id=key, place=entry.place, problems=tuple(entry.problems))
