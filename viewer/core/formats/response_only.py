# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files that hold one HTTP response and not its request: a mapping of `status`, `headers` and `body`, and no more."""

from __future__ import annotations

from viewer.core.formats._document import mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._vcr_message import read_body, read_status
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN = frozenset({"status", "headers", "body"})


class ResponseOnlyReader:
    """Reads what tests of JavaScript SDKs keep as a recorded `Response`."""

    name = "response-only"
    title = "HTTP response without its request"
    suffixes: tuple[str, ...] = (".json",)

    def match(self, probe: Probe) -> Match:
        """Sure of a mapping with a status, headers and a body, whose status is a number."""
        root = mapping(probe.document.value)
        has_status = isinstance(root.get("status"), int) or mapping(root, "status").keys() >= {"code"}
        if not has_status or not root.keys() <= _KNOWN:
            return Match.NO
        return Match.SURE if root.keys() == _KNOWN and isinstance(root["headers"], (dict, list)) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette with one interaction, whose request is empty."""
        entry = Entry(probe.document, (), probe.document.value, [])
        entry.expect(_KNOWN)
        status, reason = read_status(entry)
        response = Response(status, reason, header_fields(entry["headers"]), read_body(entry["body"]))
        only = Interaction(0, Request("", ""), response, place=entry.place, problems=tuple(entry.problems))
        return probe.cassette(self.name, [only], probe.problems)
