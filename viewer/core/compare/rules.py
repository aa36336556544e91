# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
r"""`.cassette-viewer.toml` -> what its owner leaves out of comparisons.

    [compare]
    ignore = ["usage"]
    regard = ["chunks"]

    [[compare.rule]]
    pattern = 'order-\d+'
    placeholder = "<order>"

    [[compare.rule]]
    path = "metadata.run"

The file stands beside the recordings, or in a folder above. What a rule matches is replaced on both sides before they
are compared: a pattern in every text, a path in JSON, where `*` is any key or number and `**` any way down. Paths begin
at the top of what is compared: a request's settings, a call's arguments, a result, a body.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from viewer.core.compare.comparison import IGNORED, NAMES
from viewer.core.errors import CassetteError
from viewer.dataclass import dataclass

FILE_NAME = ".cassette-viewer.toml"
_PLACEHOLDER = "<ignored>"
_LARGEST = 1_000_000
_STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+|\*)\]")

_Item = TypeVar("_Item")
Step = str | int
"""A key or number of a path; `*` and `**` as in a rule."""


class _WrongError(ValueError):
    """The file says something that there is not."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What to ignore and what to replace: patterns and paths, each with its placeholder; and the file that says it."""

    ignored: frozenset[str] = IGNORED
    patterns: tuple[tuple[str, str], ...] = ()
    paths: tuple[tuple[tuple[Step, ...], str], ...] = ()
    file: str = FILE_NAME

    def placeholder(self, at: tuple[Step, ...]) -> str | None:
        """What replaces whatever stands at a path; None where that stays."""
        return next((placeholder for path, placeholder in self.paths if _matches(path, at)), None)


NO_RULES = Rules()


def rules_for(path: Path, within: Sequence[Path] = ()) -> Rules:
    """The rules that hold for a recording: of the nearest file of rules; raises CassetteError for one that is wrong.

    `within` are files and folders outside of which no rules count; without any, all do.
    """
    start = path.absolute()
    for folder in (start, *start.parents):
        file = folder / FILE_NAME
        is_within = not within or any(file.is_relative_to(place.absolute()) for place in within)
        if is_within and file.is_file():
            return read_rules(file)
    return NO_RULES


def read_rules(file: Path) -> Rules:
    """The rules in a file; raises CassetteError where it cannot be read or says what there is not."""
    try:
        if file.stat().st_size > _LARGEST:
            raise CassetteError(str(file), None, "is too large for a file of rules")
        document = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise CassetteError(str(file), None, error.strerror or str(error)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CassetteError(str(file), None, f"is no TOML: {error}") from error
    try:
        return _rules(document.get("compare", {}), str(file))
    except (ValueError, re.error) as error:
        raise CassetteError(str(file), None, str(error)) from error


def ignoring(ignored: frozenset[str], ignore: list[str], regard: list[str]) -> frozenset[str]:
    """What is ignored when some names are added and others taken away; raises ValueError for one that there is not."""
    for name in (*ignore, *regard):
        if name not in NAMES:
            known = ", ".join(NAMES)
            raise ValueError(f"there is no difference named {name!r}; there are {known}")
    return (ignored | set(ignore)) - set(regard)


def _rules(told: object, file: str) -> Rules:
    if not isinstance(told, dict):
        raise _WrongError("[compare] is no table")
    patterns: list[tuple[str, str]] = []
    paths: list[tuple[tuple[Step, ...], str]] = []
    for rule in _listed(told, "rule", dict):
        placeholder = str(rule.get("placeholder", _PLACEHOLDER))
        if isinstance(pattern := rule.get("pattern"), str):
            re.compile(pattern)
            patterns.append((pattern, placeholder))
        elif isinstance(path := rule.get("path"), str):
            paths.append((tuple(_steps(path)), placeholder))
        else:
            raise _WrongError("a [[compare.rule]] has neither a pattern nor a path")
    ignored = ignoring(IGNORED, _listed(told, "ignore", str), _listed(told, "regard", str))
    return Rules(ignored, tuple(patterns), tuple(paths), file)


def _listed(told: dict[str, object], key: str, of: type[_Item]) -> list[_Item]:
    found = told.get(key, [])
    if not isinstance(found, list) or not all(isinstance(item, of) for item in found):
        raise _WrongError(f"compare.{key} is no list of {'texts' if of is str else 'tables'}")
    return found


def _steps(path: str) -> Iterator[Step]:
    """The keys and numbers of a path such as `$.messages[0].content`."""
    rest = path.removeprefix("$")
    at = 0
    while at < len(rest):
        step = _STEP.match(rest, at)
        if step is None:
            raise ValueError(f"{path!r} is no path: write keys and numbers as in messages[0].content")
        at = step.end()
        yield step[1] if step[1] is not None else int(step[2]) if step[2].isdecimal() else step[2]


def _matches(path: tuple[Step, ...], at: tuple[Step, ...]) -> bool:
    if not path or not at:
        return not path and not at
    if path[0] == "**":
        return _matches(path[1:], at) or _matches(path, at[1:])
    return (path[0] == "*" or path[0] == at[0]) and _matches(path[1:], at[1:])
