# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text -> its lines with the secrets masked: of a large text in a process of its own.

While a thread computes, the GUI thread waits for the interpreter after each of its calls into Qt, and a page takes
hundreds of them: a process leaves it alone. Rule: what passes between the two passes in pieces, because a call that
copies all of it would keep the interpreter too; and little is imported here, for the process starts with this module.
"""

from __future__ import annotations

import signal
from array import array
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from viewer.core.secrets.masking import Masker
from viewer.core.text.json_layout import JsonText, PlainText, TextLines, layout, plain_lines
from viewer.core.text.json_tokens import Damage, JsonColumns
from viewer.core.text.lines import ELIDE_OVER

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

APART = 2_000_000
"""Characters from which on a process pays: it takes a third of a second to start."""
_PIECE = 1 << 20
_ASKED_S = 0.05
"""How often somebody who waits for the process looks whether the lines are wanted still."""
_END = b""


def masked_lines(text: str, language: str, masker: Masker) -> JsonText | PlainText:
    """The lines of a text in a language, `json` or any other, with the secrets masked."""
    masked = masker.text(text)
    return layout(masked) if language == "json" else plain_lines(masked)


def masked_lines_apart(text: str, language: str, masker: Masker, cancelled: Callable[[], bool]) -> TextLines | None:
    """The same for a thread that leaves the GUI thread alone; None when nobody wants them any more."""
    if len(text) < APART:
        return masked_lines(text, language, masker)
    try:
        return _asked(text, language, masker, cancelled)
    except (EOFError, OSError):  # no process can be started, or it was ended, as where memory is short
        return masked_lines(text, language, masker)


class _Told(NamedTuple):
    """What is told of the lines before their columns: the length of each of those, in bytes."""

    is_masked: bool
    lengths: list[int]
    raw_from: int
    damage: Damage | None


def _asked(text: str, language: str, masker: Masker, cancelled: Callable[[], bool]) -> TextLines | None:
    from multiprocessing import get_context  # noqa: PLC0415 - few texts are so large

    context = get_context("spawn")  # beside threads, copies of a process are not safe
    pipe, other = context.Pipe()
    process = context.Process(target=_serve, args=(other, language, masker.show), daemon=True)
    process.start()
    other.close()
    try:
        for piece in _pieces_of(text):
            if cancelled():
                return None
            pipe.send_bytes(piece)
        pipe.send_bytes(_END)
        while not pipe.poll(_ASKED_S):
            if cancelled():
                return None
        return _received(pipe, text, language)
    finally:
        pipe.close()
        process.kill()
        process.join()
        process.close()


def _received(pipe: Connection, text: str, language: str) -> TextLines:
    told: _Told = pipe.recv()
    shown = _text_from(pipe) if told.is_masked else text
    columns = [_column_from(pipe, length) for length in told.lengths]
    if language != "json":
        return PlainText(shown, columns[0], None, ELIDE_OVER)
    return JsonText(shown, ELIDE_OVER, JsonColumns.of_arrays(columns, told.raw_from, told.damage))


def _column_from(pipe: Connection, length: int) -> array[int]:
    column = array("q")
    while len(column) * column.itemsize < length:
        column.frombytes(pipe.recv_bytes())
    return column


# --- In both processes


def _pieces_of(text: str) -> Iterator[bytes]:
    """A text in pieces that no character is cut in; JSON may hold half a surrogate pair."""
    for start in range(0, len(text), _PIECE):
        yield text[start : start + _PIECE].encode("utf-8", "surrogatepass")


def _text_from(pipe: Connection) -> str:
    """A text that is sent in pieces, up to its end."""
    return "".join(piece.decode("utf-8", "surrogatepass") for piece in iter(pipe.recv_bytes, _END))


# --- In the process


def _serve(pipe: Connection, language: str, shows_secrets: bool) -> None:
    """Take a text, tell its lines; end when nobody hears."""
    from viewer.workers import end_with_parent  # noqa: PLC0415 - who asks does not need it

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends it to every process
    end_with_parent()
    with suppress(EOFError, OSError):
        text = _text_from(pipe)
        lines = masked_lines(text, language, Masker(show=shows_secrets))
        arrays = lines.columns.arrays if isinstance(lines, JsonText) else (lines.starts,)
        columns = [memoryview(column).cast("B") for column in arrays]
        raw_from = lines.columns.raw_from if isinstance(lines, JsonText) else 0
        is_masked = lines.text is not text
        pipe.send(_Told(is_masked, [len(column) for column in columns], raw_from, lines.damage))
        for piece in [*_pieces_of(lines.text), _END] if is_masked else ():
            pipe.send_bytes(piece)
        for column in columns:
            for start in range(0, len(column), _PIECE):
                pipe.send_bytes(column[start : start + _PIECE])
