# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is to change on a user's desktop, as data: it can be read, carried out, and undone from its record.

Rule: a step says in a line what it does before it does it, and refuses where the file is not what the plan saw.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import field
from pathlib import Path
from typing import Protocol

from viewer.dataclass import dataclass
from viewer.desktop.key_file import KeyFile, changes
from viewer.desktop.record import Record


class Step(Protocol):
    """One change."""

    def lines(self) -> Iterator[str]:
        """What it does, for people: a line, and more where there are details."""

    def carry_out(self) -> None:
        """Do it; raises OSError."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file that is made, changed or removed: its bytes before and after, None where there is no file."""

    path: Path
    before: bytes | None
    after: bytes | None
    about: str | None = None
    """What the file is for; None for a key file, of which the lines that change are told instead."""

    def lines(self) -> Iterator[str]:
        """The file, and what it is for or which lines change."""
        verb = "remove" if self.after is None else "write" if self.before is None else "change"
        yield f"{verb} {self.path}" + (f" ({self.about})" if self.about else "")
        if self.about is None:
            old, new = (KeyFile((data or b"").decode("utf-8", "replace")) for data in (self.before, self.after))
            yield from (f"    {line}" for line in changes(old, new))

    def carry_out(self) -> None:
        """Write the file whole or not at all, through a link to what it points to."""
        target = self.path.resolve()
        if read(target) != self.before:
            raise OSError(None, "was changed by another program just now; please try again", str(self.path))
        if self.after is None:
            target.unlink(missing_ok=True)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(self.after)
            mode = target.stat().st_mode & 0o7777 if self.before is not None else 0o666 & ~_umask()
            Path(name).chmod(mode)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


@dataclass(frozen=True, slots=True)
class Refresh:
    """A program of the desktop that reads its folders anew."""

    command: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """The command."""
        yield f"run {' '.join(self.command)}"

    def carry_out(self) -> None:
        """Run it; what it complains of is about other programs' files as well, so it is not told."""
        subprocess.run(self.command, check=False, capture_output=True, env=system_environment())  # noqa: S603


@dataclass(frozen=True, slots=True)
class RemoveGenerated:
    """Files that a desktop's program generated from ours alone."""

    paths: tuple[Path, ...]
    about: str

    def lines(self) -> Iterator[str]:
        """How many, and what made them."""
        yield f"remove {self.about} ({len(self.paths)} {'file' if len(self.paths) == 1 else 'files'})"

    def carry_out(self) -> None:
        """Remove those that are there."""
        for path in self.paths:
            path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Plan:
    """Steps in their order; `notes` tell what is not done and why.

    `record` is what undoing them needs: it is kept before the first step, so that half of a plan can be undone too. A
    plan that undoes has none: `forgotten` is the record's file, removed at the end with the folders that were made.
    """

    steps: tuple[Step, ...] = ()
    notes: tuple[str, ...] = ()
    record: Record | None = None
    forgotten: Path | None = None
    folders: tuple[Path, ...] = field(default=())


def describe(plan: Plan) -> Iterator[str]:
    """A line for each step, and for what is to know."""
    for step in plan.steps:
        yield from step.lines()
    yield from (f"note: {note}" for note in plan.notes)


def apply(plan: Plan, told: Callable[[str], None] = lambda _line: None) -> None:
    """Carry a plan out, telling each step before it is done; raises OSError, and what was done then can be undone."""
    if plan.record is not None and plan.steps:
        plan.record.save()
    for step in plan.steps:
        for line in step.lines():
            told(line)
        step.carry_out()
    if plan.forgotten is not None:
        plan.forgotten.unlink(missing_ok=True)
        for folder in sorted(plan.folders, key=lambda path: len(path.parts), reverse=True):
            with suppress(OSError):  # something else lives there now
                folder.rmdir()


def read(path: Path) -> bytes | None:
    """A file's bytes, None where there is none; raises OSError."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def program(name: str) -> str | None:
    """The path of a program of the system."""
    return shutil.which(name)


def system_environment() -> dict[str, str]:
    """The environment for programs of the system: without the libraries that a frozen bundle brings for itself."""
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    if getattr(sys, "frozen", False):
        original = environment.pop("LD_LIBRARY_PATH_ORIG", None)
        environment.pop("LD_LIBRARY_PATH", None)
        if original is not None:
            environment["LD_LIBRARY_PATH"] = original
    return environment


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
