# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording -> text. One module per output format."""

from __future__ import annotations

from viewer.core.exporters.api import Composed, ExchangeText, Exporter, FirstLook, InParts, Part, exchange_texts, made
from viewer.core.registry import Registry
from viewer.core.transcript.options import ExportOptions

__all__ = [
    "EXPORTERS",
    "Composed",
    "ExchangeText",
    "ExportOptions",
    "Exporter",
    "FirstLook",
    "InParts",
    "Part",
    "exchange_texts",
    "made",
]

EXPORTERS: Registry[Exporter] = Registry(
    "viewer.exporters",
    (
        "viewer.core.exporters.markdown:Markdown",
        "viewer.core.exporters.html:Html",
        "viewer.core.exporters.json_transcript:JsonTranscript",
        "viewer.core.exporters.jsonl:JsonLines",
        "viewer.core.exporters.text:PlainText",
        "viewer.core.exporters.curl:Curl",
        "viewer.core.exporters.asciicast:Asciicast",
        "viewer.core.exporters.otlp:Otlp",
        "viewer.core.exporters.player:Player",
        "viewer.core.exporters.svg:Svg",
    ),
)
