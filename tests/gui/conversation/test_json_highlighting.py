# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""JSON re-indented as text, and coloured chunk by chunk as if it were whole."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from viewer.core.secrets.masking import Masker
from viewer.gui.conversation.json_highlighting import LexerState, highlighted
from viewer.gui.conversation.json_indenting import IndentedJson

_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=10,
)


@given(_VALUES, st.sampled_from([None, 1, 3]))
def test_only_white_space_is_changed(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    shown = IndentedJson(text, Masker(show=True))
    assert json.loads(shown.raw) == value
    for offset, char in enumerate(shown.raw):
        if not char.isspace():
            assert text[shown.recorded(offset)] == char
    for offset, char in enumerate(text):
        if not char.isspace():
            assert shown.raw[shown.shown(offset)] == char


def test_what_was_recorded_is_not_written_anew() -> None:
    shown = IndentedJson('{"a":0.00003344,"a":"\\u00e9","b":[],"c":{}}', Masker())
    assert shown.raw == '{\n  "a": 0.00003344,\n  "a": "\\u00e9",\n  "b": [],\n  "c": {}\n}'


@given(_VALUES, st.data())
def test_colours_do_not_depend_on_where_the_text_is_cut(value: object, data: st.DataObject) -> None:
    text = json.dumps({"key": value, "s": "a b c"}, indent=1)
    cut = data.draw(st.sampled_from([at for at in range(len(text) + 1) if at == 0 or text[at - 1] == "\n"]))
    first, state = highlighted(text[:cut])
    second, _ = highlighted(text[cut:], state)
    assert [*first, *((a + cut, b + cut, token) for a, b, token in second)] == highlighted(text)[0]


def test_a_string_that_is_not_closed_goes_on_in_the_next_piece() -> None:
    spans, state = highlighted('{"text": "a')
    assert spans[-1] == (9, 11, "syntax_str")
    assert highlighted('b", "k', state)[0] == [(0, 2, "syntax_str"), (2, 3, "syntax_punc"), (4, 6, "syntax_key")]
    assert state == LexerState("{", "syntax_str", '"')


def _tokens_one_by_one(text: str) -> list[tuple[int, int]]:
    """Strings, marks and words, read character after character."""
    tokens, at = [], 0
    while at < len(text):
        start, at = at, at + 1
        if text[start] == '"':
            while at < len(text) and text[at] != '"' and text[at:] != "\\":
                at += 2 if text[at] == "\\" else 1
            at += text[at : at + 1] == '"'
        elif text[start] not in "{}[],:" and not text[start].isspace():
            while at < len(text) and text[at] not in '"{}[],:' and not text[at].isspace():
                at += 1
        if not text[start].isspace():
            tokens.append((start, at))
    return tokens


@given(st.text(alphabet='"\\{}[]:, \nan1', max_size=40))
def test_every_token_of_any_text_has_its_colour(text: str) -> None:
    assert [(start, end) for start, end, _ in highlighted(text)[0]] == _tokens_one_by_one(text)
