# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Files of a repository -> the patterns for `.gitattributes` that match its cassettes and nothing else.

Rule: a pattern for a folder only where every file of that suffix below it is a cassette; never one for the whole
repository. A cassette among other files is named.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath

from viewer.core.errors import CassetteError
from viewer.core.formats import Probe, file_suffixes, reader_of
from viewer.core.registry import Match
from viewer.desktop.associations import DOCUMENT_TYPES

OWN = tuple(f"*{suffix}" for kind in DOCUMENT_TYPES for suffix in kind.own)
"""Whatever is called so is a recording, in every repository."""
MOST_NAMED = 20
"""Cassettes of one suffix that are named one by one in a folder with other files; more are for the user to sum up."""

_SPECIAL = re.compile(r"([\\*?\[\]])")


def candidates(names: Iterable[str]) -> list[str]:
    """The files whose suffix some recorder writes, packed ones too."""
    endings = file_suffixes()
    return [name for name in names if name.lower().endswith(endings)]


def is_cassette(path: Path) -> bool:
    """Whether a reader is rather sure that a file is its own; a link counts as none, its target is looked at."""
    try:
        if path.is_symlink() or not path.is_file():
            return False
        probe = Probe.open(path)
    except (OSError, CassetteError):
        return False
    reader = reader_of(probe)
    return reader is not None and reader.match(probe) >= Match.LIKELY


def proposed(names: Iterable[str], is_cassette: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    """Patterns for the cassettes among files, and folders whose cassettes are too many to be named.

    A cassette with a suffix of its own is matched by that, wherever others will be.
    """
    by_suffix: dict[str, list[str]] = defaultdict(list)
    for name in names:
        by_suffix[_suffix(name)].append(name)
    patterns: list[str] = []
    own: set[str] = set()
    crowded: list[str] = []
    for suffix, inside in sorted(by_suffix.items()):
        found = {name: _own(name) for name in inside if is_cassette(name)}
        own |= {pattern for pattern in found.values() if pattern}
        cassettes = {name for name, pattern in found.items() if not pattern}
        for folder, named in _grouped(cassettes, set(inside) - set(found)):
            if not named:
                patterns.append(anchored(f"{folder}/") + f"**/*{suffix}")
            elif len(named) <= MOST_NAMED:
                patterns += [anchored(name) for name in named]
            else:
                crowded.append(folder or ".")
    return [*(pattern for pattern in OWN if pattern in own), *patterns], crowded


def anchored(path: str) -> str:
    """A path below the top as a pattern that matches just that path."""
    pattern = _SPECIAL.sub(r"\\\1", path)
    return pattern if "/" in path and path[0] not in "#!" else f"/{pattern}"


def pathspec(pattern: str) -> str:
    """The files that a pattern matches, as git's other commands take it."""
    return f":(top,glob){pattern.lstrip('/') if '/' in pattern else '**/' + pattern}"


def line(pattern: str, attributes: str) -> str:
    """A line of `.gitattributes` (gitattributes(5)): a pattern with white space or a quote in it is quoted as in C."""
    if re.search(r'[\s"]', pattern) or pattern.startswith("#"):
        pattern = '"' + pattern.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t") + '"'
    return f"{pattern} {attributes}"


def pattern_of(line: str) -> str:
    """The pattern of such a line."""
    if line.startswith('"'):
        quoted = re.match(r'"((?:\\.|[^"\\])*)"', line)
        return re.sub(r"\\(.)", lambda m: "\t" if m[1] == "t" else m[1], quoted[1]) if quoted else ""
    return line.split(" ", 1)[0]


def _grouped(cassettes: set[str], others: set[str]) -> Iterator[tuple[str, list[str]]]:
    """Folders that hold nothing but cassettes, with an empty list; other folders with the cassettes to name."""
    mixed = {str(folder) for name in others for folder in PurePosixPath(name).parents} | {"."}
    pure: dict[str, list[str]] = defaultdict(list)
    named: dict[str, list[str]] = defaultdict(list)
    for name in sorted(cassettes):
        above = [str(folder) for folder in PurePosixPath(name).parents]
        widest = next((folder for folder in reversed(above) if folder not in mixed), None)
        if widest is None:
            named[above[0] if above[0] != "." else ""].append(name)
        else:
            pure[widest].append(above[0])
    for folders in pure.values():
        yield _common(folders), []
    yield from named.items()


def _common(folders: Iterable[str]) -> str:
    """The deepest folder that all are in: as narrow as one pattern can be."""
    split = [folder.split("/") for folder in folders]
    same = 0
    while all(len(parts) > same and parts[same] == split[0][same] for parts in split):
        same += 1
    return "/".join(split[0][:same])


def _suffix(name: str) -> str:
    path = PurePosixPath(name)
    return PurePosixPath(path.stem).suffix + path.suffix if path.suffix == ".gz" else path.suffix


def _own(name: str) -> str:
    """The pattern for a suffix of our own; empty for others."""
    return next((pattern for pattern in OWN if name.endswith(pattern[1:])), "")
