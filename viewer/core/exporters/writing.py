# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The gate of every export: what an exporter writes is masked once more on its way out, whatever field it came from.

Rule: nothing else calls `Exporter.write`. An exporter masks each value by what it knows of it, such as the name of a
header; what it did not think of, or another package's exporter never does, is caught here.
"""

from __future__ import annotations

from typing import TextIO, cast

from viewer.core.exporters.api import Exporter
from viewer.core.recording import Recording
from viewer.core.secrets.masked_stream import MaskedStream
from viewer.core.transcript.options import ExportOptions


def write_export(exporter: Exporter, recording: Recording, out: TextIO, options: ExportOptions) -> None:
    """Write a recording as text, secrets masked unless the options show them; raises what `out` raises."""
    if options.masker.show:
        exporter.write(recording, out, options)
        return
    masked = MaskedStream(out)
    exporter.write(recording, cast("TextIO", masked), options)
    masked.finish()
