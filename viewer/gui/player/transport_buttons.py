# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The buttons that command the player: markers, steps, play, loop. The bar places them."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from viewer.gui.look.icons import Icon
from viewer.gui.look.look import Look
from viewer.gui.player.player import Player
from viewer.gui.widgets.large_buttons import LargeIconButton

_MOTION_TIP = "Reduced motion, as you or your desktop asked: step with Left and Right, or drag the timeline."


class TransportButtons(QObject):
    """Children of one widget; `transport` from left to right, and the loop apart."""

    def __init__(self, look: Look, player: Player, parent: QWidget) -> None:
        """Buttons that command `player`."""
        super().__init__(parent)
        self._look, self._player, self._parent = look, player, parent
        previous_marker = self._made(Icon.PREVIOUS_MARKER, "previousMarkerButton", "Previous marker", "[")
        step_back = self._made(Icon.STEP_BACK, "stepBackButton", "Step back", "Left", tip="One event back")
        self._play = self._made(Icon.PLAY, "playButton", "Play", "Space", primary=True)
        step_forward = self._made(Icon.STEP_FORWARD, "stepForwardButton", "Step forward", "Right", tip="One event on")
        next_marker = self._made(Icon.NEXT_MARKER, "nextMarkerButton", "Next marker", "]")
        self.loop = self._made(Icon.LOOP, "loopButton", "Loop", tip="Start over at the end")
        self.loop.setCheckable(True)
        self.transport = previous_marker, step_back, self._play, step_forward, next_marker
        previous_marker.clicked.connect(self._on_previous_marker_clicked)
        step_back.clicked.connect(lambda: player.step(-1))
        self._play.clicked.connect(player.toggle)
        step_forward.clicked.connect(lambda: player.step(1))
        next_marker.clicked.connect(self._on_next_marker_clicked)
        self.loop.toggled.connect(player.set_loop)
        player.loop_changed.connect(self.loop.setChecked)
        player.playing_changed.connect(self._on_playing_changed)
        player.reduced_motion_changed.connect(self._on_playing_changed)

    def _made(
        self, icon: Icon, object_name: str, name: str, key: str = "", *, tip: str = "", primary: bool = False
    ) -> LargeIconButton:
        """A button; its tip is its name unless another is given, with the key behind it."""
        made = LargeIconButton(self._look, icon, name, primary=primary, parent=self._parent)
        made.setObjectName(object_name)
        made.setToolTip(f"{tip or name} ({key})" if key else tip or name)
        return made

    def set_look(self, look: Look) -> None:
        """Draw with another theme or zoom."""
        for button in (*self.transport, self.loop):
            button.set_look(look)

    def set_enabled(self, *, enabled: bool) -> None:
        """Offer the transport, or not where there is nothing to play."""
        for button in self.transport:
            button.setEnabled(enabled)
        self._on_playing_changed()

    def _on_previous_marker_clicked(self) -> None:
        self._player.previous_marker()

    def _on_next_marker_clicked(self) -> None:
        self._player.next_marker()

    def _on_playing_changed(self) -> None:
        playing = self._player.is_playing
        self._play.set_icon(Icon.PAUSE if playing else Icon.PLAY)
        self._play.setAccessibleName("Pause" if playing else "Play")
        self._play.setEnabled(self._player.can_play)
        self._play.setToolTip(_MOTION_TIP if self._player.reduced_motion else f"{self._play.accessibleName()} (Space)")
