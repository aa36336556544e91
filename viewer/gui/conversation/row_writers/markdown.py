# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A text in Markdown as rows: headings, lists, tables and code as they are meant. Nothing is fetched or followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from viewer.core.text.json_layout import plain_lines
from viewer.core.text.markdown_blocks import MOST_CHARACTERS, Block, markdown_blocks
from viewer.gui.code.highlighter import CodeHighlighter
from viewer.gui.conversation.marked_source import MarkedSource
from viewer.gui.conversation.rows import Frame, Passage, Row, Separator
from viewer.gui.conversation.source import TextMark

if TYPE_CHECKING:
    from viewer.gui.conversation.row_writers.context import RowContext

_INDENT, _MOST_COLOURED = 20, 20_000
"""How far a list stands to the right for each level, in px; characters of code that are coloured."""


def markdown_rows(context: RowContext, row: Row) -> list[Row]:
    """The blocks of the text in a row, masked as it is shown; a very long one stays as it is."""
    passage = row.content
    if not isinstance(passage, Passage) or passage.end - passage.start > MOST_CHARACTERS:
        return [row]
    at = ("markdown", row.key, passage.start, passage.end)
    return context.cached(at, lambda: list(_rows(context, row, passage.text)) or [row])


def _rows(context: RowContext, row: Row, text: str) -> Iterator[Row]:
    before = ""
    for number, block in enumerate(markdown_blocks(text)):
        key = ("markdown", row.key, number)
        gap = _gap(block.kind, before) if number else row.gap
        before = block.kind
        if block.kind == "rule":
            yield Row(key, Separator(), row.group, gap=gap)
        elif block.kind in ("code", "table"):
            passage = _passage(context, block, _coloured(block), "code", pad=16)
            yield Row(key, passage, row.group, Frame(key), gap, code=True)
        elif block.kind == "quote":
            yield Row(
                key, _passage(context, block, _marks(block), "quiet", pad=16), row.group, Frame(key, "quote"), gap
            )
        elif block.kind == "heading":
            yield Row(key, _passage(context, block, _marks(block), "heading"), row.group, gap=gap)
        else:
            yield Row(key, _passage(context, block, _marks(block), "prose"), row.group, gap=gap)


def _gap(kind: str, before: str) -> int:
    """The room above a block; items of a list stand together."""
    if kind == "heading":
        return 14
    return 3 if kind == before == "item" else 10


def _passage(context: RowContext, block: Block, marks: list[TextMark], style: str, pad: int = 0) -> Passage:
    before = f"{block.sign}  " if block.sign else ""
    moved = [TextMark(mark.start + len(before), mark.end + len(before), mark.kind) for mark in marks]
    text = before + block.text
    pad = pad or (block.level * _INDENT if block.kind == "item" else 0)
    source = MarkedSource(text, context.masker, moved)
    return Passage(source, 0, len(text), style, pad=pad, pad_y=10 if style == "code" else 0)  # type: ignore[arg-type]


def _marks(block: Block) -> list[TextMark]:
    return [TextMark(*mark) for mark in block.marks]


def _coloured(block: Block) -> list[TextMark]:
    """The colours of code in a language that is known."""
    if block.kind != "code" or not block.language or len(block.text) > _MOST_COLOURED:
        return _marks(block)
    document = plain_lines(block.text)
    highlighter, found, begin = CodeHighlighter(document, block.language), [], 0
    for line in document.lines:
        spans = highlighter.spans(line, len(line.text))
        found += [TextMark(begin + start, begin + end, token) for start, end, token in spans]
        begin += len(line.text) + 1
    return found
