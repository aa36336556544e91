# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer run`: what an agent did, turn by turn, what it cost and where it failed; of folders the sums."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from viewer.batch import DONE, UNREADABLE, Report, Source, failure, is_folder, load, reports, source_of, sources
from viewer.cli._masked_output import masked
from viewer.cli._parser import Parser, say
from viewer.cli._reports import tell
from viewer.cli._shortened import add_shortening, cut
from viewer.core.errors import CassetteError
from viewer.core.runs.sub_agent_logs import SubAgent, sub_agent_of, with_sub_agents
from viewer.core.runs.sums import Sums, sums_of, together
from viewer.core.runs.tracing import trace
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import name
from viewer.core.text.quantities import plural
from viewer.core.transcript import json_output
from viewer.core.transcript.facts import source_line
from viewer.core.transcript.listing import sub_agent_json, sub_agent_text
from viewer.core.transcript.run_json import RunJson, sums_json
from viewer.core.transcript.run_text import RunText, sums_lines
from viewer.dataclass import dataclass
from viewer.progress import Progress


def parser() -> Parser:
    """Files and folders, and how much of them is told."""
    made = Parser(
        "cassette-viewer run",
        description="Tell what happened in a recording of an agent: conversations and their turns, failed tools, "
        "sub-agents, retries, compactions, misses of the cache, tokens and costs. Of a folder or several files the "
        "sums of each, and of all.",
        epilog="Costs are those that were recorded, else estimates by the price lists of genai-prices, told apart. "
        "What a recording does not hold is not guessed.",
    )
    made.add_argument(
        "inputs", metavar="FILE or FOLDER", nargs="+", help="recordings, or folders of them; - is standard input"
    )
    made.add_argument("--all", action="store_true", help="every step and every call of a tool")
    made.add_argument(
        "--alone", action="store_true", help="of a session of Claude Code without the logs of sub-agents beside it"
    )
    add_shortening(made)
    return made


@masked
def run(given: argparse.Namespace) -> int:
    """Tell it."""
    inputs: list[str] = given.inputs
    if len(inputs) == 1 and not is_folder(Path(inputs[0])):
        return _tell_one(source_of(inputs[0]), given)
    return _tell_sums(list(sources(inputs)), as_json=given.json, masker=Masker(show=given.show_secrets))


def _tell_one(source: Source, given: argparse.Namespace) -> int:
    recording = load(source)
    runs, masker = trace(recording), Masker(show=given.show_secrets)
    if source.text is None and not given.alone:
        runs = with_sub_agents(runs, recording, source.path)
    if given.json:
        print(json_output.dump(RunJson(runs, masker, given.max_chars).document(recording), indent=2))
        return DONE
    print(f"{name(source.name)}: {source_line(recording)}")
    for line in cut(RunText(runs, masker, given.all).lines(), given.max_chars):
        print(line)
    return DONE


# --- Several files ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Summed(Report):
    """What came of one file, with its sums."""

    sums: Sums | None = None
    sub_agent: SubAgent | None = None


@dataclass(frozen=True, slots=True)
class SumUp:
    """Adds up one file among others."""

    def __call__(self, source: Source) -> Report:
        """Its sums."""
        try:
            recording = load(source)
            return Summed(sums=sums_of(trace(recording)), sub_agent=sub_agent_of(recording))
        except CassetteError as error:
            return failure(error, alone=False)


def _tell_sums(files: Sequence[Source], *, as_json: bool, masker: Masker) -> int:
    """The sums of every file that has calls of models, and of all together."""
    if not files:
        say("cassette-viewer: no files there")
        return UNREADABLE
    progress, status, found = Progress(len(files)), DONE, list[Sums]()
    for source, report in zip(files, reports(SumUp(), files), strict=True):
        progress.clear()
        status = max(status, tell(report))
        if isinstance(report, Summed) and report.sums is not None and report.sums.calls:
            found.append(report.sums)
            _tell_file(source.name, report.sums, masker, report.sub_agent, as_json=as_json)
        progress.step()
    progress.clear()
    if not found:
        say("cassette-viewer: no calls of models there")
        return UNREADABLE
    if not as_json:
        _tell_file(f"all of {plural(len(found), 'file')}", together(found), masker, None, as_json=False)
    return status


def _tell_file(path: str, sums: Sums, masker: Masker, sub_agent: SubAgent | None, *, as_json: bool) -> None:
    if as_json:
        print(json_output.dump({"file": path, **sub_agent_json(sub_agent), **sums_json(sums)}))
        return
    first, *rest = sums_lines(sums, masker)
    of = f"{sub_agent_text(sub_agent)}; " if sub_agent is not None else ""
    print(f"{name(path)}: {of}{first}")
    for line in rest:
        print(f"  {line}")
