# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What git says of the place where one stands: its folders, its files, its settings. Nothing is guessed about them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable
from pathlib import Path
from shutil import which

from viewer.dataclass import dataclass

CACHE = "refs/notes/textconv/cassette"
"""Where git keeps the transcripts that it has asked for."""


class GitError(Exception):
    """Git is not there, or refuses; its text is one line."""


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository: `common` is its `.git` folder, which worktrees share; `top` its files, None in a bare one."""

    common: Path
    top: Path | None
    attributes: Path
    """The file for attributes that are not shared with others, `info/attributes`."""


def here(folder: Path) -> Repository:
    """The repository around a folder; raises GitError, where there is none too."""
    lines = ask(folder, "rev-parse", "--is-bare-repository", "--git-common-dir", "--git-path", "info/attributes")
    bare, common, attributes = lines.splitlines()
    is_inside = ask(folder, "rev-parse", "--is-inside-work-tree").strip() == "true"
    top = Path(ask(folder, "rev-parse", "--show-toplevel").rstrip("\n")) if bare == "false" and is_inside else None
    return Repository((folder / common).absolute(), top, (folder / attributes).absolute())


def files(top: Path, *pathspecs: str) -> list[str]:
    """Every file that is tracked or could be, by its path below `top` with `/`; raises GitError."""
    told = ask(top, "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate", "--", *pathspecs)
    return [name for name in told.split("\0") if name]


def drivers(top: Path, names: Iterable[str]) -> dict[str, str]:
    """The `diff` attribute of each file: a driver's name, `set`, `unset` or `unspecified`; raises GitError."""
    told = ask(top, "check-attr", "-z", "--stdin", "diff", given="\0".join(names)).split("\0")
    return dict(zip(told[::3], told[2::3], strict=False))


def values(folder: Path, key: str) -> list[tuple[Path, str]]:
    """All values of a setting with the files that they stand in, the one that holds last; raises GitError."""
    try:
        told = ask(folder, "config", "--show-origin", "-z", "--get-all", key).split("\0")
    except GitError:  # the only way that git has to say that there is none
        return []
    pairs = zip(told[::2], told[1::2], strict=False)
    return [(Path(os.path.realpath(folder / where.removeprefix("file:"))), value) for where, value in pairs]


def user_config() -> Path:
    """The user's configuration, as `git config --global` finds it."""
    if named := os.environ.get("GIT_CONFIG_GLOBAL"):
        return Path(named)
    home, other = Path.home() / ".gitconfig", _xdg("config")
    return other if other.is_file() and not home.exists() else home


def user_attributes(folder: Path) -> Path:
    """The user's file of attributes, `core.attributesFile` or the place where git looks without that."""
    try:
        named = ask(folder, "config", "--global", "--type=path", "--get", "core.attributesFile").rstrip("\n")
    except GitError:
        named = ""
    return Path(named) if named else _xdg("attributes")


def forget_transcripts(folder: Path) -> None:
    """Empty git's cache of transcripts: those of another version of this program may differ; raises GitError."""
    ask(folder, "update-ref", "-d", CACHE)


def require_git() -> None:
    """Raise GitError when there is no git."""
    if which("git") is None:
        raise GitError("git is not installed, or not on the PATH")


def _xdg(name: str) -> Path:
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "git" / name


def ask(folder: Path, *arguments: str, given: str = "") -> str:
    """What a git command prints; names of files may be any bytes. Raises GitError where it fails."""
    require_git()
    done = subprocess.run(  # noqa: S603 - no shell, and nothing of a cassette in it
        ["git", "-C", str(folder), *arguments],  # noqa: S607 - whichever git the user uses
        input=os.fsencode(given),
        capture_output=True,
        check=False,
    )
    if done.returncode:
        said = os.fsdecode(done.stderr).strip().splitlines() or [f"git {arguments[0]} fails"]
        raise GitError(said[0].removeprefix("fatal: "))
    return os.fsdecode(done.stdout)
