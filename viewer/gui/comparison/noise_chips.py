# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is ignored, as chips: a checked one is ignored, and a click regards it, or ignores it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from viewer.core.compare.comparison import NAMES
from viewer.core.compare.noise import TITLES
from viewer.core.text.quantities import plural
from viewer.gui.look.icons import Icon
from viewer.gui.widgets.buttons import Button

if TYPE_CHECKING:
    from viewer.gui.look.look import Look

_TITLES: dict[str, str] = {noise.value: title for noise, title in TITLES.items()}
_ORDER = [name.value for name in NAMES]
_GAP, _SIDE = 6, 16


class NoiseChips(QWidget):
    """A chip for each kind of noise that there is, in as many rows as the width asks for."""

    chosen = Signal(object)
    """The names that are to be ignored, as a frozenset."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """No chips yet."""
        super().__init__(parent)
        self._look = look
        self._ignored: frozenset[str] = frozenset()
        self.label = QLabel("Ignoring", self)
        self.chips: dict[str, Button] = {}
        self.setAccessibleName("Ignoring")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_look(look)
        self.hide()

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        self._look = look
        self.label.setFont(look.theme.font(12))
        for chip in self.chips.values():
            chip.set_look(look)
        self._place(self.width())
        self.updateGeometry()

    def show_noise(self, counts: Mapping[str, int], ignored: frozenset[str]) -> None:
        """Make a chip for each name that explains so many differences."""
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        self.chips, self._ignored = {}, ignored
        for name in (name for name in _ORDER if name in counts):
            told = f"{_TITLES.get(name, name.replace('-', ' '))}: {plural(counts[name], 'difference')}"
            chip = Button(self._look, name.replace("-", " "), Icon.CHECK, tip=told, parent=self)
            chip.setCheckable(True)
            chip.setChecked(name in ignored)
            chip.setAccessibleName(f"Ignore {told}")
            chip.toggled.connect(lambda on, name=name: self._on_toggled(name, on=on))
            chip.show()
            self.chips[name] = chip
            self._mark(chip)
        self._place(self.width())
        self.setVisible(bool(self.chips))
        self.updateGeometry()

    def _on_toggled(self, name: str, *, on: bool) -> None:
        self._ignored = self._ignored | {name} if on else self._ignored - {name}
        self._mark(self.chips[name])
        self.chosen.emit(self._ignored)

    @staticmethod
    def _mark(chip: Button) -> None:
        """Not by colour alone: what is regarded has no check."""
        chip.set_icon(Icon.CHECK if chip.isChecked() else Icon.CLOSE)

    # --- rows

    def hasHeightForWidth(self) -> bool:
        """The chips are wrapped."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As many rows as the chips need."""
        return self._rows(width)[1]

    def sizeHint(self) -> QSize:
        """One row of a usual width."""
        return QSize(self._look.theme.px(480), self.heightForWidth(max(self.width(), self._look.theme.px(480))))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest chip."""
        widest = max((chip.sizeHint().width() for chip in self.chips.values()), default=0)
        return QSize(widest + 2 * self._look.theme.px(_SIDE), self._look.theme.px(28 + 2 * _GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the chips anew."""
        super().resizeEvent(event)
        self._place(self.width())

    def _place(self, width: int) -> None:
        parts = [self.label, *self.chips.values()]
        for part, at in zip(parts, self._rows(width)[0], strict=True):
            part.resize(part.sizeHint().width(), self._look.theme.px(28))
            part.move(at)

    def _rows(self, width: int) -> tuple[list[QPoint], int]:
        """Where label and chips stand in a width, and the height of all rows."""
        px = self._look.theme.px
        x, y, row = px(_SIDE), px(_GAP), px(28 + _GAP)
        places: list[QPoint] = []
        for part in (self.label, *self.chips.values()):
            wide = part.sizeHint().width()
            if places and x + wide > width - px(_SIDE):
                x, y = px(_SIDE), y + row
            places.append(QPoint(x, y))
            x += wide + px(_GAP)
        return places, y + row
