# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Very many parts or choices -> rows of the last ones, and a line to unfold for each block of those before.

So the rows that are written at each step, and laid out, do not grow with the answer.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

from viewer.gui.conversation.row_writers.context import RowContext
from viewer.gui.conversation.rows import Group, Line, Row, Span, Style, Toggle, inside
from viewer.gui.look.icons import Icon

BLOCK = 100
"""How many are folded to one line; the last one or two blocks are always open."""
_SIZES = (20 * BLOCK, BLOCK)


def block_rows(
    context: RowContext,
    name: tuple[str, Hashable],
    count: int,
    group: Group,
    write: Callable[[range], list[Row]],
    *,
    growing: int | None = None,
) -> list[Row]:
    """The rows that `write` makes of `count` things, called `name` (their word in the plural, and whose they are).

    The block with number `growing` is open too.
    """
    first = max((count - 1) // BLOCK - 1, 0) * BLOCK

    def folded(numbers: range, sizes: tuple[int, ...]) -> list[Row]:
        """Numbers in the largest blocks that fit, which hold smaller ones; those of the last size fill them."""
        if not sizes:
            return write(numbers)
        size, smaller, rows = sizes[0], sizes[1:], list[Row]()
        rest = numbers.start + len(numbers) // size * size
        for start in range(numbers.start, rest, size):
            block, fold = range(start, start + size), (*name, start, size)
            if growing is not None and growing in block:
                rows += folded(block, smaller)
                continue
            is_folded = context.is_folded(fold, at_first=True)
            rows.append(_fold_row(fold, f"{name[0]} {start + 1:,}–{start + size:,}", group, folded=is_folded))
            rows += [] if is_folded else inside(fold, folded(block, smaller))
        return rows + (folded(range(rest, numbers.stop), smaller) if rest < numbers.stop else [])

    return folded(range(first), _SIZES) + write(range(first, count))


def _fold_row(fold: Hashable, words: str, group: Group, *, folded: bool) -> Row:
    spans = (
        Span("", Style.META, Icon.CHEVRON_RIGHT if folded else Icon.CHEVRON_DOWN),
        Span(words, Style.TITLE, color="text2"),
    )
    spoken = f"{'Unfold' if folded else 'Fold'} {words}"
    return Row(("fold", fold), Line(spans, 32, action=Toggle(fold, folded), spoken=spoken), group, gap=4)
