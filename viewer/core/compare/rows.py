# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Two values of one thing -> the row that says how they differ: masked, and with what explains it.

Rule: what is shown is masked, what is compared is not, so that no difference is lost behind a mask.
"""

from __future__ import annotations

from dataclasses import replace

from viewer.core.compare import noise, words
from viewer.core.compare.comparison import Kind, PathChange, Row, Side
from viewer.core.compare.json_changes import MISSING, Value, json_changes
from viewer.core.compare.noise import Noise
from viewer.core.compare.renaming import Renaming
from viewer.core.compare.replacing import Replacing
from viewer.core.compare.rules import NO_RULES, Rules
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json, parse_json, path_text
from viewer.core.text.printable import visible
from viewer.core.transcript import json_output
from viewer.dataclass import dataclass

_SHORT = 72
_MOST_PATHS = 200
_MOST_OF_EQUAL = 2000


@dataclass(frozen=True, slots=True)
class Where:
    """The file lines of both sides."""

    before: int | None = None
    after: int | None = None


NOWHERE = Where()


class Rows:
    """Makes the rows of one comparison, whose ids it remembers."""

    def __init__(self, masker: Masker | None = None, rules: Rules = NO_RULES) -> None:
        """`rules` replace what their owner leaves out."""
        self.masker, self.renaming = masker or Masker(), Renaming()
        self._replacing = Replacing(rules)

    def text(
        self,
        kind: Kind,
        name: str,
        before: str | None,
        after: str | None,
        where: Where = NOWHERE,
        explained_by: Noise | None = None,
    ) -> Row:
        """A row for two texts; `explained_by` names the noise that any difference of them is."""
        before, after = (None if text is None else self._replacing.text(text) for text in (before, after))
        row = Row(kind, name, self._side(before, where.before), self._side(after, where.after))
        if before == after:
            return self._equal(row)
        if explained_by is not None:
            row = replace(row, noise=frozenset((explained_by,)))
        elif before is not None and after is not None:
            row = replace(row, noise=noise.of_texts(before, after, self.renaming) or noise.NONE)
        return self._marked(row)

    def json(  # noqa: PLR0913 - a row has that many
        self,
        kind: Kind,
        name: str,
        before: Value,
        after: Value,
        where: Where = NOWHERE,
        *,
        said: bool = False,
        at: tuple[str | int, ...] = (),
    ) -> Row:
        """A row for two JSON values, which stand at a path; `said` as people, models and tools say it."""
        before, after = (v if v is MISSING else self._replacing.json(v, at) for v in (before, after))
        row = Row(kind, name, self._json_side(before, where.before), self._json_side(after, where.after))
        if before is MISSING or after is MISSING:
            return self._equal(row) if before is after else row
        changes = json_changes(before, after)
        if not changes:
            return self._equal(row)
        explained = [noise.of_change(change, self.renaming, said=said) for change in changes]
        real = [change for change, why in zip(changes, explained, strict=True) if why is None]
        kinds = noise.NONE if real else noise.NONE.union(*(why for why in explained if why is not None))
        paths = tuple(
            PathChange(self._shown_path(change.path), self._value(change.before), self._value(change.after))
            for change in (real or changes)[:_MOST_PATHS]
        )
        return self._marked(replace(row, noise=kinds, paths=paths))

    def json_text(
        self, kind: Kind, name: str, before: str | None, after: str | None, where: Where = NOWHERE, *, said: bool
    ) -> Row:
        """A row for two texts that may be JSON: as values where both are, else as texts."""
        if before is None or after is None:
            return self.json(kind, name, _parsed(before), _parsed(after), where, said=said)
        (one, is_json), (other, is_too) = parse_json(before), parse_json(after)
        if not (is_json and is_too):
            return self.text(kind, name, before, after, where)
        row = self.json(kind, name, one, other, where, said=said)
        if row.is_equal and before != after and row.before is not None:
            return replace(row, is_equal=False, noise=frozenset((Noise.JSON,)))
        return row

    def id(self, kind: Kind, name: str, before: str | None, after: str | None, where: Where = NOWHERE) -> Row | None:
        """A row for two ids, where they are not the same under another name; one that only one side has is no row."""
        if before is None or after is None:
            return None
        is_renamed = self.renaming.take([(before, after)])
        if before == after and is_renamed:
            return None
        row = Row(kind, name, self._side(before, where.before), self._side(after, where.after))
        return replace(row, noise=frozenset((Noise.IDS,)) if is_renamed else noise.NONE)

    def _equal(self, row: Row) -> Row:
        """Of what is equal its beginning is enough."""
        sides = [side and replace(side, text=side.text[:_MOST_OF_EQUAL]) for side in (row.before, row.after)]
        return replace(row, is_equal=True, before=sides[0], after=sides[1])

    def _marked(self, row: Row) -> Row:
        if row.before is None or row.after is None:
            return row
        if row.before.text == row.after.text:
            # Masks look alike that stand for different secrets.
            return replace(row, noise=row.noise or frozenset((Noise.SECRET_VALUES,)))
        return row.marked(words.difference(row.before.text, row.after.text))

    def _side(self, text: str | None, line: int | None) -> Side | None:
        return None if text is None else Side(visible(self.masker.text(text)), line)

    def _json_side(self, value: Value, line: int | None) -> Side | None:
        if value is MISSING:
            return None
        return Side(self._laid_out(value), line)

    def _laid_out(self, value: Json) -> str:
        masked = self.masker.json(value)
        if isinstance(masked, str):
            return visible(masked)
        short = json_output.dump(masked, sort_keys=True)
        return visible(short if len(short) <= _SHORT else json_output.dump(masked, indent=2, sort_keys=True))

    def _value(self, value: Value) -> str | None:
        """A value on one line, as JSON."""
        return None if value is MISSING else visible(json_output.dump(self.masker.json(value), sort_keys=True))

    def _shown_path(self, path: tuple[str | int, ...]) -> str:
        return visible(self.masker.text(path_text(path)))


def _parsed(text: str | None) -> Value:
    if text is None:
        return MISSING
    value, is_json = parse_json(text)
    return value if is_json else text
