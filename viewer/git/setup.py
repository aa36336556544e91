# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is to change so that git shows cassettes as transcripts: made as a plan, which can be read, carried out, undone.

Rule: nothing of the user's is ever overwritten. A driver that they chose for a file stays, and the plan says so.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path, PurePath

from viewer.dataclass import dataclass
from viewer.git import patterns, repository
from viewer.git.block import TextFile
from viewer.git.repository import GitError, Repository
from viewer.progress import Progress

_DRIVER = "diff=cassette"
_COLLAPSED = "linguist-generated"
_HUNKS = "^((conversation: |request: |other requests).*)$"
_OURS_IN_CONFIG = re.compile(
    r"""\[diff\ "cassette"\] | \[difftool\ "cassette"\] | \t(?: textconv\ =\ ".*\ textconv"
    | cachetextconv\ =\ true | xfuncname\ =\ "\^\(.*conversation:.*" | cmd\ =\ ".*\$LOCAL.*\$REMOTE.*" )""",
    re.VERBOSE,
)
_OURS_IN_ATTRIBUTES = re.compile(rf".* {_DRIVER}(?: {_COLLAPSED})?")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the user asks for; `given` are patterns, or files and folders below `folder`, the working directory."""

    folder: Path
    given: tuple[str, ...] = ()
    everywhere: bool = False
    private: bool = False
    collapse: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Files before and after, and what the user should know. `caches` is a folder whose git forgets its transcripts."""

    changes: tuple[tuple[TextFile, TextFile], ...]
    notes: tuple[str, ...] = ()
    caches: Path | None = None

    def diff(self) -> Iterator[str]:
        """The changes, as lines of a unified diff."""
        for before, after in self.changes:
            old, new = ((file.text or "").splitlines() for file in (before, after))
            was, is_ = (str(file.path) if file.text is not None else "/dev/null" for file in (before, after))
            yield from unified_diff(old, new, was, is_, lineterm="", n=1)

    def carry_out(self) -> None:
        """Write the files; raises OSError, or GitError where the cache cannot be emptied."""
        for _, after in self.changes:
            after.save()
        if self.caches is not None:
            repository.forget_transcripts(self.caches)


def to_set_up(wish: Wish, command: Sequence[str]) -> Plan:
    """The plan, by which git will start `command`; raises GitError and OSError."""
    repository.require_git()
    place = None if wish.everywhere else repository.here(wish.folder)
    if theirs := _their_driver(wish.folder):
        return Plan((), (theirs,))
    config, attributes, _ = _files(wish, place)
    chosen, notes = _chosen(wish, place)
    known = [patterns.pattern_of(line) for line in attributes.block]
    every = list(dict.fromkeys((*known, *chosen)))
    if place is not None and place.top is not None:
        every, taken = _without_taken(place.top, every)
        notes += taken
    if not every:
        return Plan((), tuple(notes))
    kept = f"{_DRIVER} {_COLLAPSED}" if wish.collapse else _DRIVER
    after = (
        config.with_block(_config_lines(command), _is_ours_in_config),
        attributes.with_block([patterns.line(pattern, kept) for pattern in every], _is_ours_in_attributes),
    )
    return Plan(_changed((config, attributes), after), tuple(notes), _repository_folder(wish.folder))


def to_undo(wish: Wish) -> Plan:
    """The plan that takes out all that such a wish has ever put in; raises GitError and OSError."""
    repository.require_git()
    place = None if wish.everywhere else repository.here(wish.folder)
    config, attributes, others = _files(wish, place)
    before = (config, attributes, *others)
    after = [config.without_block(_is_ours_in_config)]
    after += [file.without_block(_is_ours_in_attributes) for file in (attributes, *others)]
    return Plan(_changed(before, after), caches=_repository_folder(wish.folder))


def _files(wish: Wish, place: Repository | None) -> tuple[TextFile, TextFile, list[TextFile]]:
    """The configuration, the attributes to write to, and other attributes that may have been written before."""
    if place is None:
        attributes = repository.user_attributes(wish.folder)
        return TextFile.read(repository.user_config()), TextFile.read(attributes), []
    shared = place.top / ".gitattributes" if place.top is not None else None
    config, private = TextFile.read(place.common / "config"), TextFile.read(place.attributes)
    if shared is None:
        return config, private, []
    both = TextFile.read(shared), private
    return (config, private, [both[0]]) if wish.private else (config, both[0], [private])


def _changed(before: Sequence[TextFile], after: Sequence[TextFile]) -> tuple[tuple[TextFile, TextFile], ...]:
    return tuple((old, new) for old, new in zip(before, after, strict=True) if old.text != new.text)


def _repository_folder(folder: Path) -> Path | None:
    try:
        repository.here(folder)
    except GitError:
        return None
    return folder


# --- which files


def _chosen(wish: Wish, place: Repository | None) -> tuple[list[str], list[str]]:
    """The patterns: those given, else those that are found; and notes on what was found."""
    top = place.top if place is not None else None
    own = list(patterns.OWN) if top is None else []
    if wish.given or top is None:
        return [*own, *(_given(text, wish.folder, top) for text in wish.given)], []
    names = patterns.candidates(repository.files(top))
    progress = Progress(len(names))

    def is_cassette(name: str) -> bool:
        progress.step()
        return patterns.is_cassette(top / name)

    found, crowded = patterns.proposed(names, is_cassette)
    progress.clear()
    notes = [
        f"{folder} holds more than {patterns.MOST_NAMED} cassettes among other files: name a pattern for them"
        for folder in crowded
    ]
    if not found and not notes:
        notes = ["no cassette was found here: name a pattern for those to come (see cassette-viewer git-setup --help)"]
    return found, notes


def _given(text: str, folder: Path, top: Path | None) -> str:
    """A pattern as it is; a file or folder that is there as the pattern that matches it. Raises GitError for a `!`."""
    path = folder / text
    if top is not None and path.exists() and path.resolve().is_relative_to(top.resolve()):
        below = path.resolve().relative_to(top.resolve()).as_posix()
        if below != ".":
            return patterns.anchored(below) + ("/**" if path.is_dir() else "")
    if text.startswith("!") or not text.strip():
        raise GitError(f"{text!r} is no pattern for attributes (see git help attributes)")
    return text


def _without_taken(top: Path, every: Sequence[str]) -> tuple[list[str], list[str]]:
    """The patterns that match no file for which the user has chosen a driver; and notes on the others."""
    free: list[str] = []
    notes: list[str] = []
    for pattern in every:
        names = repository.files(top, patterns.pathspec(pattern))
        told = repository.drivers(top, names) if names else {}
        taken = {name: driver for name, driver in told.items() if driver not in ("unspecified", "cassette")}
        if not taken:
            free.append(pattern)
            continue
        name, driver = next(iter(taken.items()))
        others = f" and {len(taken) - 1} more" if len(taken) > 1 else ""
        what = {"set": "`diff`", "unset": "`-diff`"}.get(driver, f"`diff={driver}`")
        notes.append(f"{pattern} is left out: {name}{others} has {what} in your attributes")
    return free, notes


# --- what is written


def _config_lines(command: Sequence[str]) -> list[str]:
    """Sections for git's configuration. What git starts it hands to `sh`, on Windows too, where `/` is as good."""
    program, *arguments = command
    start = shlex.join([program.replace("\\", "/") if PurePath(program).drive else program, *arguments])
    return [
        '[diff "cassette"]',
        f"\ttextconv = {_quoted(f'{start} textconv')}",
        "\tcachetextconv = true",
        f"\txfuncname = {_quoted(_HUNKS)}",
        '[difftool "cassette"]',
        "\tcmd = " + _quoted(f'{start} --compare "$LOCAL" "$REMOTE"'),
    ]


def _quoted(value: str) -> str:
    """A value as git's configuration has it (git-config(1), Syntax)."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_ours_in_config(line: str) -> bool:
    return _OURS_IN_CONFIG.fullmatch(line) is not None


def _is_ours_in_attributes(line: str) -> bool:
    return _OURS_IN_ATTRIBUTES.fullmatch(line) is not None


def _their_driver(folder: Path) -> str:
    """What to say when the user has a driver of that name that we did not write; empty where not."""
    for path, value in repository.values(folder, "diff.cassette.textconv"):
        if not any(f"textconv = {_quoted(value)}" in line for line in TextFile.read(path).block):
            return f"diff.cassette.textconv is {value!r} in {path}: it is yours, and nothing is changed"
    return ""
