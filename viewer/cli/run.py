# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer run`: what an agent did, turn by turn, what it cost and where it failed."""

from __future__ import annotations

import argparse

from viewer.batch import DONE, load, source_of
from viewer.cli._parser import Parser
from viewer.cli._shortened import add_shortening
from viewer.core.runs.tracing import trace
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import name
from viewer.core.transcript import json_output
from viewer.core.transcript.facts import source_line
from viewer.core.transcript.run_json import RunJson
from viewer.core.transcript.run_text import RunText, cut


def parser() -> Parser:
    """A file, and how much of it is told."""
    made = Parser(
        "cassette-viewer run",
        description="Tell what happened in a recording of an agent: conversations and their turns, failed tools, "
        "sub-agents, retries, compactions, misses of the cache, tokens and costs.",
        epilog="Costs are those that were recorded, else estimates by the price lists of genai-prices, told apart. "
        "What a recording does not hold is not guessed.",
    )
    made.add_argument("file", metavar="FILE", help="a recording; - is standard input")
    made.add_argument("--all", action="store_true", help="every step and every call of a tool")
    add_shortening(made)
    return made


def run(given: argparse.Namespace) -> int:
    """Tell it."""
    source = source_of(given.file)
    recording = load(source)
    runs, masker = trace(recording), Masker(show=given.show_secrets)
    if given.json:
        print(json_output.dump(RunJson(runs, masker, given.max_chars).document(recording), indent=2))
        return DONE
    print(f"{name(source.name)}: {source_line(recording)}")
    for line in cut(RunText(runs, masker, given.all).lines(), given.max_chars):
        print(line)
    return DONE
