# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest

from viewer.core.text.json_layout import layout, plain_lines
from viewer.gui.code.highlighter import CodeHighlighter


def test_json_lines_are_coloured() -> None:
    document = layout('{"key": ["text", 1.5, true]}')
    highlighter = CodeHighlighter(document, "json")
    tokens = {
        line.text[first:last]: token for line in document.lines for first, last, token in highlighter.spans(line, 999)
    }
    assert tokens['"key"'] == "syntax_key"
    assert tokens['"text"'] == "syntax_str"
    assert tokens["1.5"] == "syntax_num"
    assert tokens["true"] == "syntax_kw"
    assert tokens["["] == "syntax_punc"


@pytest.mark.parametrize("text", ['["' + "ab " * 400 + '"]', '["\\n\\n unterminated'])
@pytest.mark.parametrize("reach", [50, 51, 999])
def test_a_string_that_is_cut_is_coloured(text: str, reach: int) -> None:
    document = layout(text)
    line = document.lines[1]
    spans = CodeHighlighter(document, "json").spans(line, reach)
    assert spans[0][::2] == (0, "syntax_str")
    assert spans[0][1] >= min(reach, len(line.text)) - 1


def test_a_comment_over_several_lines_is_coloured_in_each() -> None:
    document = plain_lines("<p>\n<!-- one\ntwo -->\n<b>")
    highlighter = CodeHighlighter(document, "html")
    assert highlighter.spans(document.lines[1], 999)[-1] == (0, 8, "syntax_dim")
    assert highlighter.spans(document.lines[2], 999)[0] == (0, 7, "syntax_dim")


def test_an_unknown_language_has_no_colours() -> None:
    document = plain_lines("text")
    assert CodeHighlighter(document, "no such language").spans(document.lines[0], 999) == []
