# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What the logs of agents have in common: they keep each message once, and no HTTP.

A request is shown with what it added; `previous_response_id` names the answer that it went on from. So a log of a
thousand calls is not read as a thousand copies of itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from viewer.core.errors import Severity
from viewer.core.formats._composed import composed_json
from viewer.core.formats._document import Value
from viewer.core.formats._entry import Entry
from viewer.core.media_types import AGENT, CLIENT_TEXTS, COMPACTS, SAID, SESSION, STARTED
from viewer.core.model import Body, Interaction, Request, Response
from viewer.core.place import Place
from viewer.dataclass import dataclass

IS_LOG = "the log keeps what was said, not what was sent: the request shows what it added to the one before"
_ASSUMED = f"{IS_LOG}, and the status 200 is assumed"
"""What to say of such an interaction."""

_GOOD = 200
_MOST_KINDS = 12


@dataclass(frozen=True, slots=True)
class Lineage:
    """What a request came of: the answer that it goes on from, or the one after which it begins anew with a summary.

    A sub-agent's first one names it and its session; `started` are the sub-agents that it reports on, by their calls;
    `client_texts` are beginnings of texts that no human wrote, though the user is said to have.
    """

    previous: str | None = None
    compacts: str | None = None
    agent: str | None = None
    session: str | None = None
    started: Mapping[str, Value] | None = None
    client_texts: Sequence[str] = ()


def asked(told: Mapping[str, Value], lineage: Lineage, place: Place | None) -> Body:
    """The body of a request: what it added, and what it came of."""
    links = {"previous_response_id": lineage.previous, COMPACTS: lineage.compacts}
    agents = {AGENT: lineage.agent, SESSION: lineage.session, STARTED: dict(lineage.started or {}) or None}
    texts = {CLIENT_TEXTS: list(lineage.client_texts) or None}
    return composed_json({**told, **links, **agents, **texts}, place, SAID)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a model as a log tells it; `status` None where it had no answer."""

    url: str
    request: Body
    response: Body
    status: int | None
    id: str | None
    begun_at: datetime | None
    ended_at: datetime | None

    def interaction(self, index: int, entry: Entry) -> Interaction:
        """The interaction at a number, at the record that shows it, with the problems that the record has."""
        entry.say(_ASSUMED if self.status == _GOOD else IS_LOG, Severity.INFO)
        return Interaction(
            index=index,
            request=Request("POST", self.url, body=self.request),
            response=Response(self.status, body=self.response),
            id=self.id,
            duration_ms=_milliseconds(self.begun_at, self.ended_at),
            recorded_at=self.begun_at or self.ended_at,
            place=entry.place,
            problems=tuple(entry.problems),
        )


def _milliseconds(begun_at: datetime | None, ended_at: datetime | None) -> float | None:
    """From the record before a call to its last; None where the log does not tell both, or tells them backwards."""
    if begun_at is None or ended_at is None or (begun_at.tzinfo is None) != (ended_at.tzinfo is None):
        return None
    passed = (ended_at - begun_at).total_seconds() * 1000
    return round(passed, 3) if passed >= 0 else None


def tell_others(entry: Entry, others: Counter[str]) -> None:
    """Say which records of the log are no messages."""
    if others:
        listed = ", ".join(f"{count} {kind}" for kind, count in others.most_common(_MOST_KINDS))
        entry.say(f"records of the log that are not shown: {listed}"[:300], Severity.INFO)
