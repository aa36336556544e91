# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Recording -> text. One module per output format."""

from __future__ import annotations

from viewer.core.exporters._api import Exporter, ExportOptions
from viewer.core.exporters.asciicast import Asciicast
from viewer.core.exporters.curl import Curl
from viewer.core.exporters.html import Html
from viewer.core.exporters.json_transcript import JsonTranscript
from viewer.core.exporters.jsonl import JsonLines
from viewer.core.exporters.markdown import Markdown
from viewer.core.exporters.text import PlainText
from viewer.core.registry import Registry

__all__ = ["EXPORTERS", "ExportOptions", "Exporter"]

EXPORTERS: Registry[Exporter] = Registry(
    "viewer.exporters",
    (Markdown(), Html(), JsonTranscript(), JsonLines(), PlainText(), Curl(), Asciicast()),
)
