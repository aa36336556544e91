# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Fonts, their metrics and colours of all text on the canvas: one table, at one text scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontMetricsF

from viewer.gui.conversation.passage_layout import PassageFormat
from viewer.gui.conversation.rows import Passage, Style

if TYPE_CHECKING:
    from viewer.gui.look.theme import Theme, Token

_STYLES: dict[Style, tuple[str, float, bool, Token]] = {
    Style.TITLE: ("ui", 13, True, "text"),
    Style.BODY: ("ui", 13, False, "text"),
    Style.META: ("ui", 12, False, "text2"),
    Style.CAPTION: ("ui", 11, False, "text3"),
    Style.NAME: ("mono", 13, True, "text"),
    Style.VALUE: ("mono", 12, False, "text"),
    Style.CODE: ("mono", 12, False, "text"),
    Style.ID: ("mono", 11, False, "text2"),
    Style.LINK: ("ui", 12, False, "accent"),
    Style.CHIP: ("ui", 11, False, "text2"),
}
_PASSAGE_STYLES: dict[str, tuple[str, float, int, Token]] = {
    "prose": ("ui", 14, 22, "text"),
    "quiet": ("ui", 13, 20, "text2"),
    "code": ("mono", 13, 20, "text"),
    "heading": ("ui", 16, 26, "text"),
}


class TextStyles:
    """The fonts and formats of one theme at one scale, each made once."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._fonts = {style: self._font(kind, size, bold) for style, (kind, size, bold, _) in _STYLES.items()}
        self._metrics = {style: QFontMetricsF(font) for style, font in self._fonts.items()}
        self._formats = {
            style: PassageFormat(
                self._font(kind, size, bold=style == "heading"), theme.px(line), token, is_code=style == "code"
            )
            for style, (kind, size, line, token) in _PASSAGE_STYLES.items()
        }

    def _font(self, kind: str, size: float, bold: bool) -> QFont:
        return self.theme.mono(size, bold=bold) if kind == "mono" else self.theme.font(size, bold=bold)

    def font(self, style: Style) -> QFont:
        """The font of a style."""
        return self._fonts[style]

    def metrics(self, style: Style) -> QFontMetricsF:
        """The metrics of a style's font."""
        return self._metrics[style]

    @staticmethod
    def color(style: Style) -> Token:
        """The colour of a style."""
        return _STYLES[style][3]

    def format_of(self, passage: Passage) -> PassageFormat:
        """The format of a passage."""
        return self._formats[passage.style]
