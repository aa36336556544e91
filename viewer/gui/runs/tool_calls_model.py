# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The calls of tools of a run as rows. Sorting and filtering is a plain function of plain values, for a task."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.core.runs.tool_use import ToolUse
from viewer.core.text.quantities import size_text
from viewer.core.timeline import duration_text
from viewer.dataclass import dataclass
from viewer.gui.look.icons import Icon
from viewer.gui.runs.outline_row import log_name, words

if TYPE_CHECKING:
    from viewer.core.runs.run import Runs
    from viewer.gui.look.look import Look
    from viewer.gui.runs.whole_run import WholeRun

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
PLACE, NAME, ARGUMENTS, STATE, RESULT, WAITED, SIZE = range(7)


@dataclass(frozen=True, slots=True)
class ToolCalls:
    """What of the calls is to be shown, and in which order: by a column, those that hold a text, failed ones only."""

    column: int = PLACE
    is_descending: bool = False
    text: str = ""
    only_failed: bool = False


def state_of(use: ToolUse) -> str:
    """What became of a call in a word."""
    return "failed" if use.failed else "ok" if use.result is not None else "no result"


_KEYS: dict[int, Callable[[ToolUse], Any]] = {
    NAME: lambda use: use.name.lower(),
    ARGUMENTS: lambda use: use.arguments,
    STATE: state_of,
    RESULT: lambda use: use.result.words if use.result is not None else "",
    WAITED: lambda use: -1.0 if use.waited_ms is None else use.waited_ms,
    SIZE: lambda use: -1 if use.result is None else use.result.size,
}


def chosen(uses: Sequence[ToolUse], wanted: ToolCalls) -> list[int]:
    """The numbers of the calls that are wanted, in the order that is."""
    text = wanted.text.lower()
    found = [
        number
        for number, use in enumerate(uses)
        if (not wanted.only_failed or use.failed) and (not text or any(text in part.lower() for part in _texts(use)))
    ]
    key = _KEYS.get(wanted.column)  # without one they are in their order
    return sorted(found, key=lambda at: key(uses[at]) if key is not None else at, reverse=wanted.is_descending)


def _texts(use: ToolUse) -> tuple[str, ...]:
    """What a call is found by."""
    result = (use.result.words, use.result.failure or "") if use.result is not None else ()
    return (use.name, use.arguments, state_of(use), *result)


class ToolCallsModel(QAbstractTableModel):
    """Columns: the interaction, name, arguments in one line, what became of it, result, time, size."""

    titles = ("#", "Tool", "Arguments", "State", "Result", "Waited", "Size")
    tips = (
        "The interaction whose answer calls the tool",
        "",
        "",
        "Whether the result is an error",
        "The first words of the result",
        "From the end of the answer to the request that reports the result: the client's own time with it",
        "Size of the result",
    )

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._look = look
        self._runs: Runs | None = None
        self.uses: tuple[ToolUse, ...] = ()
        self._order: list[int] = []
        self._texts: dict[tuple[int, int], str] = {}

    def show(self, run: WholeRun | None) -> None:
        """Take the calls of another run, in their order."""
        self.beginResetModel()
        self._runs = run.runs if run is not None else None
        self.uses = tuple(use for m in run.moments for use in m.step.tools) if run is not None else ()
        self._order, self._texts = list(range(len(self.uses))), {}
        self.endResetModel()

    def arrange(self, order: list[int]) -> None:
        """Show these of the calls."""
        self.beginResetModel()
        self._order = order
        self.endResetModel()

    def set_look(self, look: Look) -> None:
        """Draw with another theme or masking."""
        self._look, self._texts = look, {}

    def use(self, row: int) -> ToolUse:
        """The call in a row."""
        return self.uses[self._order[row]]

    def row_of(self, exchange: int, track: int) -> int | None:
        """The row of a call, where it is shown."""
        return next(
            (
                row
                for row in range(len(self._order))
                if (self.use(row).exchange, self.use(row).track) == (exchange, track)
            ),
            None,
        )

    def line(self, row: int) -> str:
        """A row as one line of text."""
        cells = (self._text(row, column) for column in range(len(self.titles)))
        return "\t".join(cells)

    # --- What Qt asks for

    def rowCount(self, parent: Index = _NONE) -> int:
        """Number of calls that are shown."""
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Seven."""
        return 0 if parent.isValid() else len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Titles, over numbers on the right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.titles[section]
            case Qt.ItemDataRole.ToolTipRole:
                return self.tips[section] or None
            case Qt.ItemDataRole.TextAlignmentRole if section in (WAITED, SIZE):
                return _RIGHT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Texts; failed ones in red, with an icon and the word."""
        if not index.isValid():
            return None
        use, column = self.use(index.row()), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(index.row(), column)
            case Qt.ItemDataRole.DecorationRole if column == STATE:
                icon = Icon.ERROR if use.failed else Icon.CHECK if use.result is not None else Icon.INFO
                return self._look.icons.icon(icon, "red" if use.failed else "green" if use.result else "text2")
            case Qt.ItemDataRole.ForegroundRole:
                is_red = use.failed and column in (NAME, STATE, RESULT)
                return self._look.theme.color("red" if is_red else "text" if column == NAME else "text2")
            case Qt.ItemDataRole.ToolTipRole if column == PLACE and self._runs is not None:
                return log_name(self._runs, use.exchange, self._look.masker) or None
        return _RIGHT if role == Qt.ItemDataRole.TextAlignmentRole and column in (WAITED, SIZE) else None

    def _text(self, row: int, column: int) -> str:
        key = self._order[row], column
        if key not in self._texts:
            self._texts[key] = self._made_text(self.use(row), column)
        return self._texts[key]

    def _place(self, exchange: int) -> str:
        """The number in its file, behind an arrow where that is the log of a sub-agent."""
        if self._runs is None or self._runs.origin_of(exchange) is None:
            return f"#{exchange}"
        return f"↳ #{self._runs.number_of(exchange)}"

    def _made_text(self, use: ToolUse, column: int) -> str:
        masker, result = self._look.masker, use.result
        match column:
            case 0:
                text = self._place(use.exchange)
            case 1:
                text = words(masker, use.name, 60)
            case 2:
                text = words(masker, use.arguments)
            case 3:
                text = state_of(use)
            case 4:
                said = "" if result is None else result.failure if result.failure is not None else result.words
                text = words(masker, said)
            case 5:
                text = "" if use.waited_ms is None else duration_text(use.waited_ms)
            case _:
                text = "" if result is None else size_text(result.size)
        return text
