# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A pair of interactions -> what a pane shows of it: rows of what was said, or lines side by side. No Qt.

Rule: made in a pool thread. What there is nothing to show of says so in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from viewer.core.compare.comparison import Comparison, Kind
from viewer.core.compare.interaction_pair import SAID, SENT, InteractionPair
from viewer.core.compare.line_pairs import LinePairs
from viewer.dataclass import dataclass
from viewer.gui.comparison.line_folds import LineFolds
from viewer.gui.comparison.line_texts import LONGEST
from viewer.gui.comparison.lines import Line, lines_of


class PaneKind(StrEnum):
    """The panes of a pair, by their titles."""

    CONVERSATION = "Conversation"
    REQUEST = "Request"
    RESPONSE = "Response"
    EVENTS = "Events"
    HEADERS = "Headers"
    PLAYBACK = "Playback"


_ROWS: dict[PaneKind, frozenset[Kind]] = {PaneKind.CONVERSATION: SAID, PaneKind.HEADERS: SENT}
_NOTHING = {
    PaneKind.CONVERSATION: "Nothing was said that could be compared.",
    PaneKind.REQUEST: "No request body was recorded on either side.",
    PaneKind.RESPONSE: "No response body was recorded on either side.",
    PaneKind.EVENTS: "Neither answer is a stream.",
    PaneKind.HEADERS: "No header was recorded on either side.",
}


@dataclass(frozen=True, slots=True)
class PaneContents:
    """What a pane shows: a comparison in its lines, or folded lines of text; else `nothing` says why."""

    comparison: Comparison | None = None
    lines: Sequence[Line] = ()
    folds: LineFolds | None = None
    longest: int = 0
    nothing: str = ""

    @property
    def note(self) -> str:
        """What was done to what is shown so that it could be compared."""
        if self.folds is None:
            return ""
        coarse = "compared coarsely, for there is very much" if self.folds.pairs.is_coarse else ""
        return "; ".join(filter(None, (self.folds.pairs.note, coarse)))

    def ignoring(self, ignored: frozenset[str]) -> PaneContents:
        """The same with something else ignored."""
        if self.comparison is not None:
            return _in_rows(self.comparison.ignoring(ignored))
        if self.folds is not None:
            return PaneContents(folds=LineFolds(self.folds.pairs, ignored, self.folds.opened), longest=self.longest)
        return self


def contents_of(pair: InteractionPair, kind: PaneKind, ignored: frozenset[str]) -> PaneContents:
    """What a pane shows of a pair."""
    if kind in _ROWS:
        section = pair.rows(_ROWS[kind])
        names = [made.cassette.path for made in pair.recordings]
        return _in_rows(Comparison(names[0], names[1], (section,), ignored)) if section.rows else _nothing(kind)
    made = {PaneKind.REQUEST: pair.request, PaneKind.RESPONSE: pair.response, PaneKind.EVENTS: pair.events}[kind]()
    if not made.rows:
        return _nothing(kind)
    return PaneContents(folds=LineFolds(made, ignored), longest=_longest(made))


def _in_rows(comparison: Comparison) -> PaneContents:
    """All rows of a section under its heading, those without a change folded."""
    is_changed = bool(comparison)
    return PaneContents(comparison, lines_of(comparison, () if is_changed else {(0, -1)}))


def _nothing(kind: PaneKind) -> PaneContents:
    return PaneContents(nothing=_NOTHING[kind])


def _longest(pairs: LinePairs) -> int:
    """Characters of the longest line, as far as any is shown."""
    lines = (*pairs.before.shown, *pairs.after.shown)
    return min(max(map(len, lines), default=0), LONGEST)
