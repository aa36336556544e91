# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A request and a recording -> the interactions that would be replayed for it, and the nearest, with why not.

Rule: all interactions are asked, by what their exchanges say; the nearest are those that fail fewest matchers, and of
those the ones that differ in fewest places.
"""

from __future__ import annotations

from collections.abc import Sequence

from viewer.core.compare.rows import Rows
from viewer.core.recording import Recording
from viewer.core.replay.asked import AskedRequest
from viewer.core.replay.matchers import Convention, Matching, Verdict, convention_of
from viewer.core.secrets.masking import Masker
from viewer.dataclass import dataclass

_MOST_NEAR = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """An interaction by its number, and what each matcher says of it."""

    number: int
    line: int | None
    verdicts: tuple[Verdict, ...]

    @property
    def matches(self) -> bool:
        """Whether no matcher refuses it."""
        return all(verdict.matches is not False for verdict in self.verdicts)

    @property
    def failed(self) -> tuple[Verdict, ...]:
        """The matchers that refuse it."""
        return tuple(verdict for verdict in self.verdicts if verdict.matches is False)

    @property
    def distance(self) -> tuple[int, int]:
        """How far away it is: matchers that fail, then places that differ."""
        places = sum(max(len(row.paths), 1) for verdict in self.failed for row in verdict.rows)
        return len(self.failed), places


@dataclass(frozen=True, slots=True)
class Answer:
    """What there is to say of one request: the rules, what matches in order of the file, and what is nearest."""

    asked: AskedRequest
    convention: Convention
    matchers: tuple[str, ...]
    matching: tuple[Candidate, ...]
    nearest: tuple[Candidate, ...]
    recorded: int

    @property
    def is_found(self) -> bool:
        """Whether the request would be replayed."""
        return bool(self.matching) and not self.asked.was_played


def find_match(
    recording: Recording, asked: AskedRequest, match_on: Sequence[str] = (), masker: Masker | None = None
) -> Answer:
    """Hold a request against every interaction; `match_on` overrides what the error and the recorder say."""
    convention = convention_of(recording.cassette.recorder)
    matching = Matching(
        asked, match_on or asked.match_on or convention.matchers, Rows(masker), is_exact=convention.is_exact
    )
    good: list[Candidate] = []
    near: list[Candidate] = []
    for exchange in recording.exchanges:
        place = exchange.interaction.place
        line = place.line if place else None
        candidate = Candidate(exchange.interaction.index, line, tuple(matching.verdicts(exchange)))
        if candidate.matches:
            good.append(candidate)
        else:
            near = sorted((*near, candidate), key=lambda c: (*c.distance, c.number))[:_MOST_NEAR]
    return Answer(asked, convention, matching.matchers, tuple(good), tuple(near), len(recording.exchanges))
