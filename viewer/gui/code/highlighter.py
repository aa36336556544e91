# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which part of a line has which colour: Pygments' tokens as names of theme colours.

Rule: only what is visible is lexed. A JSON line is lexed alone, for a string never spans lines; other languages in
blocks of lines with some lines before them, so that what opens above a block is seen in most cases.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from viewer.core.text.lines import Line, LineKind, TextLines

if TYPE_CHECKING:
    from pygments.lexer import Lexer

    from viewer.gui.look.theme import Token

Span = tuple[int, int, "Token"]
"""First column, column behind the last, and the name of the colour."""

_BLOCK = 32
_CONTEXT = 8
_LEXED_OF_LINE = 400
_CACHED_BLOCKS = 64


class CodeHighlighter:
    """Colours of the lines of one document; `language` is a Pygments alias such as `json`, `html`, `yaml`, `http`."""

    def __init__(self, document: TextLines, language: str) -> None:
        self._document = document
        self._language = language
        self._lexer = _lexer(language)
        self._blocks: dict[int, dict[int, list[Span]]] = {}

    def spans(self, line: Line, reach: int) -> list[Span]:
        """The coloured spans of the first `reach` columns of a line, in order; the rest has the colour of text."""
        if self._lexer is None:
            return []
        if self._language == "json":
            text = line.text[: line.elision.note_column] if line.elision else line.text
            spans = list(_coloured(self._lexer, _closed(text, reach, is_cut=line.kind is LineKind.RAW)))
            return [*spans, *([(line.elision.note_end, len(line.text), "syntax_punc")] if line.elision else ())]
        return self._block(line.index // _BLOCK).get(line.index, [])

    def _block(self, number: int) -> dict[int, list[Span]]:
        if number not in self._blocks:
            if len(self._blocks) >= _CACHED_BLOCKS:
                self._blocks.clear()
            self._blocks[number] = self._lexed(number * _BLOCK)
        return self._blocks[number]

    def _lexed(self, first: int) -> dict[int, list[Span]]:
        """The spans of a block of lines, by line."""
        lines = self._document.lines[max(0, first - _CONTEXT) : first + _BLOCK]
        texts = [line.text[:_LEXED_OF_LINE] for line in lines]
        spans: dict[int, list[Span]] = {line.index: [] for line in lines}
        at, begin = 0, 0
        for start, end, token in _coloured(self._lexer, "\n".join(texts)):
            while start > begin + len(texts[at]):
                begin += len(texts[at]) + 1
                at += 1
            inside, offset = at, begin
            while offset < end:
                stop = min(end - offset, len(texts[inside]))
                spans[lines[inside].index].append((max(0, start - offset), stop, token))
                offset += len(texts[inside]) + 1
                inside += 1
        return spans


def _closed(text: str, reach: int, *, is_cut: bool) -> str:
    """The beginning of a JSON line with one more quote where it may end inside a string, else that is no string."""
    return text[:reach].rstrip("\\") + '"' if is_cut or reach < len(text) else text


def import_lexer(language: str) -> None:
    """Import what colours a language, off the GUI thread: that of Markdown takes a tenth of a second."""
    _lexer(language)


def _lexer(language: str) -> Lexer | None:
    """The lexer of that name, None when Pygments has none or the text has no colours."""
    if language == "text":
        return None
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - takes 20 ms, and not every window shows code
    from pygments.util import ClassNotFound  # noqa: PLC0415

    try:
        return get_lexer_by_name(language)
    except ClassNotFound:
        return None


def _coloured(lexer: Lexer | None, text: str) -> Iterator[Span]:
    if lexer is None:
        return
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        color = _color(kind)
        if color is not None and value:
            yield start, start + len(value), color


@cache
def _color(kind: tuple[str, ...]) -> Token | None:
    """The colour of a token type: the first of its families that has one."""
    for size in range(len(kind), 0, -1):
        if kind[:size] in _COLORS:
            return _COLORS[kind[:size]]
    return None


_COLORS: dict[tuple[str, ...], Token] = {
    ("Name", "Tag"): "syntax_key",
    ("Name", "Attribute"): "syntax_key",
    ("Name", "Label"): "syntax_key",
    ("Name", "Decorator"): "syntax_kw",
    ("Name", "Builtin"): "syntax_kw",
    ("Keyword",): "syntax_kw",
    ("Literal", "String"): "syntax_str",
    ("Literal", "Number"): "syntax_num",
    ("Literal",): "syntax_str",
    ("Punctuation",): "syntax_punc",
    ("Operator",): "syntax_punc",
    ("Comment",): "syntax_dim",
}
