# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What Fusion cannot draw from a palette: scroll bars without arrows, and outlines one can see.

Rule: only controls of Qt's own, and only these. Fusion takes an outline from the window's colour and
darkens it, so in a dark theme check boxes and fields have none (WCAG 2.2, 1.4.11 asks for 3:1).
Everything else is the palette, or painted.
"""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QToolTip

from viewer.gui.look.theme import Theme, Token
from viewer.resources import resource

_SCROLL_BARS = """
QScrollBar {{ background: transparent; border: none; margin: 0; }}
QScrollBar:vertical {{ width: 12px; }}
QScrollBar:horizontal {{ height: 12px; }}
QScrollBar::handle {{ background: {border2}; border-radius: 4px; margin: 2px; }}
QScrollBar::handle:vertical {{ min-height: 28px; }}
QScrollBar::handle:horizontal {{ min-width: 28px; }}
QScrollBar::handle:hover, QScrollBar::handle:pressed {{ background: {ctl}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
"""

FIELD_EDGE = 7
"""Pixels beside the words of a field: a border and a padding, one of which gives way to the other on focus."""
# The second pixel of a border on focus is taken from the padding, so that nothing moves.
_FIELDS = """
QLineEdit[frame="true"] {{
    background: {surface}; color: {text}; border: 1px solid {ctl}; border-radius: 6px; padding: {pad}px {side}px;
    placeholder-text-color: {text3}; selection-background-color: {accent_fill}; selection-color: {accent_label};
}}
QLineEdit[frame="true"]:focus {{ border: 2px solid {accent}; padding: {less}px {side_less}px; }}
QLineEdit[frame="true"]:disabled {{ background: {win}; color: {text3}; }}
"""

_BUTTONS = """
QPushButton {{
    background: {surface}; color: {text}; border: 1px solid {border2}; border-radius: 6px; padding: 6px 14px;
}}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {tint2}; }}
QPushButton:default {{ background: {accent_fill}; color: {accent_label}; border-color: {accent_fill}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 5px 13px; }}
QPushButton:default:focus {{ border-color: {text}; }}
QPushButton:disabled {{ background: {win}; color: {text3}; border-color: {border}; }}
"""

_CHECKS = """
QCheckBox, QRadioButton {{ spacing: 8px; }}
QCheckBox::indicator, QRadioButton::indicator {{
    width: {box}px; height: {box}px; background: {surface}; border: 1px solid {ctl};
}}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: {round}px; }}
QCheckBox::indicator:checked {{ background: {accent_fill}; border-color: {accent_fill}; image: url("{check}"); }}
QRadioButton::indicator:checked {{
    width: {dot}px; height: {dot}px; background: {accent_label}; border: {ring}px solid {accent_fill};
}}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border-color: {accent}; }}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ background: {win}; border-color: {border2}; }}
"""

# A desktop's own font for menus would stay at 100 %: GTK gives one, and it wins over the application's.
# Fusion draws a line under a menu bar, which here stands in a row of its own; header sections are bevelled.
_BARS = """
QMenuBar {{ background: transparent; border: none; }}
QMenuBar::item {{ padding: {pad}px 9px; border-radius: 5px; background: transparent; color: {text}; }}
QTabBar QToolButton {{ background: {surface}; border: none; margin-bottom: 2px; }}
QTabBar QToolButton:hover {{ background: {hover}; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {tint2}; }}
QMenuBar QToolButton {{ background: transparent; border: none; }}
QMenuBar QToolButton:hover {{ background: {hover}; }}
QMenu {{ font-size: {words}px; }}
QHeaderView::section {{
    background: {raised}; color: {text2}; border: none; border-bottom: 1px solid {border}; padding: {pad}px 8px;
}}
"""

# Room around the words of tables and lists, and a selection on which text keeps its colour.
_ITEMS = """
QTableView::item {{ padding: 0 {pad}px 0 5px; border: none; }}
QTableView::item:hover, QTableView::item:focus {{ background: {hover}; }}
QTableView::item:selected {{ background: {tint}; }}
QTableView {{ selection-background-color: {tint}; selection-color: {text}; }}
QListView::item {{ padding: {pad}px 8px; border-radius: 5px; color: {text}; }}
QListView::item:hover {{ background: {hover}; }}
QListView::item:selected {{ background: {tint}; color: {text}; }}
"""

_USED: tuple[Token, ...] = (
    "win", "surface", "raised", "hover", "tint", "tint2", "border", "border2", "ctl", "text", "text2", "text3",
    "accent", "accent_fill", "accent_label",
)  # fmt: skip


def style_sheet(theme: Theme) -> str:
    """The style sheet of the whole application in the colours and at the text scale of a theme."""
    box, ring, pad = theme.px(14), theme.px(4.5), theme.px(5)
    sizes = {"box": box, "round": box // 2 + 1, "ring": ring, "dot": box + 2 - 2 * ring, "pad": pad, "less": pad - 1}
    sizes |= {"words": theme.px(13), "side": FIELD_EDGE - 1, "side_less": FIELD_EDGE - 2}
    colors = {token: theme.color(token).name() for token in _USED}
    label_is_light = theme.color("accent_label").lightnessF() > 0.5
    check = resource("themes", "check.svg" if label_is_light else "check-black.svg").as_posix()
    return (_SCROLL_BARS + _FIELDS + _BUTTONS + _CHECKS + _BARS + _ITEMS).format(**sizes, **colors, check=check)


def apply_theme(app: QApplication, theme: Theme) -> None:
    """Set how an application in Fusion is drawn: palette, font, and a style sheet for what those cannot say."""
    sheet = style_sheet(theme)
    is_same = sheet == app.styleSheet()
    if not is_same:
        # Taken off first: Qt changes the sheet of widgets that have one five times slower than it gives them one.
        app.setStyleSheet("")
    palette = theme.palette()
    app.setPalette(palette)
    if app.font() != theme.font():
        app.setFont(theme.font())
    if not is_same:
        app.setStyleSheet(sheet)
    QToolTip.setPalette(palette)
    QToolTip.setFont(theme.font(12))
