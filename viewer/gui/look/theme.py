# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Colours, sizes and fonts: the one table of them.

Rule: nobody else writes a colour, a font family or a pixel size that does not go through here. A `Theme`
never changes; another theme or text scale is another `Theme`, handed to every widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Literal, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette, QStyleHints

from viewer.dataclass import dataclass
from viewer.resources import resource

ThemeName = Literal["light", "dark", "high-contrast-light", "high-contrast-dark"]
"""The name of a file in `resources/themes`."""
THEME_NAMES: tuple[ThemeName, ...] = get_args(ThemeName)

Token = Literal[
    # Surfaces: bars; content; inspector and sub-bars; code; pointer over; selection; changed value or pressed;
    # delta block; the part of the timeline that was played.
    "win", "surface", "raised", "code", "hover", "tint", "tint2", "soft", "played",
    # Lines: between areas; around fields and cards; the outline that alone identifies a control.
    "border", "border2", "ctl",
    # Text: content and titles; secondary and icons; captions, placeholders and what is not played yet.
    "text", "text2", "text3",
    # Accent: links, caret, selection bar; the primary button and its label.
    "accent", "accent_fill", "accent_label",
    # Status, on their own grounds: 2xx and valid; estimated, incomplete and secret; 4xx, 5xx and no answer.
    "green", "green_bg", "amber", "amber_bg", "red", "red_bg",
    # JSON: keys, strings, numbers, true/false/null/[DONE], punctuation, what equals the previous event.
    "syntax_key", "syntax_str", "syntax_num", "syntax_kw", "syntax_punc", "syntax_dim",
    # Find: hits and the current one; their text is drawn in "text".
    "find_hit", "find_current",
    # Timeline lanes.
    "lane_role", "lane_reasoning", "lane_text", "lane_tool", "lane_finish", "lane_usage",
    # Comparison: words, and the rows they are in.
    "diff_removed", "diff_added", "diff_removed_row", "diff_added_row",
]  # fmt: skip
"""The name of a colour; every theme has all of them."""

TOKENS: tuple[Token, ...] = get_args(Token)

# What a platform without a desktop calls its font; Noto Sans is better drawn, where it is installed.
_GENERIC_FAMILIES = {"", "sans", "sans serif", "sans-serif", "monospace"}

_NOT_PLAYED, _NOT_PLAYED_IN_CONTRAST = 0.42, 0.62

MIN_SCALE, MAX_SCALE = 0.9, 2.0
BODY_PX = 13
CODE_PX = 12


class ThemeChoice(StrEnum):
    """What the user asked for in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST_LIGHT = "high-contrast-light"
    HIGH_CONTRAST_DARK = "high-contrast-dark"


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one theme, and sizes and fonts at the user's text scale (1.0 = 100 %)."""

    name: ThemeName
    is_dark: bool
    scale: float
    _colors: Mapping[Token, QColor]

    def color(self, token: Token, alpha: float = 1.0) -> QColor:
        """The colour of a token, with an opacity between 0 and 1; nobody changes what all are given."""
        color = self._colors[token]
        if alpha < 1:
            color = QColor(color)
            color.setAlphaF(alpha)
        return color

    @property
    def is_high_contrast(self) -> bool:
        """Whether this is one of the themes for those who need more contrast."""
        return self.name.startswith("high-contrast")

    def not_played(self, token: Token) -> QColor:
        """The colour of what playback has not come to: paler, and still to be seen."""
        return self.color(token, _NOT_PLAYED_IN_CONTRAST if self.is_high_contrast else _NOT_PLAYED)

    def px(self, size: float) -> int:
        """A size in logical pixels at the user's text scale."""
        return round(size * self.scale)

    def font(self, size: float = BODY_PX, *, bold: bool = False) -> QFont:
        """The system's UI font, `size` px high before scaling; whoever wants it otherwise changes a copy."""
        return _font(QFontDatabase.SystemFont.GeneralFont, self.px(size), bold, "Noto Sans")

    def mono(self, size: float = CODE_PX, *, bold: bool = False) -> QFont:
        """The system's fixed-width font, `size` px high before scaling; for code and nothing else."""
        return _font(QFontDatabase.SystemFont.FixedFont, self.px(size), bold, "Noto Sans Mono")

    def palette(self) -> QPalette:
        """The palette for Qt's own widgets."""
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.color(token))
        for role in _TEXT_ROLES:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text3", 0.6))
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, self.color("hover"))
        return palette


@cache
def _font(kind: QFontDatabase.SystemFont, px: int, bold: bool, preferred: str) -> QFont:
    """Looking a font up costs more than painting with it, so each is looked up once."""
    font = QFontDatabase.systemFont(kind)
    # Asked first: Qt warns, and searches all aliases, when a family that is named is not there.
    if font.family().lower() in _GENERIC_FAMILIES and _is_installed(preferred):
        font.setFamilies([preferred, font.family()])
    if kind is QFontDatabase.SystemFont.FixedFont:
        font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPixelSize(px)
    font.setBold(bold)
    # Whole pixels vertically, true widths horizontally: crisp, and lines break alike at every ratio.
    font.setHintingPreference(QFont.HintingPreference.PreferVerticalHinting)
    return font


@cache
def _is_installed(family: str) -> bool:
    """Qt lists all families each time it is asked for one."""
    return QFontDatabase.hasFamily(family)


def load_theme(name: ThemeName, scale: float = 1.0) -> Theme:
    """The theme of that name at a text scale kept between MIN_SCALE and MAX_SCALE, not yet applied to anything."""
    # Lines of `token = "#colour"`, of which a parser of TOML would take most of the time.
    lines = resource("themes", f"{name}.toml").read_text("utf-8").splitlines()
    written = dict(line[:-1].split(' = "') for line in lines if line.endswith('"'))
    colors = {token: QColor(written[token]) for token in TOKENS}
    is_dark = "dark = true" in lines
    return Theme(name, is_dark, min(MAX_SCALE, max(MIN_SCALE, scale)), colors)


def chosen_theme(choice: ThemeChoice, hints: QStyleHints) -> ThemeName:
    """The theme to use now, by the user's choice or else the desktop's scheme and its wish for contrast.

    The desktop is told of the choice, so that window frames match. Where a platform takes no such wish
    (offscreen, some X11 desktops) nothing but the frame differs. Connect `QStyleHints.colorSchemeChanged`
    to ask again: right after a wish the old scheme may still be reported.
    """
    hints.setColorScheme(_WISHES[choice])
    if choice is not ThemeChoice.SYSTEM:
        return _NAMES[choice]
    is_dark = hints.colorScheme() == Qt.ColorScheme.Dark
    if _wants_contrast(hints):
        return "high-contrast-dark" if is_dark else "high-contrast-light"
    return "dark" if is_dark else "light"


def _wants_contrast(hints: QStyleHints) -> bool:
    """Whether the desktop asks for high contrast; Qt tells since 6.10."""
    return hasattr(hints, "accessibility") and (
        hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    )


_WISHES = {
    ThemeChoice.SYSTEM: Qt.ColorScheme.Unknown,
    ThemeChoice.LIGHT: Qt.ColorScheme.Light,
    ThemeChoice.DARK: Qt.ColorScheme.Dark,
    ThemeChoice.HIGH_CONTRAST_LIGHT: Qt.ColorScheme.Light,
    ThemeChoice.HIGH_CONTRAST_DARK: Qt.ColorScheme.Dark,
}
_NAMES: dict[ThemeChoice, ThemeName] = {
    ThemeChoice.LIGHT: "light",
    ThemeChoice.DARK: "dark",
    ThemeChoice.HIGH_CONTRAST_LIGHT: "high-contrast-light",
    ThemeChoice.HIGH_CONTRAST_DARK: "high-contrast-dark",
}

_Role = QPalette.ColorRole
_ROLES: dict[QPalette.ColorRole, Token] = {
    _Role.Window: "win",
    _Role.WindowText: "text",
    _Role.Base: "surface",
    _Role.AlternateBase: "raised",
    _Role.Text: "text",
    _Role.PlaceholderText: "text3",
    _Role.Button: "surface",
    _Role.ButtonText: "text",
    _Role.BrightText: "accent_label",
    _Role.Highlight: "accent_fill",
    _Role.HighlightedText: "accent_label",
    _Role.Accent: "accent_fill",
    _Role.Link: "accent",
    _Role.LinkVisited: "accent",
    _Role.ToolTipBase: "raised",
    _Role.ToolTipText: "text",
    _Role.Light: "surface",
    _Role.Midlight: "hover",
    _Role.Mid: "border2",
    _Role.Dark: "ctl",
    _Role.Shadow: "border2",
}
_TEXT_ROLES = (_Role.WindowText, _Role.Text, _Role.ButtonText)
