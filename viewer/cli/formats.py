# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer formats`: what is understood and what can be written."""

from __future__ import annotations

import argparse

from viewer.cli._parser import Parser
from viewer.core.dialects import DIALECTS
from viewer.core.exporters import EXPORTERS
from viewer.core.formats import READERS
from viewer.core.streams import DECODERS


def parser() -> Parser:
    """Nothing to choose."""
    return Parser("cassette-viewer formats", description="List what is understood and what can be written.")


def run(_given: argparse.Namespace) -> int:
    """Print the registries as tables."""
    tables = {
        "recorders": [(reader.name, reader.title, " ".join(reader.suffixes)) for reader in READERS],
        "framings": [(decoder.name, decoder.title, " ".join(decoder.content_types)) for decoder in DECODERS],
        "dialects": [(dialect.name, dialect.title, "") for dialect in DIALECTS],
        "exporters": [(exporter.name, exporter.title, exporter.suffix) for exporter in EXPORTERS],
    }
    every = [row for rows in tables.values() for row in rows]
    first, second = (max(len(row[column]) for row in every) for column in (0, 1))
    for title, rows in tables.items():
        print(title)
        for name, words, suffixes in rows:
            print(f"  {name:{first}}  {words:{second}}  {suffixes}".rstrip())
    return 0
