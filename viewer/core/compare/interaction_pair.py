# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two interactions -> what panes show of them side by side: rows of what was said, lines of bodies, a line an event.

Rule: each is made when it is asked for, and costs what there is of it; whoever asks does not wait on a screen.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace

from viewer.cached_property import cached_property
from viewer.core.analysis import Exchange, analyse
from viewer.core.bodies import Decoded
from viewer.core.compare import noise
from viewer.core.compare.comparison import Kind, Row, Section
from viewer.core.compare.exchanges import ExchangeRows
from viewer.core.compare.json_changes import in_key_order, json_changes
from viewer.core.compare.line_pairs import LinePairs, Lines, pair_lines
from viewer.core.compare.noise import Noise
from viewer.core.compare.renaming import Renaming
from viewer.core.compare.replacing import Replacing
from viewer.core.compare.rows import Rows
from viewer.core.compare.rules import Rules
from viewer.core.compare.stream_lines import stream_lines
from viewer.core.model import Interaction, Request, Response
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.invisible_characters import in_one_line
from viewer.core.text.json_layout import TextLines, layout, plain_lines
from viewer.core.text.json_values import Json, parse_json
from viewer.core.transcript.blocks import digest
from viewer.dataclass import dataclass

SAID = frozenset(
    (
        Kind.SYSTEM, Kind.MESSAGE, Kind.REASONING, Kind.TEXT, Kind.REFUSAL, Kind.TOOL_CALL, Kind.TOOL_RESULT,
        Kind.CITATIONS, Kind.MEDIA, Kind.PART, Kind.FINISH, Kind.ERROR,
    )
)  # fmt: skip
"""Kinds of rows that are the conversation."""
SENT = frozenset((Kind.ADDRESS, Kind.REQUEST_HEADER, Kind.STATUS, Kind.RESPONSE_HEADER))
"""Kinds of rows that are the heads of request and response."""

_REORDERED = "keys of B in the order of A"
_STRING = r'"([^"\\]*+(?:\\.[^"\\]*+)*)"'
_HEAD = re.compile(rf"\s*+(?:{_STRING}\s*+:|[\]}}],?$|[\[{{]$)?")
_MEMBER = re.compile(rf"\s*+(?:{_STRING}\s*+:\s*+)?(.*?),?", re.DOTALL)
_LONGEST_VALUE = 4000
"""Characters of a value that is looked at for what explains its difference."""


class InteractionPair:
    """A section of a comparison with all that it was made of."""

    def __init__(self, recordings: tuple[Recording, Recording], section: Section, masker: Masker, rules: Rules) -> None:
        """Nothing is compared before somebody asks."""
        self.recordings, self.section, self.masker, self.rules = recordings, section, masker, rules

    @property
    def exchanges(self) -> tuple[Exchange | None, Exchange | None]:
        """Both, None for one that has no counterpart."""
        numbers = (self.section.before, self.section.after)
        sides = zip(self.recordings, numbers, strict=True)
        one, other = (None if number is None else made.exchanges[number] for made, number in sides)
        return one, other

    def rows(self, kinds: frozenset[Kind]) -> Section:
        """The rows of some kinds, also those that are equal; of what has no counterpart all stand on one side."""
        section = self.section
        rows = tuple(row for row in self._rows if row.kind in kinds)
        return replace(section, rows=rows, retry_of=None)

    @cached_property
    def _rows(self) -> list[Row]:
        """Every row, made once for all who ask for some."""
        before, after = self.exchanges
        made = ExchangeRows(Rows(self.masker, self.rules))
        if before is not None and after is not None:
            return made.of(before, after)
        nothing = analyse(Interaction(0, Request("", ""), Response(0)))
        alone = (_alone(row, is_before=after is None) for row in made.of(before or nothing, after or nothing))
        return [row for row in alone if row is not None]

    def request(self) -> LinePairs:
        """The bodies of both requests by lines."""
        return self._bodies(*(_Body() if e is None else _body(e.request) for e in self.exchanges))

    def response(self) -> LinePairs:
        """The bodies of both answers by lines; a stream as the provider would have answered it whole."""
        return self._bodies(*(_Body() if e is None else _answer(e) for e in self.exchanges))

    def events(self) -> LinePairs:
        """The events of both streams, a line each: what it is and what it added."""
        before, after = (stream_lines(exchange, self.masker) for exchange in self.exchanges)
        quiet = before.quiet_beside(after), after.quiet_beside(before)
        renaming = Renaming()

        def explain(left: int, right: int) -> frozenset[str] | None:
            if left in quiet[0] and right in quiet[1]:
                return quiet[0][left] | quiet[1][right]
            return noise.of_texts(before.lines.compared[left], after.lines.compared[right], renaming)

        found = pair_lines(before.lines, after.lines, explain)
        for row in [row for row in found.differing if None in found.rows[row]]:
            left, right = found.rows[row]
            why = quiet[0].get(left) if left is not None else quiet[1].get(right) if right is not None else None
            if why is not None:
                found.differing[row] = why
        return found

    # --- bodies

    def _lines(self, body: _Body) -> Lines:
        text, is_json = body.text, body.is_json
        if not text:
            return Lines()
        document: TextLines = layout(text) if is_json else plain_lines(text)
        masked = self.masker.text(text)
        shown = document
        if masked != text:
            shown = layout(masked) if is_json else plain_lines(masked)
            # A mask that takes the place of several lines leaves no line that could be told apart.
            document = document if len(document.lines) == len(shown.lines) else shown
        lines = _written(shown)
        compared = lines if shown is document else _written(document)
        if self.rules.patterns or self.rules.paths:
            compared = self._ruled(document, compared)
        heads = [_head(line) for line in lines] if is_json else [""] * len(lines)
        return Lines([in_one_line(line) for line in lines], compared, heads)

    def _ruled(self, document: TextLines, lines: Sequence[str]) -> list[str]:
        """Lines with what their owner leaves out replaced."""
        placed = [self.rules.placeholder(document.path(number)) or line for number, line in enumerate(lines)]
        return Replacing(self.rules).texts(placed)

    def _bodies(self, one: _Body, other: _Body) -> LinePairs:
        ordered = other if one.text == other.text else _in_order_of(one, other)
        before, after = self._lines(one), self._lines(ordered)
        renaming = Renaming()

        def explain(left: int, right: int) -> frozenset[str] | None:
            return _explained(before.compared[left], after.compared[right], renaming)

        found = pair_lines(before, after, explain)
        return found if ordered is other else replace(found, note=_REORDERED)


def _alone(row: Row, *, is_before: bool) -> Row | None:
    """What a row beside nothing tells of its one side; None where it tells something of nothing only."""
    side = row.before if is_before else row.after
    if side is None:
        return None
    side = replace(side, changed=())
    before, after = (side, None) if is_before else (None, side)
    return Row(row.kind, row.name, before, after)


@dataclass(frozen=True, slots=True)
class _Body:
    """A body as it is compared by lines."""

    text: str = ""
    is_json: bool = False


def _body(body: Decoded) -> _Body:
    if body.text is None:
        return _Body(f"{len(body.data):,} bytes, {digest(body.data)}" if body.data else "")
    return _Body(body.text, body.is_json)


def _answer(exchange: Exchange) -> _Body:
    """The body of an answer; of a stream all of it as one document."""
    if exchange.is_stream and exchange.dialect is not None:
        whole = exchange.dialect.assemble(exchange.answer, exchange.events)
        return _Body(json.dumps(whole, ensure_ascii=False), is_json=True)
    return _body(exchange.response)


def _in_order_of(one: _Body, other: _Body) -> _Body:
    """A JSON body with its keys in the order of another one's; the same where they are in that order anyway."""
    if not (one.is_json and other.is_json):
        return other
    (model, is_json), (value, is_too) = parse_json(one.text), parse_json(other.text)
    if not (is_json and is_too):
        return other
    ordered = in_key_order(value, model)
    was, became = (json.dumps(told, ensure_ascii=False) for told in (value, ordered))
    return other if was == became else _Body(became, is_json=True)


def _written(document: TextLines) -> list[str]:
    """Every line in full, as deep as it stands."""
    return ["  " * line.depth + document.full_text(line.index) for line in document.lines]


def _head(line: str) -> str:
    """What a line of JSON goes by: its depth with a key, or with the bracket that it is."""
    match = _HEAD.match(line)
    return match[0] if match else ""


def _explained(before: str, after: str, renaming: Renaming) -> frozenset[str] | None:
    if max(len(before), len(after)) > _LONGEST_VALUE:
        return None
    sides = [_MEMBER.fullmatch(line) for line in (before, after)]
    if not (sides[0] and sides[1] and sides[0][1] == sides[1][1]):
        return noise.of_texts(before, after, renaming)
    one, other = (_value(side[2]) for side in sides if side)
    changes = json_changes(one, other, (sides[0][1] or 0,))
    if not changes:
        return frozenset((Noise.JSON.value,))  # the comma behind it, spacing, or how a number is written
    explained = [noise.of_change(change, renaming, said=False) for change in changes]
    found = [why for why in explained if why is not None]
    return noise.NONE.union(*found) if len(found) == len(explained) else None


def _value(written: str) -> Json:
    """A value as it is written in a line; of a text that holds JSON what it holds."""
    value, is_json = parse_json(written)
    if isinstance(value, str) and value[:1] in ("{", "["):
        inner, is_too = parse_json(value)
        return inner if is_too else value
    return value if is_json else written
