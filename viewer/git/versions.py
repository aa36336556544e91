# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Revisions and paths -> versions of files, as git keeps them: one `git cat-file` reads all of them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from viewer.file_pairs import FilePair, Version
from viewer.git.patterns import candidates
from viewer.git.repository import GitError, ask, require_git

_NO_BLOB = re.compile("0+")
_SUBMODULE = "160000"
_LINK = "120000"


def pairs_between(folder: Path, base: str, head: str | None) -> list[FilePair]:
    """Every file that may be a cassette and differs between two revisions, or a revision and the files that are there.

    `base` may be a range as git takes it: `A..B`, or `A...B` for what B has since it left A. Raises GitError.
    """
    base, head = _ends(folder, base, head)
    revisions = [base] if head is None else [base, head]
    told = ask(folder, "diff", "--raw", "-z", "--no-abbrev", "--find-renames", "--relative", *revisions, "--")
    changes = list(_changes(told))
    names = set(candidates({name for change in changes for name in (change[2], change[3])}))
    chosen = [change for change in changes if change[2] in names or change[3] in names]
    blobs = contents_of(folder, [blob for was, became, _, _ in chosen for blob in (was, became) if blob])
    pairs: list[FilePair] = []
    for was, became, old, new in chosen:
        before = Version(f"{base}:{old}", blobs[was]) if was else None
        after = _after(folder, head, new, blobs, became)
        pairs.append(FilePair(new if old == new else f"{old} → {new}", before, after))
    return pairs


def _ends(folder: Path, base: str, head: str | None) -> tuple[str, str | None]:
    """Both ends of a range."""
    _refuse_options([base] if head is None else [base, head])
    if head is not None or ".." not in base:
        return base, head
    is_symmetric = "..." in base
    left, _, right = (end or "HEAD" for end in base.partition("..." if is_symmetric else ".."))
    return (ask(folder, "merge-base", left, right).strip() if is_symmetric else left), right


def _after(folder: Path, head: str | None, name: str, blobs: dict[str, bytes], blob: str | None) -> Version | None:
    """The later version: of files that are there, git knows no blob where they were changed."""
    if blob:
        return Version(f"{head or 'index'}:{name}", blobs[blob])
    there = folder / name
    return Version(str(there)) if head is None and blob == "" and there.is_file() else None


def _changes(told: str) -> Iterator[tuple[str | None, str | None, str, str]]:
    """Blobs and names before and after, of git's raw format (git-diff(1)); None for a file that is not there.

    The later blob is empty where git has none yet, because the file was changed and is not in the index.
    """
    fields = iter(told.split("\0"))
    for head in fields:
        if not head.startswith(":"):
            continue
        old_mode, new_mode, was, became, status = head[1:].split(" ")
        old = next(fields)
        new = next(fields) if status[0] in "RC" else old
        if {old_mode, new_mode} & {_SUBMODULE, _LINK}:
            continue
        before = None if status[0] == "A" else was
        after = None if status[0] == "D" else "" if _NO_BLOB.fullmatch(became) else became
        yield before, after, old, new


def version_of(folder: Path, named: str) -> Version | dict[str, Version]:
    """What `REV:PATH` names: a file, or the files of a folder by their paths in it; raises GitError."""
    _refuse_options([named])
    blob = _object(folder, named)
    if ask(folder, "cat-file", "-t", blob).strip() == "blob":
        return Version(named, contents_of(folder, [blob])[blob])
    files = blobs_of(folder, blob)
    chosen = candidates(files)
    blobs = contents_of(folder, [files[name] for name in chosen])
    return {name: Version(f"{named}/{name}", blobs[files[name]]) for name in chosen}


def _object(folder: Path, named: str) -> str:
    """The object that `REV:PATH` names; raises GitError, which says what of it there is not."""
    try:
        return ask(folder, "rev-parse", "--verify", "--end-of-options", named).strip()
    except GitError:
        ask(folder, "rev-parse", "--git-dir")  # where there is no repository, git says so
        revision, _, path = named.partition(":")
        try:
            ask(folder, "rev-parse", "--verify", "--end-of-options", revision or "HEAD")
        except GitError:
            raise GitError(f"there is no revision {revision or 'HEAD'}") from None
        raise GitError(f"{path.removeprefix('./')} is not in {revision or 'the index'}") from None


def blobs_of(folder: Path, tree: str) -> dict[str, str]:
    """The blob of every file below a revision, or a folder of it, by its path there; raises GitError."""
    _refuse_options([tree])
    told = ask(folder, "ls-tree", "-r", "-z", "--full-tree", tree).split("\0")
    listed = [line.partition("\t") for line in told if line]
    return {name: meta.split(" ")[2] for meta, _, name in listed if meta.split(" ")[0] not in (_SUBMODULE, _LINK)}


def head_version(path: Path) -> Version | dict[str, Version]:
    """A file or folder as the last commit has it; raises GitError."""
    return version_of(*_in_head(path))


def is_in_head(path: Path) -> bool:
    """Whether the last commit has a file or folder."""
    try:
        _object(*_in_head(path))
    except GitError:
        return False
    return True


def _in_head(path: Path) -> tuple[Path, str]:
    """A folder to ask git in, and what names a file or folder there as the last commit has it."""
    return (path, "HEAD:./") if path.is_dir() else (path.parent, f"HEAD:./{path.name}")


def is_version(argument: str) -> bool:
    """Whether an argument is `REV:PATH` and no file that is there; a drive of Windows is no revision."""
    start = 2 if sys.platform == "win32" else 1
    return ":" in argument[start:] and not os.path.lexists(argument)


def contents_of(folder: Path, names: Sequence[str]) -> dict[str, bytes]:
    """The content of each blob; raises GitError."""
    if not names:
        return {}
    require_git()
    done = subprocess.run(  # noqa: S603 - no shell, and names that git has told
        ["git", "-C", str(folder), "cat-file", "--batch"],  # noqa: S607 - whichever git the user uses
        input="\n".join(names).encode() + b"\n",
        capture_output=True,
        check=False,
    )
    found: dict[str, bytes] = {}
    at, told = 0, done.stdout
    for name in names:
        end = told.find(b"\n", at)
        head = told[at:end].split(b" ")
        if end < 0 or len(head) != 3:
            raise GitError(f"git has no object {name}")
        size = int(head[2])
        found[name] = told[end + 1 : end + 1 + size]
        at = end + 1 + size + 1
    return found


def _refuse_options(arguments: Sequence[str]) -> None:
    """Raise GitError for what git would take for an option."""
    for argument in arguments:
        if argument.startswith("-"):
            raise GitError(f"{argument!r} is no revision")
