# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Every colour exists in every theme and can be read where it is used (WCAG 2.2, 1.4.3, 1.4.6 and 1.4.11)."""

from __future__ import annotations

import tomllib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from viewer.gui.look.style_sheet import apply_theme
from viewer.gui.look.theme import (
    MAX_SCALE,
    MIN_SCALE,
    THEME_NAMES,
    TOKENS,
    Theme,
    ThemeChoice,
    ThemeName,
    Token,
    chosen_theme,
    load_theme,
)
from viewer.resources import resource

_BACKGROUNDS: tuple[Token, ...] = ("surface", "win", "raised", "code", "tint", "hover", "soft", "played")
_TEXTS: tuple[Token, ...] = (
    "text", "text2", "text3", "accent", "green", "amber", "red",
    "syntax_key", "syntax_str", "syntax_num", "syntax_kw", "syntax_punc", "syntax_dim",
)  # fmt: skip


def _pairs(tokens: tuple[Token, ...], backgrounds: tuple[Token, ...]) -> list[tuple[Token, Token]]:
    return [(token, background) for token in tokens for background in backgrounds]


_TEXT_ON_BACKGROUND: list[tuple[Token, Token]] = [
    *_pairs(_TEXTS, _BACKGROUNDS),
    ("green", "green_bg"),
    ("amber", "amber_bg"),
    ("red", "red_bg"),
    ("accent", "tint2"),
    ("accent_label", "accent_fill"),
    ("text", "tint2"),
    ("text", "find_hit"),
    ("text", "find_current"),
    ("text", "diff_removed"),
    ("text", "diff_added"),
    ("text", "diff_removed_row"),
    ("text", "diff_added_row"),
]
_LANES: tuple[Token, ...] = (
    "lane_role", "lane_reasoning", "lane_text", "lane_tool", "lane_finish", "lane_usage",
)  # fmt: skip
_GRAPHICS: list[tuple[Token, Token]] = [
    *_pairs(_LANES, ("surface", "played")),
    ("ctl", "surface"),
    ("ctl", "raised"),
    ("accent_fill", "win"),
    ("accent_fill", "surface"),
]


def _luminance(color: QColor) -> float:
    """WCAG 2.2 relative luminance."""
    channels = (color.redF(), color.greenF(), color.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(theme: Theme, one: Token, other: Token) -> float:
    """WCAG 2.2 contrast ratio."""
    return _ratio(theme.color(one), theme.color(other))


def _ratio(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.fixture(params=THEME_NAMES)
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(request.param)


@pytest.mark.parametrize("name", THEME_NAMES)
def test_a_theme_file_has_every_token_once_and_no_other(name: ThemeName) -> None:
    table = tomllib.loads(resource("themes", f"{name}.toml").read_text("utf-8"))
    assert table.pop("dark") is name.endswith("dark")
    tokens = [token for section in table.values() for token in section]
    assert sorted(tokens) == sorted(TOKENS)
    assert all(QColor(value).isValid() for section in table.values() for value in section.values())
    loaded = load_theme(name)
    assert loaded.is_dark is name.endswith("dark")
    values = {token: value for section in table.values() for token, value in section.items()}
    assert {token: loaded.color(token).name().upper() for token in TOKENS} == values


def test_text_is_readable_on_every_ground_it_is_used_on(theme: Theme) -> None:
    ratios = {pair: round(_contrast(theme, *pair), 2) for pair in _TEXT_ON_BACKGROUND}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < (7 if theme.is_high_contrast else 4.5)} == {}


def test_lanes_and_outlines_can_be_told_from_their_background(theme: Theme) -> None:
    ratios = {pair: round(_contrast(theme, *pair), 2) for pair in _GRAPHICS}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < (4.5 if theme.is_high_contrast else 3)} == {}


@pytest.mark.parametrize("name", ["high-contrast-light", "high-contrast-dark"])
def test_in_high_contrast_every_line_is_seen_and_what_is_not_played_too(name: ThemeName) -> None:
    theme = load_theme(name)
    pairs = _pairs(("border", "border2", "ctl"), _BACKGROUNDS)
    ratios = {pair: round(_contrast(theme, *pair), 2) for pair in pairs}
    assert {pair: ratio for pair, ratio in ratios.items() if ratio < 4.5} == {}
    for lane in _LANES:
        pale, background = theme.not_played(lane), theme.color("surface")
        share = pale.alphaF()
        over = [
            a * share + b * (1 - share)
            for a, b in (
                (pale.redF(), background.redF()),
                (pale.greenF(), background.greenF()),
                (pale.blueF(), background.blueF()),
            )
        ]
        assert _ratio(QColor.fromRgbF(*over), background) >= 3, lane


def test_lanes_differ(theme: Theme) -> None:
    assert len({theme.color(lane).rgb() for lane in _LANES}) == len(_LANES)


def test_sizes_and_fonts_follow_the_text_scale(qapp: QApplication) -> None:
    theme = load_theme("light", 1.5)
    assert theme.px(13) == 20
    assert theme.font(14).pixelSize() == theme.mono(14).pixelSize() == 21
    assert theme.font(13, bold=True).bold()
    code = QFontMetrics(theme.mono())
    assert code.horizontalAdvance("i") == code.horizontalAdvance("W")


def test_scale_stays_usable() -> None:
    assert load_theme("light", 0.1).scale == MIN_SCALE
    assert load_theme("light", 50).scale == MAX_SCALE


def test_alpha(theme: Theme) -> None:
    assert theme.color("lane_text", 0.42).alphaF() == pytest.approx(0.42, abs=0.01)
    assert theme.color("lane_text").alpha() == 255


@pytest.fixture
def app(theme: Theme, qapp: QApplication) -> QApplication:
    """The application in a theme."""
    apply_theme(qapp, theme)
    return qapp


def test_applied_palette_and_font_are_those_of_the_theme(theme: Theme, app: QApplication) -> None:
    assert app.palette().color(QPalette.ColorRole.Base) == theme.color("surface")
    assert app.font().pixelSize() == 13


def test_menus_grow_though_the_desktop_has_a_font_for_them(qapp: QApplication, qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    try:
        for scale in (1.0, 2.0):
            apply_theme(qapp, load_theme("dark", scale))
            qapp.setFont(QFont("Sans", 10), "QMenu")  # type: ignore[arg-type]  # as GTK's platform theme does
            menu.ensurePolished()
            assert menu.font().pixelSize() == 13 * scale
    finally:
        qapp.setFont(qapp.font())


def _colours(widget: QWidget) -> set[int]:
    image = widget.grab().toImage()
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("control", [QCheckBox, QLineEdit])
def test_controls_have_an_outline_one_can_see(
    theme: Theme, app: QApplication, qtbot: QtBot, control: type[QWidget]
) -> None:
    widget = control()
    qtbot.addWidget(widget)
    assert theme.color("ctl").rgb() in _colours(widget)


def test_checked_box_shows_its_mark(theme: Theme, app: QApplication, qtbot: QtBot) -> None:
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setChecked(True)
    assert {theme.color("accent_fill").rgb(), theme.color("accent_label").rgb()} <= _colours(box)


class _Desktop:
    """A desktop whose scheme is given, and which notes what it is wished."""

    def __init__(self, scheme: Qt.ColorScheme, *, contrast: bool = False) -> None:
        self.scheme, self.wish, self.contrast = scheme, Qt.ColorScheme.Unknown, contrast

    def accessibility(self) -> _Desktop:
        return self

    def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802
        return Qt.ContrastPreference.HighContrast if self.contrast else Qt.ContrastPreference.NoPreference

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802
        return self.scheme

    def setColorScheme(self, wish: Qt.ColorScheme) -> None:  # noqa: N802
        self.wish = wish


@pytest.mark.parametrize(
    ("choice", "scheme", "name"),
    [
        (ThemeChoice.SYSTEM, Qt.ColorScheme.Dark, "dark"),
        (ThemeChoice.SYSTEM, Qt.ColorScheme.Light, "light"),
        (ThemeChoice.SYSTEM, Qt.ColorScheme.Unknown, "light"),
        (ThemeChoice.LIGHT, Qt.ColorScheme.Dark, "light"),
        (ThemeChoice.DARK, Qt.ColorScheme.Light, "dark"),
        (ThemeChoice.HIGH_CONTRAST_LIGHT, Qt.ColorScheme.Dark, "high-contrast-light"),
        (ThemeChoice.HIGH_CONTRAST_DARK, Qt.ColorScheme.Light, "high-contrast-dark"),
    ],
)
def test_choice_wins_over_the_desktop(choice: ThemeChoice, scheme: Qt.ColorScheme, name: ThemeName) -> None:
    desktop = _Desktop(scheme)
    assert chosen_theme(choice, desktop) == name  # type: ignore[arg-type]
    assert (desktop.wish == Qt.ColorScheme.Unknown) is (choice is ThemeChoice.SYSTEM)


@pytest.mark.parametrize(
    ("choice", "scheme", "name"),
    [
        (ThemeChoice.SYSTEM, Qt.ColorScheme.Dark, "high-contrast-dark"),
        (ThemeChoice.SYSTEM, Qt.ColorScheme.Unknown, "high-contrast-light"),
        (ThemeChoice.LIGHT, Qt.ColorScheme.Dark, "light"),
    ],
)
def test_contrast_is_high_where_the_desktop_asks_for_it(
    choice: ThemeChoice, scheme: Qt.ColorScheme, name: ThemeName
) -> None:
    assert chosen_theme(choice, _Desktop(scheme, contrast=True)) == name  # type: ignore[arg-type]
