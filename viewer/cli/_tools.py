# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a model may ask of this program: its own commands that only read, on the paths that were named at the start.

Rule: a tool is the command of that name and says what it says, masked; it runs in a process of its own, with a time.
Nothing here knows the protocol.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from viewer.cli._shortened import MOST_CHARACTERS, cut
from viewer.dataclass import dataclass
from viewer.named_place import named_place
from viewer.own_command import own_command

LONGEST_SECONDS = 120
_FOUND_NOTHING = 1
_UNREADABLE = 2


class RefusedError(Exception):
    """What was asked for cannot be told; the text says why."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The commands, on files below `roots` (absolute paths of files and folders; links in them count as inside)."""

    roots: tuple[Path, ...]

    def list_recordings(self, path: str = "", max_chars: int = MOST_CHARACTERS) -> str:
        """List recordings of LLM traffic: a line for each file of a folder, or for each interaction of one file.

        Without a path everything that this server was started for. Interactions are counted from 0.
        """
        paths = [self._inside(path)] if path else list(map(str, self.roots))
        return self._told("list", "--max-chars", str(max_chars), "--", *paths)

    def show(self, place: str, part: str = "talk", max_chars: int = MOST_CHARACTERS) -> str:
        """Show a recording, one interaction (FILE#3), the one on a line (FILE:57) or an answer at an event.

        An answer at an event is FILE#3@120. Parts: talk (what was said), facts, answer, request, response, headers,
        events, problems.
        """
        return self._told("show", "--part", part, "--max-chars", str(max_chars), "--", self._inside(place))

    def run(self, path: str, every_step: bool = False, max_chars: int = MOST_CHARACTERS) -> str:
        """Tell what an agent did in a recording: turns, failed tools, sub-agents, retries, tokens, cost."""
        steps, inside = ["--all"] if every_step else [], self._inside(path)
        is_file_alone = not any(Path(inside).parent.is_relative_to(root) for root in self.roots)
        alone = ["--alone"] if is_file_alone else []  # what lies beside it was not named
        return self._told("run", *steps, *alone, "--max-chars", str(max_chars), "--", inside)

    def search(self, query: str, path: str = "", max_chars: int = MOST_CHARACTERS) -> str:
        """Look for words in recordings; FILE:LINE and the line about each find.

        All terms must hold: word, "several words", -not, /pattern/, status:429, model:x, tool:x, cost:>0.01.
        """
        paths = [self._inside(path)] if path else list(map(str, self.roots))
        return _shortened(self._told("search", "--no-index", "--", query, *paths, nothing="nothing found"), max_chars)

    def check(self, path: str = "", max_chars: int = MOST_CHARACTERS) -> str:
        """List what is wrong with recordings: a line for each error and warning, FILE:LINE: severity: text."""
        paths = [self._inside(path)] if path else list(map(str, self.roots))
        return _shortened(self._told("check", "--", *paths), max_chars) or "nothing is wrong"

    def diff(self, before: str, after: str, max_chars: int = MOST_CHARACTERS) -> str:
        """Compare two recordings, or two folders of them: what else was asked, answered or called, and how it was told.

        Interactions are paired by what they say; what differs in every recording (ids, times) is only counted.
        """
        within = [f"--rules-within={root}" for root in self.roots]  # a file of rules above was not named
        told = self._told("diff", *within, "--", self._file(before), self._file(after), nothing="nothing else was said")
        return _shortened(told, max_chars) or "nothing else was said"

    def match(self, cassette: str, request: str = "", interaction: str = "", max_chars: int = MOST_CHARACTERS) -> str:
        """Say which interaction of a cassette would be replayed for a request, or why none would, field by field.

        The request is text: a curl command, HTTP as it is sent, a HAR entry, a JSON body, or the output of a test that
        failed. Or it is an interaction of another recording: FILE#3.
        """
        if bool(request) == bool(interaction):
            raise RefusedError("give either a request or an interaction")
        asked = self._inside(interaction) if interaction else "-"  # text by a pipe: it never names a file
        return _shortened(self._told("match", "--", self._file(cassette), asked, text=request), max_chars)

    def _file(self, argument: str) -> str:
        """A path as a command takes it, without any place in it."""
        inside = self._inside(argument)
        if not os.path.lexists(inside):
            raise RefusedError(f"{argument}: names a place in a file, where the file is meant")
        return inside

    def _inside(self, argument: str) -> str:
        """A path as a command takes it, with the place that it may name; raises RefusedError for one outside."""
        bases = (root if root.is_dir() else root.parent for root in self.roots)
        for base in dict.fromkeys(bases):  # of an absolute path the base does not matter
            meant = named_place(str(base / argument))
            path = Path(os.path.abspath(meant.path))  # noqa: PTH100 - links stay as they are
            if any(path == root or path.is_relative_to(root) for root in self.roots) and os.path.lexists(path):
                return f"{path}{meant.suffix}"
        raise RefusedError(f"{argument}: not among what this server was started for: {', '.join(map(str, self.roots))}")

    def _told(self, *arguments: str, nothing: str = "", text: str = "") -> str:
        """What a command prints; raises RefusedError with its words where it fails."""
        try:
            done = subprocess.run(  # noqa: S603 - our own program
                [*_program(), *arguments],
                input=text,
                capture_output=True,
                timeout=LONGEST_SECONDS,
                check=False,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        except subprocess.TimeoutExpired:
            raise RefusedError(f"gave up after {LONGEST_SECONDS} seconds") from None
        if done.returncode >= _UNREADABLE and not done.stdout:
            raise RefusedError(done.stderr.strip() or f"ended with status {done.returncode}")
        return done.stdout or (nothing if done.returncode == _FOUND_NOTHING else "")


def _program() -> tuple[str, ...]:
    """What starts this very code: a script beside the interpreter may be that of another installation."""
    if getattr(sys, "frozen", False):
        return own_command()
    root = str(Path(__file__).resolve().parents[2])
    program = f"import sys; sys.path.insert(0, {root!r}); from viewer.cli import main; sys.exit(main())"
    return sys.executable, "-c", program


def _shortened(text: str, most: int) -> str:
    """The first whole lines that so many characters allow, and how many there are more."""
    return "".join(f"{line}\n" for line in cut(text.splitlines(), most, "")) if most and len(text) > most else text


def absolute(paths: Sequence[str]) -> tuple[Path, ...]:
    """The paths that a server is started for."""
    return tuple(Path(os.path.abspath(path)) for path in paths)  # noqa: PTH100 - links stay as they are
