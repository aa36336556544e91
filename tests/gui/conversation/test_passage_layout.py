# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A passage that grows and shrinks looks as if it had been laid out at once, and lays out only what it must."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from viewer.core.secrets.masking import Masker
from viewer.gui.conversation import text_painter
from viewer.gui.conversation.passage_layout import Flow
from viewer.gui.conversation.rows import Passage
from viewer.gui.conversation.source import Source
from viewer.gui.conversation.text_styles import Lettering
from viewer.gui.look.theme import load_theme

_TEXT = ("One line of words.\n\nأهلا بكم 123\n" + "A long paragraph of many words " * 90 + "\n") * 3 + "你好😀 end"


@pytest.fixture(scope="session")
def lettering(qapp: QApplication) -> Lettering:
    return Lettering(load_theme("light"))


def _flow(source: Source, lettering: Lettering, look: str = "prose") -> Flow:
    theme = lettering.theme
    return Flow(source, theme, lettering.type_of(Passage(source, 0, 0, look)))  # type: ignore[arg-type]


def _state(flow: Flow) -> list[tuple[int, int, str, int, int]]:
    flow.lay(0, 10**9)
    return [
        (p.start, y + p.top, p.text, p.height, p.layout.lineCount())
        for y, piece in flow.pieces()
        for p in piece.paragraphs or ()
    ]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ends=st.lists(st.integers(0, len(_TEXT)), min_size=1, max_size=8))
def test_any_way_to_an_extent_leads_to_the_same_layout(lettering: Lettering, ends: list[int]) -> None:
    source = Source(_TEXT, Masker())
    walked = _flow(source, lettering)
    for end in ends:
        walked.show(0, end, 400)
        walked.lay(0, 10**9)
    fresh = _flow(source, lettering)
    fresh.show(0, ends[-1], 400)
    assert _state(walked) == _state(fresh)
    assert walked.height == fresh.height


def test_growing_keeps_the_paragraphs_that_stand(lettering: Lettering) -> None:
    flow = _flow(Source(_TEXT, Masker()), lettering)
    flow.show(0, 300, 400)
    flow.lay(0, 10**9)
    before = [p.layout for _, piece in flow.pieces() for p in piece.paragraphs or ()]
    flow.show(0, 310, 400)
    after = [p.layout for _, piece in flow.pieces() for p in piece.paragraphs or ()]
    assert [a is b for a, b in zip(before, after, strict=True)] == [True] * (len(before) - 1) + [False]


def test_what_is_out_of_sight_is_not_laid(lettering: Lettering) -> None:
    flow = _flow(Source("word " * 100_000, Masker()), lettering)
    flow.show(0, 500_000, 600)
    flow.lay(0, 600)
    laid = [piece for _, piece in flow.pieces() if piece.paragraphs is not None]
    assert 0 < len(laid) < 4
    assert not flow.is_exact


def test_measuring_makes_heights_exact_and_keeps_no_layouts(lettering: Lettering) -> None:
    source = Source(_TEXT, Masker())
    measured, laid = _flow(source, lettering), _flow(source, lettering)
    for flow in (measured, laid):
        flow.show(0, len(_TEXT), 500)
    while not measured.is_exact:
        measured.measure_one()
    laid.lay(0, 10**9)
    assert measured.height == laid.height
    assert all(piece.paragraphs is None for _, piece in measured.pieces())


@pytest.mark.parametrize("look", ["prose", "code"])
def test_a_point_and_a_character_find_each_other(lettering: Lettering, look: str) -> None:
    text = "plain text\nwith 😀 and more words than fit into one line of this width"
    flow = _flow(Source(text, Masker()), lettering, look)
    flow.show(0, len(text), 200)
    flow.lay(0, 10**9)
    for offset in range(len(text)):
        rect = text_painter.caret_rect(flow, offset)
        found = text_painter.offset_at(flow, rect.left(), rect.center().y())
        assert found == offset or (rect.left() == 0 and found == offset - 1)


def test_words_and_paragraphs_are_found(lettering: Lettering) -> None:
    text = "first line\nsecond one"
    flow = _flow(Source(text, Masker()), lettering)
    flow.show(0, len(text), 400)
    flow.lay(0, 10**9)
    start, end = text_painter.word_at(flow, 13)
    assert text[start:end] == "second"
    start, end = text_painter.paragraph_at(flow, 13)
    assert text[start:end] == "second one"
