# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A passage that grows and shrinks looks as if it had been laid out at once, and lays out only what it must."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from viewer.core.secrets.masking import Masker
from viewer.gui.conversation import text_geometry
from viewer.gui.conversation.passage_layout import PassageLayout
from viewer.gui.conversation.rows import Passage
from viewer.gui.conversation.source import Source
from viewer.gui.conversation.text_styles import TextStyles
from viewer.gui.look.theme import load_theme

_TEXT = ("One line of words.\n\nأهلا بكم 123\n" + "A long paragraph of many words " * 90 + "\n") * 3 + "你好😀 end"


@pytest.fixture(scope="session")
def styles(qapp: QApplication) -> TextStyles:
    return TextStyles(load_theme("light"))


def _layout(source: Source, styles: TextStyles, style: str = "prose") -> PassageLayout:
    theme = styles.theme
    return PassageLayout(source, theme, styles.format_of(Passage(source, 0, 0, style)))  # type: ignore[arg-type]


def _state(layout: PassageLayout) -> list[tuple[int, int, str, int, int]]:
    layout.lay_out(0, 10**9)
    return [
        (p.start, y + p.top, p.text, p.height, p.layout.lineCount())
        for y, chunk in layout.chunks()
        for p in chunk.paragraphs or ()
    ]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ends=st.lists(st.integers(0, len(_TEXT)), min_size=1, max_size=8))
def test_any_way_to_an_extent_leads_to_the_same_layout(styles: TextStyles, ends: list[int]) -> None:
    source = Source(_TEXT, Masker())
    walked = _layout(source, styles)
    for end in ends:
        walked.set_extent(0, end, 400)
        walked.lay_out(0, 10**9)
    fresh = _layout(source, styles)
    fresh.set_extent(0, ends[-1], 400)
    assert _state(walked) == _state(fresh)
    assert walked.height == fresh.height


def test_growing_keeps_the_paragraphs_that_stay(styles: TextStyles) -> None:
    layout = _layout(Source(_TEXT, Masker()), styles)
    layout.set_extent(0, 300, 400)
    layout.lay_out(0, 10**9)
    before = [p.layout for _, chunk in layout.chunks() for p in chunk.paragraphs or ()]
    layout.set_extent(0, 310, 400)
    after = [p.layout for _, chunk in layout.chunks() for p in chunk.paragraphs or ()]
    assert [a is b for a, b in zip(before, after, strict=True)] == [True] * (len(before) - 1) + [False]


def test_what_is_out_of_sight_is_not_laid_out(styles: TextStyles) -> None:
    layout = _layout(Source("word " * 100_000, Masker()), styles)
    layout.set_extent(0, 500_000, 600)
    layout.lay_out(0, 600)
    laid_out = [chunk for _, chunk in layout.chunks() if chunk.paragraphs is not None]
    assert 0 < len(laid_out) < 4
    assert not layout.is_exact


def test_measuring_makes_heights_exact_and_keeps_no_layouts(styles: TextStyles) -> None:
    source = Source(_TEXT, Masker())
    measured, laid_out = _layout(source, styles), _layout(source, styles)
    for layout in (measured, laid_out):
        layout.set_extent(0, len(_TEXT), 500)
    while not measured.is_exact:
        measured.measure_one_chunk()
    laid_out.lay_out(0, 10**9)
    assert measured.height == laid_out.height
    assert all(chunk.paragraphs is None for _, chunk in measured.chunks())


@pytest.mark.parametrize("style", ["prose", "code"])
def test_a_point_and_a_character_find_each_other(styles: TextStyles, style: str) -> None:
    text = "plain text\nwith 😀 and more words than fit into one line of this width"
    layout = _layout(Source(text, Masker()), styles, style)
    layout.set_extent(0, len(text), 200)
    layout.lay_out(0, 10**9)
    for offset in range(len(text)):
        rect = text_geometry.caret_rect(layout, offset)
        found = text_geometry.offset_at(layout, rect.left(), rect.center().y())
        assert found == offset or (rect.left() == 0 and found == offset - 1)


def test_words_and_paragraphs_are_found(styles: TextStyles) -> None:
    text = "first line\nsecond one"
    layout = _layout(Source(text, Masker()), styles)
    layout.set_extent(0, len(text), 400)
    layout.lay_out(0, 10**9)
    start, end = text_geometry.word_at(layout, 13)
    assert text[start:end] == "second"
    start, end = text_geometry.paragraph_at(layout, 13)
    assert text[start:end] == "second one"
