# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Problems as rows, each with the exchange that it belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.core.errors import Problem, ProblemCounts, Severity, count_problems
from viewer.core.text.invisible_characters import made_visible
from viewer.dataclass import dataclass
from viewer.gui.look.icons import Icon

if TYPE_CHECKING:
    from viewer.core.recording import Recording
    from viewer.gui.look.look import Look
    from viewer.gui.look.theme import Token

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_MEASURED_MOST = 2000
_MARKS: dict[Severity, tuple[Icon, Token]] = {
    Severity.ERROR: (Icon.ERROR, "red"),
    Severity.WARNING: (Icon.WARNING, "amber"),
    Severity.INFO: (Icon.INFO, "text2"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem and the number of its exchange; None where it is the file's."""

    problem: Problem
    exchange: int | None


class ProblemsModel(QAbstractTableModel):
    """Columns: severity, problem, interaction, event, line."""

    titles = ("Severity", "Problem", "Interaction", "Event", "Line")

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._look = look
        self._entries: Sequence[Entry] = ()
        self._current = -1

    def set_look(self, look: Look) -> None:
        """Draw with another theme."""
        self._look = look

    def show(self, recording: Recording | None, number: int) -> None:
        """List all problems of a recording; those of exchange `number` come first."""
        self.beginResetModel()
        self._current = number
        self._entries = Entries(recording, number) if recording else ()
        self.endResetModel()

    @property
    def counts(self) -> ProblemCounts:
        """How many of each severity are listed."""
        return count_problems(entry.problem for entry in self._entries)

    def entry(self, row: int) -> Entry:
        """The entry of a row."""
        return self._entries[row]

    def line(self, row: int) -> str:
        """A row as one line of text, as `cassette-viewer check` prints it."""
        problem = self._entries[row].problem
        return f"{problem.line or ''}: {problem.severity}: {problem.text}"

    def rowCount(self, parent: Index = _NONE) -> int:
        """Number of problems."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Five."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Column titles."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Texts, the severity's icon, and a quieter colour for other exchanges."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        icon, token = _MARKS[entry.problem.severity]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return made_visible(self._text(entry, index.column()))
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                return self._look.icons.icon(icon, token)
            case Qt.ItemDataRole.ForegroundRole:
                return self._look.theme.color("text" if entry.exchange == self._current else "text2")
            case Qt.ItemDataRole.ToolTipRole:
                return "Enter opens its place"
        return None

    def _text(self, entry: Entry, column: int) -> str:
        problem = entry.problem
        match column:
            case 0:
                return problem.severity.value
            case 1:
                return self._look.masker.text(problem.text)
            case 2:
                return "file" if entry.exchange is None else self._where(entry.exchange)
            case 3:
                return str(problem.event or "")
            case _:
                return str(problem.line or "")

    def _where(self, exchange: int) -> str:
        return "this one" if exchange == self._current else f"#{exchange}"

    def widest(self) -> tuple[int, ...]:
        """Rows among which is the widest text of every column but that of the problems themselves.

        Of very many rows those at the beginning and at the end are asked: there are the smallest and largest numbers.
        """
        rows: dict[object, int] = {}
        every = len(self._entries)
        asked = range(every) if every <= _MEASURED_MOST else (*range(_MEASURED_MOST), every - 1)
        for row in asked:
            entry = self._entries[row]
            problem = entry.problem
            numbers = (-1 if entry.exchange == self._current else entry.exchange, problem.event, problem.line)
            rows.setdefault(problem.severity.value, row)
            for column, number in enumerate(numbers):
                rows.setdefault((column, number if number is None or number < 0 else len(str(number))), row)
        return tuple(set(rows.values()))


class Entries(Sequence[Entry]):
    """The problems of a recording, each looked up when it is shown: those of one exchange, the file's, all others'."""

    def __init__(self, recording: Recording, number: int) -> None:
        """Those of exchange `number` come first."""
        self._briefs, tally = recording.briefs, recording.tally
        self._with_problems, self._until = tally.with_problems, tally.problems_until
        at = bisect_left(self._with_problems, number) if number >= 0 else len(self._with_problems)
        is_there = at < len(self._with_problems) and self._with_problems[at] == number
        self._own_start = self._until[at - 1] if at else 0
        """How many problems the exchanges before have."""
        own = _by_line(self._briefs[number].problems if is_there else ())
        self._first = [Entry(problem, number) for problem in own]
        self._first += [Entry(problem, None) for problem in _by_line(recording.cassette.problems)]
        self._own = len(own)

    def __len__(self) -> int:
        """How many there are."""
        return len(self._first) + (self._until[-1] if self._until else 0) - self._own

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        """A problem, or several."""
        if isinstance(index, slice):
            return tuple(self[row] for row in range(*index.indices(len(self))))
        row = range(len(self))[index]
        if row < len(self._first):
            return self._first[row]
        place = row - len(self._first)
        place += self._own if place >= self._own_start else 0
        at = bisect_right(self._until, place)
        exchange = self._with_problems[at]
        before = self._until[at - 1] if at else 0
        return Entry(_by_line(self._briefs[exchange].problems)[place - before], exchange)


def _by_line(problems: Sequence[Problem]) -> list[Problem]:
    """In order of the file, as `check` tells them; first those of no line."""
    return sorted(problems, key=lambda problem: problem.line or 0)
