# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer list`: a line for each recording of a folder, or for each interaction of a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from viewer.batch import Report, Source, failure, is_folder, read, sources
from viewer.cli._masked_output import masked
from viewer.cli._parser import Parser
from viewer.cli._reports import run_on
from viewer.cli._shortened import add_shortening, cut
from viewer.core.errors import CassetteError
from viewer.core.recording import Recording, understand
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json
from viewer.core.text.printable import name
from viewer.core.transcript import json_output
from viewer.core.transcript.listing import file_json, file_line, interaction_json, interaction_line
from viewer.dataclass import dataclass
from viewer.progress import Progress


def parser() -> Parser:
    """Files and folders."""
    made = Parser(
        "cassette-viewer list",
        description="A line for each recording in folders; of a file alone also a line for each interaction.",
        epilog="With --json an object a line. Exit status: 0, or 2 where a file could not be read or none is there.",
    )
    made.add_argument(
        "inputs", metavar="FILE or FOLDER", nargs="+", help="recordings, or folders of them; - is standard input"
    )
    add_shortening(made)
    return made


@masked
def run(given: argparse.Namespace) -> int:
    """List every file."""
    inputs: list[str] = given.inputs
    alone = len(inputs) == 1 and not is_folder(Path(inputs[0]))
    return run_on(Listing(alone, given.json, given.max_chars, given.show_secrets), list(sources(inputs))).status


@dataclass(frozen=True, slots=True)
class Listing:
    """Lists a file. `alone` tells that it was named and not found in a folder, so its interactions are told too."""

    alone: bool
    as_json: bool
    most: int
    show_secrets: bool

    def __call__(self, source: Source) -> Report:
        """Its lines."""
        try:
            recording = self._recording(source)
        except CassetteError as error:
            return failure(error, alone=self.alone)
        masker = Masker(show=self.show_secrets)
        if self.as_json:
            told: dict[str, Json] = {"file": source.name, **file_json(recording)}
            objects = [told]
            if self.alone:
                numbers = range(len(recording.summaries))
                objects += [{"file": source.name, **interaction_json(recording, n, masker)} for n in numbers]
            return Report(tuple(map(json_output.dump, objects)))
        lines = [f"{name(source.name)}: {file_line(recording)}"]
        if self.alone:
            lines += [interaction_line(summary, masker) for summary in recording.summaries]
        return Report(tuple(cut(lines, self.most)))

    def _recording(self, source: Source) -> Recording:
        """What is listed; raises CassetteError."""
        cassette = read(source)
        progress = Progress(len(cassette.interactions) if self.alone else 0, "interactions")
        try:
            return understand(cassette, progress.reach)
        finally:
            progress.clear()
