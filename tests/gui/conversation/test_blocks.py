# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Very many things in blocks: in order, each once or under one line, and whatever is open, few lines for the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hypothesis import given
from hypothesis import strategies as st

from tests.gui.streams import recording, streamed, words
from viewer.core.secrets.masking import Masker
from viewer.gui.conversation.row_writers.blocks import BLOCK, block_rows
from viewer.gui.conversation.row_writers.context import RowContext
from viewer.gui.conversation.rows import Group, Line, Row, Span, Toggle

_GROUP = Group("answer", "Assistant")
_RECORDING = recording(streamed(words(1)))


def _rows(count: int, growing: int | None = None, context: RowContext | None = None) -> list[Row]:
    def write(numbers: range) -> list[Row]:
        return [Row(number, Line((Span(str(number)),)), _GROUP) for number in numbers]

    context = context or RowContext(_RECORDING, 0, Masker())
    return block_rows(context, ("parts", 0), count, _GROUP, write, growing=growing)


def _stood_for(rows: Iterable[Row]) -> list[int]:
    """The numbers that rows show, or stand for while they are folded."""
    found: list[int] = []
    for row in rows:
        action = row.content.action if isinstance(row.content, Line) else None
        if not isinstance(action, Toggle):
            found.append(int(row.content.text))
        elif action.folded:
            assert isinstance(action.key, tuple)
            start, size = action.key[-2:]
            found += range(start, start + size)
    return found


def _is_shown(rows: Sequence[Row], number: int) -> bool:
    return any(row.key == number for row in rows)


_counts = st.one_of(st.integers(0, 10 * BLOCK), st.integers(0, 200 * BLOCK))


@given(count=_counts, share=st.floats(0, 1, exclude_max=True))
def test_each_stands_in_its_place_and_the_last_and_the_growing_one_are_shown(count: int, share: float) -> None:
    growing = int(share * count) if count else None
    rows = _rows(count, growing)
    assert _stood_for(rows) == list(range(count))
    assert len(rows) <= 4 * BLOCK + count // (10 * BLOCK)
    for number in () if growing is None else (growing, count - 1):
        assert _is_shown(rows, number)


@given(count=_counts, data=st.data())
def test_any_of_them_can_be_unfolded(count: int, data: st.DataObject) -> None:
    context = RowContext(_RECORDING, 0, Masker())
    wanted = data.draw(st.integers(0, max(count - 1, 0)))
    for _ in range(3):
        rows = _rows(count, context=context)
        assert _stood_for(rows) == list(range(count))
        for row in rows:
            action = row.content.action if isinstance(row.content, Line) else None
            if isinstance(action, Toggle) and action.folded and wanted in _stood_for([row]):
                context.toggle(action.key)
    rows = _rows(count, context=context)
    assert _is_shown(rows, wanted) or not count
    assert all(row.inside for row in rows if row.key == wanted and wanted < (count - 1) // BLOCK * BLOCK - BLOCK)


def test_nothing_is_folded_while_all_is_to_be_found() -> None:
    context = RowContext(_RECORDING, 0, Masker())
    with context.all_unfolded():
        rows = _rows(50 * BLOCK, context=context)
    assert [row.key for row in rows if isinstance(row.key, int)] == list(range(50 * BLOCK))
