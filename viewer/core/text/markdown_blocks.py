# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Markdown as models write it -> blocks with marks: headings, lists, tables, fenced code, quotes; strong, code, links.

Rule: what is no such thing stays text, HTML too, and nothing is left out but the signs themselves. Linear in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import Literal, NamedTuple

from viewer.dataclass import dataclass

Kind = Literal["heading", "paragraph", "item", "quote", "code", "table", "rule"]
MOST_CHARACTERS = 50_000
"""Longer texts are shown as they were written."""
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*([\w+#.-]*)[^`]*$")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}[.)])[ \t]+(.*)")
_INLINE = re.compile(r"\\[!-/:-@\[-`{-~]|`+|\*\*|__|\*|_|\[([^\[\]\n]{1,500})\]\(([^()\s]{1,2000})\)")
_TICKS = re.compile("`+")
_DEEPEST = 6


class Mark(NamedTuple):
    """How some characters of a block are meant; those of a `link` have its address behind them, in brackets."""

    start: int
    end: int
    kind: Literal["strong", "emphasis", "code", "link"]


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its text without signs; `level` of a heading from 1, of a list's item from 0.

    `sign` stands before an item; a table's text has its cells below each other, and its first line is the head.
    """

    kind: Kind
    text: str
    marks: tuple[Mark, ...] = ()
    level: int = 0
    sign: str = ""
    language: str = ""


def markdown_blocks(text: str) -> list[Block]:
    """The blocks of a text, in order."""
    found: list[Block] = []
    lines = text.replace("\r\n", "\n").split("\n")
    at = 0
    while at < len(lines):
        line = lines[at]
        fence = _FENCE.match(line)
        if not line.strip():
            at += 1
        elif fence is not None:
            at, block = _code(lines, at, fence[1], fence[2])
            found.append(block)
        elif _is_table(lines, at):
            at, block = _table(lines, at)
            found.append(block)
        else:
            block = _opened(line)
            words = [block.text]
            at += 1
            while at < len(lines) and block.kind in ("paragraph", "item", "quote") and _goes_on(lines, at, block):
                words.append(lines[at].strip().removeprefix(">").lstrip())
                at += 1
            plain, marks = inline("\n".join(words))
            found.append(Block(block.kind, plain, marks, block.level, block.sign))
    return found


def _opened(line: str) -> Block:
    """What a line begins, with its words as they are."""
    bare = line.strip()
    if heading := _HEADING.match(line):
        return Block("heading", heading[2].rstrip().rstrip("#").rstrip() or heading[2], level=len(heading[1]))
    if len(bare) >= 3 and bare[0] in "-*_" and not bare.replace(" ", "").strip(bare[0]):
        return Block("rule", "")
    if item := _ITEM.match(line):
        sign = "•" if item[2] in "-*+" else item[2]
        return Block("item", item[3], level=min(len(item[1].expandtabs(4)) // 2, _DEEPEST), sign=sign)
    if bare.startswith(">"):
        return Block("quote", bare.lstrip("> "))
    return Block("paragraph", bare)


def _goes_on(lines: list[str], at: int, block: Block) -> bool:
    """Whether a line belongs to the block before it."""
    line = lines[at]
    if not line.strip() or _FENCE.match(line) or _is_table(lines, at):
        return False
    kind = _opened(line).kind
    return kind == "paragraph" or (kind == "quote" and block.kind == "quote")


def _code(lines: list[str], at: int, fence: str, language: str) -> tuple[int, Block]:
    """Code to the fence that closes it, or to the end."""
    end = at + 1
    while end < len(lines):
        bare = lines[end].strip()
        if len(bare) >= len(fence) and not bare.strip(fence[0]):
            break
        end += 1
    return end + 1, Block("code", "\n".join(lines[at + 1 : end]), language=language.lower())


def _is_table(lines: list[str], at: int) -> bool:
    """Whether a head with a line of dashes below begins here."""
    if at + 1 >= len(lines) or "|" not in lines[at]:
        return False
    below = lines[at + 1].strip()
    return "-" in below and "|" in below and not below.strip("|:- \t")


def _table(lines: list[str], at: int) -> tuple[int, Block]:
    end = at + 2
    while end < len(lines) and "|" in lines[end]:
        end += 1
    rows = [_cells(line) for line in (lines[at], *lines[at + 2 : end])]
    count = max(map(len, rows))
    rows = [[*row, *[""] * (count - len(row))] for row in rows]
    widths = [max(len(row[column]) for row in rows) for column in range(count)]
    told = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return end, Block("table", "\n".join(told), (Mark(0, len(told[0]), "strong"),) if told[0] else ())


def _cells(line: str) -> list[str]:
    bare = line.strip().removeprefix("|").removesuffix("|")
    return [inline(cell.strip())[0] for cell in bare.split("|")]


# --- Inside a block ---------------------------------------------------------------------------------------------------


class _Edit(NamedTuple):
    """Characters of the text that are shown otherwise: signs, as nothing."""

    start: int
    end: int
    shown: str = ""


def inline(text: str) -> tuple[str, tuple[Mark, ...]]:
    """A text without the signs that mark its parts, and what they mark."""
    edits: list[_Edit] = []
    marks: list[Mark] = []
    open_: list[tuple[str, int]] = []
    unclosed: set[str] = set()
    """Runs of backticks that nothing closes any more."""
    at = 0
    while (found := _INLINE.search(text, at)) is not None:
        sign, start, at = found[0], found.start(), found.end()
        if sign[0] == "\\":
            edits.append(_Edit(start, start + 1))
        elif sign[0] == "`":
            closing = -1 if sign in unclosed else _closing(text, sign, at)
            if closing < 0:
                unclosed.add(sign)
                continue
            edits += (_Edit(start, at), _Edit(closing, closing + len(sign)))
            marks.append(Mark(at, closing, "code"))
            at = closing + len(sign)
        elif sign[0] == "[":
            edits += (_Edit(start, start + 1), _Edit(found.end(1), found.start(2), " ("))
            marks.append(Mark(start + 1, found.end(1), "link"))
        else:
            _emphasis(text, sign, start, open_, edits, marks)
    return _edited(text, edits, marks)


def _closing(text: str, ticks: str, at: int) -> int:
    """Where a run of exactly so many backticks is."""
    while (found := _TICKS.search(text, at)) is not None:
        if found[0] == ticks:
            return found.start()
        at = found.end()
    return -1


def _emphasis(
    text: str, sign: str, start: int, open_: list[tuple[str, int]], edits: list[_Edit], marks: list[Mark]
) -> None:
    """A sign that opens, or closes the nearest one like it; one between blanks, or inside a word, is itself."""
    before, after = text[start - 1 : start], text[start + len(sign) : start + len(sign) + 1]
    is_word = sign[0] == "_"
    closes = bool(before.strip()) and not (is_word and after.isalnum())
    opens = bool(after.strip()) and not (is_word and before.isalnum())
    place = next((n for n in range(len(open_) - 1, max(-1, len(open_) - 9), -1) if open_[n][0] == sign), -1)
    if closes and place >= 0 and open_[place][1] + len(sign) < start:
        begun = open_[place][1]
        del open_[place:]
        edits += (_Edit(begun, begun + len(sign)), _Edit(start, start + len(sign)))
        marks.append(Mark(begun + len(sign), start, "strong" if len(sign) > 1 else "emphasis"))
    elif opens:
        open_.append((sign, start))


def _edited(text: str, edits: list[_Edit], marks: list[Mark]) -> tuple[str, tuple[Mark, ...]]:
    edits.sort()
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (text[at : edit.start], edit.shown)
        at = edit.end
    ends = [edit.end for edit in edits]
    moved = [0, *accumulate(len(edit.shown) - (edit.end - edit.start) for edit in edits)]
    where = [(m.start + moved[bisect_right(ends, m.start)], m.end + moved[bisect_right(ends, m.end)]) for m in marks]
    shown = (Mark(start, end, m.kind) for (start, end), m in zip(where, marks, strict=True) if start < end)
    return "".join([*pieces, text[at:]]), tuple(sorted(shown))
