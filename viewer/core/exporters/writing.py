# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The gate of every export: what an exporter writes is masked once more on its way out, whatever field it came from.

Rule: nothing else calls `Exporter.write`. An exporter masks each value by what it knows of it, such as the name of a
header; what it did not think of, or another package's exporter never does, is caught here. The text of an exchange is
looked through by itself, so that it may be written by anyone at any time and is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TextIO, TypeAlias, cast

from viewer.core.exporters.api import Composed, ExchangeText, Exporter, InParts, Part
from viewer.core.recording import Recording
from viewer.core.secrets.masked_stream import MaskedStream
from viewer.core.secrets.masking import Masker
from viewer.core.transcript.options import ExportOptions

AtHand: TypeAlias = Callable[[ExchangeText], "str | None"]
"""The text of an exchange where it is written and masked already."""


def _nothing(_: ExchangeText) -> None:
    """Of no exchange."""


def write_export(
    exporter: Exporter, recording: Recording, out: TextIO, options: ExportOptions, at_hand: AtHand = _nothing
) -> None:
    """Write a recording as text, secrets masked unless the options show them; raises what `out` raises."""
    if isinstance(exporter, InParts):
        out.writelines(gated(exporter.parts(recording, options), options.masker, at_hand))
        out.flush()
    elif options.masker.show:
        exporter.write(recording, out, options)
    else:
        masked = MaskedStream(out)
        exporter.write(recording, cast("TextIO", masked), options)
        masked.finish()


def gated(parts: Iterable[Part], masker: Masker, at_hand: AtHand = _nothing) -> Iterator[str]:
    """The text of some parts, masked: that of an exchange by itself, and what stands between two of them together."""

    def masked(part: ExchangeText) -> str:
        text = at_hand(part)
        return masker.passage(part()) if text is None else text

    between: list[str] = []
    for part in parts:
        if isinstance(part, ExchangeText):
            yield masker.passage("".join(between))
            between = []
            yield masked(part)
        elif isinstance(part, Composed):
            between.append(part.compose(list(map(masked, part.texts()))))
        else:
            between.append(part if isinstance(part, str) else part())
    yield masker.passage("".join(between))
