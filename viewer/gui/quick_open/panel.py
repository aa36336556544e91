# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Go to anything: a field over the window, and below it what fits: files, interactions, recent files, commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from viewer.gui.models.targets import Hit, Hits, Target, find
from viewer.gui.quick_open.hits import HIT_ROLE, ROW, HitDelegate, HitModel
from viewer.gui.widgets.announcement import announce

if TYPE_CHECKING:
    from viewer.gui.look.look import Look
    from viewer.gui.tasks import Cancelled, Tasks

_WIDTH, _TOP, _ROWS = 640, 56, 9


class QuickOpen(QFrame):
    """Opens over the window with the focus in its field; goes when something is chosen, by Esc, or with the focus."""

    chosen = Signal(object)
    """The `Target` to go to."""

    def __init__(self, look: Look, tasks: Tasks, parent: QWidget) -> None:
        """Hidden at first."""
        super().__init__(parent)
        self.setObjectName("quickOpen")
        self.setAccessibleName("Go to anything")
        self._look, self._tasks, self._over = look, tasks, parent
        self._targets: Sequence[Target] = ()
        self._hits: Hits | None = None
        self._before: QWidget | None = None
        self.field = QLineEdit(self)
        self.field.setObjectName("quickOpenField")
        self.field.setAccessibleName("Go to anything")
        self.field.setPlaceholderText("Go to a file, an interaction, a command (>)")
        self.field.setAcceptDrops(False)
        self.model = HitModel(self)
        self.list = QListView(self)
        self.list.setObjectName("quickOpenList")
        self.list.setAccessibleName("What fits")
        self.list.setModel(self.model)
        self.list.setUniformItemSizes(True)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(HitDelegate(look, self.list))
        self.nothing = QLabel("Nothing fits", self, alignment=Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        for part in (self.field, self.list, self.nothing):
            column.addWidget(part)
        self.field.textChanged.connect(self._on_text_changed)
        self.field.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        parent.installEventFilter(self)
        self.set_look(look)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.field.setFont(look.theme.font(14))
        self.field.setMinimumHeight(look.theme.px(36))
        self.nothing.setFont(look.theme.font(12))
        self.nothing.setMinimumHeight(look.theme.px(ROW))
        delegate = self.list.itemDelegate()
        if isinstance(delegate, HitDelegate):
            delegate.look = look
        self._arrange()

    def open_with(self, make: Callable[[Cancelled], Sequence[Target]]) -> None:
        """Show the field; what there is to go to is made in the background."""
        self._before = self.window().focusWidget() if not self.isVisible() else self._before
        self._targets, self._hits = (), None
        self.model.show(())
        self.field.clear()
        self._arrange()
        self.show()
        self.raise_()
        self.field.setFocus()
        self._tasks.run("targets", make, self._on_targets)

    def leave(self) -> None:
        """Hide, and give the focus back."""
        if self.isVisible():
            self.hide()
            self._tasks.cancel("targets")
            self._tasks.cancel("quick open")
            self._targets, self._hits = (), None
            if self._before is not None:
                self._before.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows walk the list while one types; the focus takes the field with it when it goes."""
        if watched is self.parent():
            if event.type() is QEvent.Type.Resize and self.isVisible():
                self._arrange()
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._on_key(event)
        elif event.type() is QEvent.Type.FocusOut and self.window().isActiveWindow():
            self.leave()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A card with an outline."""
        painter, theme = QPainter(self), self._look.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("ctl"))
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 10, 10)
        painter.end()

    # --- inside

    def _on_key(self, event: QKeyEvent) -> bool:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: _ROWS - 1, Qt.Key.Key_PageUp: 1 - _ROWS}
        if event.key() in steps:
            self._walk(steps[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            return False
        return True

    def _walk(self, by: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            row = self.list.currentIndex().row()
            at_end = (row, by) in ((0, -1), (last, 1))
            self._set_current(last - row if at_end else max(0, min(last, row + by)))

    def _set_current(self, row: int) -> None:
        index = self.model.index(row)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        announce(self.field, str(index.data(Qt.ItemDataRole.AccessibleTextRole)))

    def _choose(self, index: QModelIndex) -> None:
        hit = index.data(HIT_ROLE)
        if isinstance(hit, Hit):
            self.leave()
            self.chosen.emit(hit.target)

    def _on_targets(self, targets: Sequence[Target]) -> None:
        self._targets = targets
        self._on_text_changed(self.field.text())

    def _on_text_changed(self, text: str) -> None:
        """Look in the background; what is typed on is looked for among what fitted so far."""
        known = self._hits if ":" not in text else None  # a term such as `tool:` is no word any more
        goes_on = known is not None and bool(known.query.strip(" >")) and text.startswith(known.query)
        among = known.every if known is not None and goes_on else self._targets
        self._tasks.run("quick open", partial(find, text, among), self._on_hits)

    def _on_hits(self, hits: Hits) -> None:
        if self.isVisible():
            self._hits = hits
            self.model.show(hits.best)
            self._arrange()
            if hits.best:
                self._set_current(0)

    def _arrange(self) -> None:
        """In the middle of the window's upper part, as high as what it shows."""
        theme, room = self._look.theme, self._over.size()
        rows = min(self.model.rowCount(), _ROWS)
        self.nothing.setVisible(self._hits is not None and not rows)
        self.list.setVisible(rows > 0)
        self.list.setFixedHeight(rows * theme.px(ROW))
        width = min(theme.px(_WIDTH), room.width() - 32)
        height = self.sizeHint().height()
        self.setGeometry((room.width() - width) // 2, theme.px(_TOP), width, min(height, room.height() - 80))
