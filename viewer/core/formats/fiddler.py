# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Fiddler's session archives (`.saz`, docs.telerik.com/fiddler): a ZIP with the raw messages of each session.

`raw/1_c.txt` is the request of the first session, `raw/1_s.txt` its response, both as they were on the wire.
"""

from __future__ import annotations

from itertools import groupby

from viewer.core.errors import Problem, Severity
from viewer.core.formats._raw_http import raw_message, raw_request, raw_response
from viewer.core.formats._unpacked import Member, Unpacked
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.place import Place
from viewer.core.registry import Match


class FiddlerReader:
    """Reads session archives."""

    name = "fiddler"
    title = "Fiddler session archive"
    suffixes: tuple[str, ...] = (".saz",)

    def match(self, probe: Probe) -> Match:
        """Sure of an archive with raw messages."""
        return Match.SURE if probe.unpacked and _is_message(probe.unpacked.members) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: a session an interaction."""
        unpacked = probe.unpacked or Unpacked(b"", ())
        interactions: list[Interaction] = []
        line, at = 1, 0
        for number, of in groupby(unpacked.members, key=_number):
            members = list(of)
            line, at = line + unpacked.data.count(b"\n", at, members[0].start), members[0].start
            interactions.append(_session(len(interactions), number, members, (unpacked.data, line)))
        return probe.cassette(self.name, interactions, probe.coding_problems)


def _is_message(members: tuple[Member, ...]) -> bool:
    return bool(members) and members[0].name.lower().startswith("raw/")


def _number(member: Member) -> str:
    """The number of a session, as its files have it."""
    return member.name[4:].partition("_")[0]


def _session(index: int, number: str, members: list[Member], begin: tuple[bytes, int]) -> Interaction:
    """A session, whose first member begins on a line of the text."""
    data, first = begin
    request, response, problems = Request("", ""), Response(None), list[Problem]()
    for member in members:
        line = first + data.count(b"\n", members[0].start, member.start)
        message = raw_message(data[member.start : member.end], line)
        if member.name.lower().endswith("_c.txt"):
            request = raw_request(message) or request
        else:
            response = raw_response(message) or response
    if not request.method:
        problems.append(Problem(Severity.WARNING, "the session has no request", first))
    if response.status is None:
        problems.append(Problem(Severity.WARNING, "the session has no response", first))
    return Interaction(index, request, response, id=number, place=Place(first), problems=tuple(problems))
