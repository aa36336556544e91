# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording -> file, by all processors where it is large: worker processes make the parts of its text, in their order.

The workers are copies of this process and so have the recording already. Where there can be none, and where an exporter
does not write in parts, it writes as ever; the text is the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from typing import TextIO

from viewer.core.exporters import Exporter, ExportOptions, InParts, Part, made
from viewer.core.exporters.writing import write_export
from viewer.core.recording import Recording
from viewer.core.secrets.masked_stream import MaskedStream
from viewer.core.summaries import WORTH_SHARING
from viewer.workers import Workers, can_copy, count, is_worker

_PIECE_BYTES = 1_000_000
_PIECE_MOST = 400
_KEPT_BYTES = 1_000_000

_parts: Sequence[Part] = ()
"""What is being written: workers are told numbers of these."""
_is_masked = True
"""Whether it is masked on its way out."""


def write(exporter: Exporter, recording: Recording, out: TextIO, options: ExportOptions) -> None:
    """Write a recording as `exporter.write` does."""
    is_large = recording.cassette.size >= WORTH_SHARING and count() > 1
    if is_large and isinstance(exporter, InParts) and not is_worker() and can_copy():
        recording.exchanges.keep_at_most(_KEPT_BYTES)
        _write_shared(tuple(exporter.parts(recording, options)), _piece_length(recording), out, options)
    else:
        write_export(exporter, recording, out, options)


def _piece_length(recording: Recording) -> int:
    """Parts that a worker makes at once, so that what waits to be written stays small."""
    each = recording.cassette.size // max(len(recording.exchanges), 1)
    return min(max(_PIECE_BYTES // max(each, 1), 1), _PIECE_MOST)


def _write_shared(parts: Sequence[Part], length: int, out: TextIO, options: ExportOptions) -> None:
    global _is_masked, _parts  # noqa: PLW0603 - copies of this process take it along, so it need not be sent to them
    _parts, _is_masked, workers = parts, not options.masker.show, Workers()
    try:
        out.writelines(workers.map(_text, _pieces(len(parts), length)))
    finally:
        workers.close()
        _parts = ()


def _pieces(count: int, length: int) -> Iterator[tuple[int, int]]:
    return ((first, min(first + length, count)) for first in range(0, count, length))


def _text(piece: tuple[int, int]) -> str:
    """In a worker: the text of some parts, masked once more as every export is (`exporters.writing`)."""
    out = StringIO()
    masked = MaskedStream(out)
    for text in made(_parts[slice(*piece)]):
        (masked if _is_masked else out).write(text)
    masked.finish()
    return out.getvalue()
