# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Problems as rows, each with the exchange that it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
        self._entries: tuple[Entry, ...] = ()
        self._current = -1

    def set_look(self, look: Look) -> None:
        """Draw with another theme."""
        self._look = look

    def show(self, recording: Recording | None, number: int) -> None:
        """List all problems of a recording; those of exchange `number` come first."""
        self.beginResetModel()
        self._current = number
        self._entries = _entries(recording, number) if recording else ()
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
        """Rows among which is the widest text of every column but that of the problems themselves."""
        rows: dict[object, int] = {}
        for row, entry in enumerate(self._entries):
            problem = entry.problem
            numbers = (-1 if entry.exchange == self._current else entry.exchange, problem.event, problem.line)
            rows.setdefault(problem.severity.value, row)
            for column, number in enumerate(numbers):
                rows.setdefault((column, number if number is None or number < 0 else len(str(number))), row)
        return tuple(set(rows.values()))


def _entries(recording: Recording, number: int) -> tuple[Entry, ...]:
    summaries = recording.summaries
    here = [Entry(problem, number) for problem in summaries[number].problems] if number >= 0 else []
    file = [Entry(problem, None) for problem in recording.cassette.problems]
    others = [
        Entry(problem, other)
        for other, summary in enumerate(summaries)
        if other != number
        for problem in summary.problems
    ]
    return (*here, *file, *others)
