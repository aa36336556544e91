# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A whole run as a tree: conversations, turns, calls of models, calls of tools, sub-agents inside of those.

Rule: rows below a row are made when it is unfolded, and what a row says when it is painted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from viewer.core.runs.run import Run
from viewer.core.runs.step import Step, Turn
from viewer.core.runs.tool_use import ToolUse
from viewer.gui.runs.outline_row import OutlineRow, result_words, run_row, step_row, tool_row, turn_row

if TYPE_CHECKING:
    from viewer.core.runs.run import Runs
    from viewer.core.secrets.masking import Masker
    from viewer.gui.look.look import Look
    from viewer.gui.runs.whole_run import Moment, WholeRun

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
OUTLINE_ROLE = Qt.ItemDataRole.UserRole + 1
"""The `OutlineRow` of a row."""
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class OutlineNode:
    """A run, turn, step or use of a tool, and where it stands."""

    __slots__ = ("_children", "_make_children", "_row", "number", "parent", "position", "run", "what")

    def __init__(self, what: Run | Turn | Step | ToolUse, run: Run, parent: OutlineNode | None, position: int) -> None:
        self.what, self.run, self.parent, self.position = what, run, parent, position
        self.number = position + 1
        self._children: list[OutlineNode] | None = None
        self._row: OutlineRow | None = None

    @property
    def exchange(self) -> int:
        """The exchange that it is, or that it begins with."""
        match self.what:
            case Step() | ToolUse():
                return self.what.exchange
            case Turn(steps=steps):
                return steps[0].exchange
        return next(self.what.steps).exchange

    @property
    def track(self) -> int | None:
        """The track of the call of a tool."""
        return self.what.track if isinstance(self.what, ToolUse) else None

    def has_children(self, runs: Runs) -> bool:
        """Whether anything stands below; nothing is made for it."""
        match self.what:
            case Step(tools=tools):
                return bool(tools)
            case ToolUse():
                return bool(runs.children(self.what))
        return True

    def children(self, runs: Runs) -> list[OutlineNode]:
        """What stands below; of a sub-agent with one turn its steps."""
        if self._children is None:
            self._children = [OutlineNode(what, run, self, at) for at, (what, run) in enumerate(self._below(runs))]
        return self._children

    def _below(self, runs: Runs) -> list[tuple[Run | Turn | Step | ToolUse, Run]]:
        match self.what:
            case Step(tools=tools):
                return [(use, self.run) for use in tools]
            case ToolUse():
                return [(child, child) for child in runs.children(self.what)]
            case Turn(steps=steps):
                return [(step, self.run) for step in steps]
        if has_turn_rows(self.what):
            return [(turn, self.run) for turn in self.what.turns]
        return [(step, self.run) for step in self.what.steps]

    def row(self, runs: Runs, masker: Masker) -> OutlineRow:
        """What its row says."""
        if self._row is None:
            self._row = self._made_row(runs, masker)
        return self._row

    def forget_row(self) -> list[OutlineNode]:
        """Say it anew when it is asked for; what stands below, as far as it was made."""
        self._row = None
        return self._children or []

    def _made_row(self, runs: Runs, masker: Masker) -> OutlineRow:
        match self.what:
            case Step():
                return step_row(self.what, runs, masker)
            case ToolUse():
                return tool_row(self.what, masker)
            case Turn():
                return turn_row(self.what, self.number, self.run, runs, masker)
        return run_row(self.what, runs, masker)


def has_turn_rows(run: Run) -> bool:
    """Whether the turns of a run are rows: a sub-agent mostly has one, which would say the same as its own row."""
    return run.spawned_by is None or len(run.turns) > 1


class OutlineModel(QAbstractItemModel):
    """Columns: what it is, time, tokens in, tokens out."""

    titles = ("Turn", "Time", "In", "Out")
    tips = (
        "Turns, the calls of models in them, the tools that those called, sub-agents",
        "How long models took, or a tool's result was waited for, as recorded",
        "Tokens of the requests, as the provider told them",
        "Tokens of the answers, as the provider told them",
    )

    def __init__(self, look: Look, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._look = look
        self._shown: WholeRun | None = None
        self._tops: list[OutlineNode] = []

    def show(self, shown: WholeRun | None) -> None:
        """Show another run; None shows nothing."""
        self.beginResetModel()
        self._shown, self._tops = shown, []
        if shown is not None:
            roots = shown.roots
            whats: list[tuple[Run | Turn, Run]] = [(run, run) for run in roots]
            if len(roots) == 1:
                whats = [(turn, roots[0]) for turn in roots[0].turns]
            self._tops = [OutlineNode(what, run, None, at) for at, (what, run) in enumerate(whats)]
        self.endResetModel()

    def set_look(self, look: Look) -> None:
        """Say it with another masking."""
        self._look = look
        waiting = list(self._tops)
        while waiting:
            waiting += waiting.pop().forget_row()

    @property
    def tops(self) -> list[OutlineNode]:
        """The rows on top: conversations, or of a single one its turns."""
        return self._tops

    def node(self, index: Index) -> OutlineNode | None:
        """The node of a row."""
        return index.internalPointer() if index.isValid() else None

    def row_of(self, index: Index) -> OutlineRow | None:
        """What a row says."""
        node = self.node(index)
        return node.row(self._shown.runs, self._look.masker) if node is not None and self._shown is not None else None

    def place_of(self, exchange: int, track: int | None = None, conversation: int | None = None) -> QModelIndex:
        """The row of a call of a model, of a tool in it, or of the conversation that begins there.

        Rows on the way to it are made.
        """
        shown = self._shown
        number = shown.by_exchange.get(exchange) if shown is not None else None
        if shown is None or number is None:
            return QModelIndex()
        moment = shown.moments[number]
        if conversation is not None and (called := shown.run_of(conversation)) is not None:
            return self._run_place(called)
        return self._step_place(moment, track)

    def _run_place(self, run: Run) -> QModelIndex:
        """The row of a run: of a single one its first."""
        index, _ = self._down_to(run)
        return index if index.isValid() or not self._tops else self.index_at(self._tops[0])

    def _step_place(self, moment: Moment, track: int | None) -> QModelIndex:
        shown = self._shown
        if shown is None:
            return QModelIndex()
        _, nodes = self._down_to(moment.run)
        if nodes and isinstance(nodes[0].what, Turn):
            nodes = nodes[moment.turn - 1].children(shown.runs)
        node = next((node for node in nodes if node.what is moment.step), None)
        if node is None:
            return QModelIndex()
        used = (below for below in node.children(shown.runs) if below.track == track)
        return self.index_at(next(used, node) if track is not None else node)

    def _down_to(self, run: Run) -> tuple[QModelIndex, list[OutlineNode]]:
        """The row of a run, and the rows below it; without a row of its own those on top."""
        shown = self._shown
        if shown is None:
            return QModelIndex(), []
        way = [run]
        while (came_of := way[-1].spawned_by) is not None and len(way) <= len(shown.runs.all):
            way.append(shown.moments[shown.by_exchange[came_of.exchange]].run)
        nodes, index = self._tops, QModelIndex()
        for down, below in zip(reversed(way), [*reversed(way[:-1]), None], strict=True):
            found = next((node for node in nodes if node.what is down), None)
            if found is not None:
                index, nodes = self.index_at(found), found.children(shown.runs)
            if below is not None and below.spawned_by is not None:
                moment = shown.moments[shown.by_exchange[below.spawned_by.exchange]]
                if nodes and isinstance(nodes[0].what, Turn):
                    nodes = nodes[moment.turn - 1].children(shown.runs)
                step = next(node for node in nodes if node.what is moment.step)
                uses = step.children(shown.runs)
                nodes = next(use for use in uses if use.track == below.spawned_by.track).children(shown.runs)
        return index, nodes

    # --- What Qt asks for

    def index_at(self, node: OutlineNode) -> QModelIndex:
        """Where a node stands."""
        return self.createIndex(node.position, 0, node)

    def _nodes(self, parent: Index) -> list[OutlineNode]:
        node = self.node(parent)
        if node is None:
            return self._tops
        return node.children(self._shown.runs) if self._shown is not None else []

    def index(self, row: int, column: int, parent: Index = _NONE) -> QModelIndex:
        """The index of a row below another."""
        nodes = self._nodes(parent) if not parent.isValid() or parent.column() == 0 else []
        if not (0 <= row < len(nodes) and 0 <= column < len(self.titles)):
            return QModelIndex()
        return self.createIndex(row, column, nodes[row])

    def parent(self, index: Index = _NONE) -> QModelIndex:  # type: ignore[override]
        """The row above."""
        node = self.node(index)
        return self.index_at(node.parent) if node is not None and node.parent is not None else QModelIndex()

    def rowCount(self, parent: Index = _NONE) -> int:
        """How many rows stand below one."""
        return len(self._nodes(parent)) if not parent.isValid() or parent.column() == 0 else 0

    def hasChildren(self, parent: Index = _NONE) -> bool:
        """Whether a row can be unfolded; asked of every row that is painted."""
        node = self.node(parent)
        if node is None or self._shown is None:
            return bool(self._tops)
        return parent.column() == 0 and node.has_children(self._shown.runs)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Four."""
        return len(self.titles)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Titles, over numbers on the right."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.titles[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tips[section]
        return int(_RIGHT) if role == Qt.ItemDataRole.TextAlignmentRole and section else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        """Words and numbers; all of it in one sentence for screen readers."""
        row = self.row_of(index)
        if row is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (f"{row.name} {row.words}", row.time, row.tokens_in, row.tokens_out)[index.column()]
            case Qt.ItemDataRole.AccessibleTextRole if index.column() == 0:
                return row.spoken
            case Qt.ItemDataRole.TextAlignmentRole if index.column():
                return int(_RIGHT)
            case Qt.ItemDataRole.ToolTipRole if index.column() == 0:
                return self._tip(index, row)
        return row if role == OUTLINE_ROLE else None

    def _tip(self, index: Index, row: OutlineRow) -> str:
        """What does not fit into the row; the recording's text is never markup."""
        import html  # noqa: PLC0415 - when a pointer rests

        node = self.node(index)
        told = [row.spoken]
        if node is not None and isinstance(node.what, ToolUse):
            told.append(f"result: {result_words(node.what, self._look.masker)}")
        if node is not None and isinstance(node.what, Step) and node.what.cache.cause:
            told.append(f"cache {node.what.cache.state.value}: {self._look.masker.text(node.what.cache.cause)}")
        return "".join(f"<p>{html.escape(line)}</p>" for line in told)
