# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Tapes of talkback (github.com/ijpiantanida/talkback): JSON5, one exchange a file.

A body is text or a value where `meta` says that a human can read it, else base64.
"""

from __future__ import annotations

from viewer.core.formats._dates import moment
from viewer.core.formats._document import mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"meta", "req", "res"})


class TalkbackReader:
    """Reads tapes."""

    name = "talkback"
    title = "talkback tape"
    suffixes: tuple[str, ...] = (".json5",)

    def match(self, probe: Probe) -> Match:
        """Sure when `meta`, `req` and `res` are all there is."""
        root = mapping(probe.document.value)
        if root.keys() != _KNOWN_ROOT:
            return Match.NO
        return Match.SURE if "url" in mapping(root, "req") and "status" in mapping(root, "res") else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette with its one interaction, which has problems for what could not be read."""
        entry = Entry(probe.document, (), probe.document.value, [])
        asked, answered, meta = entry["req"], entry["res"], entry["meta"]
        url = asked["url"].text()
        request = Request(
            asked["method"].text().upper(),
            f"{meta['host'].text()}{url}" if url.startswith("/") else url,
            header_fields(asked["headers"]),
            _body(asked, is_readable=meta["reqHumanReadable"].value is True),
        )
        response = Response(
            answered["status"].integer(),
            headers=header_fields(answered["headers"]),
            body=_body(answered, is_readable=meta["resHumanReadable"].value is True),
        )
        only = Interaction(
            0,
            request,
            response,
            recorded_at=moment(meta["createdAt"]),
            place=entry.place,
            problems=tuple(entry.problems),
        )
        return probe.cassette(self.name, [only], probe.problems)


def _body(message: Entry, *, is_readable: bool) -> Body:
    body = message["body"]
    if isinstance(body.value, dict | list):
        return body.parsed_body()
    return body.body() if is_readable or not body.text() else body.base64_body()
