# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of revisions -> git's cache of transcripts, all in one process, where git would start one for each.

The cache is that of git's `cachetextconv` (gitattributes(5)): a note for each blob below `refs/notes/textconv`, valid
as long as the subject of the notes' commit is the command that makes them. One that git does not take for valid it
makes anew.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from viewer.core.errors import CassetteError
from viewer.core.formats import Probe
from viewer.git.repository import CACHE, GitError, ask, drivers, values
from viewer.git.transcript import write_transcript
from viewer.git.versions import blobs_of, contents_of
from viewer.progress import Progress

_AT_ONCE = 50
"""Blobs that are in memory at a time."""


def fill(folder: Path, revisions: Sequence[str]) -> int:
    """Make the transcripts of all cassettes of these revisions that git has not; how many. Raises GitError."""
    told = [value for _, value in values(folder, "diff.cassette.textconv")]
    if not told:
        raise GitError("nothing makes transcripts here yet: git-setup --apply comes first")
    top = Path(ask(folder, "rev-parse", "--show-toplevel").rstrip("\n"))
    wanted: dict[str, str] = {}
    for revision in revisions:
        files = blobs_of(top, revision)
        wanted |= {files[name]: name for name, driver in drivers(top, files).items() if driver == "cassette"}
    known = _known(top, told[-1])
    missing = {blob: name for blob, name in wanted.items() if blob not in known}
    if missing:
        _write(top, told[-1], missing, goes_on=bool(known))
    return len(missing)


def _known(top: Path, command: str) -> set[str]:
    """The blobs that git has transcripts of; none where those are of another command."""
    try:
        subject = ask(top, "log", "-1", "--format=%s", CACHE).strip()
    except GitError:
        return set()
    if subject != command:
        return set()
    listed = ask(top, "ls-tree", "-r", "-z", "--name-only", CACHE).split("\0")
    return {path.replace("/", "") for path in listed if path}


def _write(top: Path, command: str, missing: dict[str, str], *, goes_on: bool) -> None:
    """Hand the transcripts to `git fast-import`, each as it is made."""
    who = ask(top, "var", "GIT_COMMITTER_IDENT").strip()
    importing = subprocess.Popen(  # noqa: S603 - no shell, and nothing of a cassette in it
        ["git", "-C", str(top), "fast-import", "--quiet", "--force"],  # noqa: S607 - whichever git the user uses
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    said = b""
    with importing:
        out = importing.stdin
        if out is not None:
            subject = command.encode("utf-8", "surrogateescape")
            out.write(f"commit {CACHE}\ncommitter {who}\ndata {len(subject)}\n".encode() + subject + b"\n")
            out.write(f"from {CACHE}^0\n".encode() if goes_on else b"deleteall\n")
            for blob, text in _transcripts(top, missing):
                out.write(f"M 100644 inline {blob}\ndata {len(text)}\n".encode() + text + b"\n")
            out.close()
        said = importing.stderr.read() if importing.stderr else b""
    if importing.returncode:
        raise GitError((said.decode("utf-8", "replace").strip().splitlines() or ["git fast-import fails"])[0])


def _transcripts(top: Path, missing: dict[str, str]) -> Iterator[tuple[str, bytes]]:
    progress, blobs = Progress(len(missing)), list(missing)
    for start in range(0, len(blobs), _AT_ONCE):
        some = blobs[start : start + _AT_ONCE]
        for blob, data in contents_of(top, some).items():
            text = io.BytesIO()
            try:
                write_transcript(Probe(missing[blob], data), text)
            except CassetteError:
                continue  # git asks for it itself, and says what is wrong
            finally:
                progress.step()
            yield blob, text.getvalue()
    progress.clear()
