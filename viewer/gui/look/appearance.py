# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which look is in use: made from the settings, the desktop's scheme and this session's masking; told when it changes.

Rule: whoever wants another look changes a setting. This hears of it and applies it to the application.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from viewer.core.secrets.masking import Masker
from viewer.gui.look.icons import Icons
from viewer.gui.look.look import Look
from viewer.gui.look.style_sheet import apply_theme
from viewer.gui.look.theme import ThemeChoice, chosen_theme, load_theme
from viewer.gui.settings import MASK_SECRETS, REDUCED_MOTION, THEME, ZOOM, Settings

ZOOM_STEPS = (90, 100, 110, 125, 150, 175, 200)
"""What can be chosen, in percent."""
_ZOOM_REST_MS = 20
"""Steps that come as fast as a key repeats are taken together: the window never works off a queue of them."""


class Appearance(QObject):
    """The one `Look` of the application."""

    changed = Signal()

    def __init__(self, app: QApplication, settings: Settings) -> None:
        """Apply what the settings say."""
        super().__init__()
        self._app, self._settings = app, settings
        self._masker = Masker(not settings.get(MASK_SECRETS))
        self._desktop_reduces_motion = False
        self._zoomed = QTimer(self, singleShot=True, interval=_ZOOM_REST_MS)
        self._zoomed.timeout.connect(self._refresh)
        self._apply()
        settings.changed.connect(self._on_setting_changed)
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._on_scheme_changed)
        if hasattr(hints, "accessibility"):  # since Qt 6.10
            hints.accessibility().contrastPreferenceChanged.connect(self._on_scheme_changed)

    @property
    def look(self) -> Look:
        """What everything is drawn with now."""
        return self._look

    @property
    def choice(self) -> ThemeChoice:
        """The theme that the user asked for."""
        return ThemeChoice(self._settings.get(THEME))

    def choose(self, choice: ThemeChoice) -> None:
        """Use a theme from now on."""
        self._settings.set(THEME, choice.value)

    def toggle(self) -> None:
        """From light to dark or back; high contrast stays."""
        theme = self._look.theme
        if theme.is_high_contrast:
            self.choose(ThemeChoice.HIGH_CONTRAST_LIGHT if theme.is_dark else ThemeChoice.HIGH_CONTRAST_DARK)
        else:
            self.choose(ThemeChoice.LIGHT if theme.is_dark else ThemeChoice.DARK)

    def zoom(self, by: int) -> None:
        """One step larger or smaller; 0 is the actual size."""
        now = self._settings.get(ZOOM)
        at = min(range(len(ZOOM_STEPS)), key=lambda i: abs(ZOOM_STEPS[i] - now))
        to = ZOOM_STEPS[max(0, min(len(ZOOM_STEPS) - 1, at + by))] if by else 100
        self._settings.set(ZOOM, to)

    def set_desktop_motion(self, *, reduced: bool) -> None:
        """Take note of what the desktop asks for; the user's own setting wins."""
        self._desktop_reduces_motion = reduced
        if self._is_motion_reduced() != self._look.reduced_motion:
            self._refresh()

    def show_secrets(self, *, shown: bool) -> None:
        """Mask or unmask until the program ends; how the next start begins is another setting."""
        if shown != self._masker.show:
            self._masker = Masker(shown)
            self._refresh()

    def _on_setting_changed(self, setting: object) -> None:
        if setting is ZOOM:
            self._zoomed.start()
        elif setting is MASK_SECRETS:
            self.show_secrets(shown=not self._settings.get(MASK_SECRETS))
        elif setting in (THEME, REDUCED_MOTION):
            self._refresh()

    def _on_scheme_changed(self) -> None:
        if self.choice is ThemeChoice.SYSTEM:
            self._refresh()

    def _refresh(self) -> None:
        self._apply()
        self.changed.emit()

    def _apply(self) -> None:
        name = chosen_theme(self.choice, self._app.styleHints())
        theme = load_theme(name, self._settings.get(ZOOM) / 100)
        apply_theme(self._app, theme)
        self._look = Look(theme, Icons(theme), self._masker, self._is_motion_reduced())

    def _is_motion_reduced(self) -> bool:
        wish = self._settings.get(REDUCED_MOTION)
        return self._desktop_reduces_motion if wish == "system" else wish == "on"
