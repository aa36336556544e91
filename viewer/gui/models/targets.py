# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Everything that one can go to, and how well each fits what was typed. Plain values: both run off the GUI thread.

Every word typed must fit: as it stands in the title or the note, best at the beginning of a word, or else with its
letters in order in the title of anything but an interaction: of an answer's words nearly everything would fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from heapq import nsmallest
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from viewer.dataclass import dataclass
from viewer.gui.models.nodes import FileNode
from viewer.gui.models.ranged_tree import is_folded, is_ranged

if TYPE_CHECKING:
    from viewer.gui.models.rows import Row

Kind = Literal["file", "interaction", "recent", "folder", "command"]
MOST = 60
"""So many of the best are shown."""
_ONLY_COMMANDS = ">"


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Something to go to: a file or folder by `path`, an interaction of it by number, or a command by its id."""

    kind: Kind
    title: str
    note: str
    path: Path | None = None
    exchange: int = -1
    command: str = ""
    key: str = ""
    """The key of a command, as shown."""
    row: Row | None = None
    """The row of an interaction, of which terms such as `tool:add` are asked."""


@dataclass(frozen=True, slots=True, eq=False)
class Hit:
    """A target that fits, and the places in its title of what was typed."""

    target: Target
    letters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Hits:
    """The best, in order; `every` are all that fit, among which a longer query is looked for."""

    query: str
    best: tuple[Hit, ...]
    every: Sequence[Target]


def of_files(files: Iterable[FileNode]) -> Iterator[Target]:
    """Files, each followed by its interactions."""
    for file in files:
        folder = "/".join(file.path.parent.parts[-2:])
        yield Target("file", file.row.title, folder, file.path)
        if is_ranged(file):  # of very many interactions, the ranges in which they stand
            for range_ in file.children:
                if is_folded(range_):
                    first = range_.keys[range_.start]
                    yield Target("interaction", range_.row.title, file.row.title, file.path, first)
        for number, node in file.by_exchange.items():
            above = node.parent.row.title if node.parent is not None and node.parent is not file else ""
            note = " · ".join(filter(None, (node.row.model.rsplit("/", 1)[-1], above, file.row.title)))
            yield Target("interaction", f"{node.row.number} {node.row.title}", note, file.path, number, row=node.row)


def find(query: str, among: Sequence[Target], cancelled: Callable[[], bool] = lambda: False) -> Hits:
    """The targets that fit a query; commands alone where it begins with `>`, interactions alone with facts of them."""
    wanted = query.strip().lower()
    is_command = wanted.startswith(_ONLY_COMMANDS)
    words, facts = _parted(wanted.lstrip(_ONLY_COMMANDS))
    accepts = _acceptor(facts) if facts and not is_command else None
    scored: list[tuple[float, int, Target]] = []
    for number, target in enumerate(among):
        if not number % 500 and cancelled():
            break
        if is_command and target.kind != "command":
            continue
        if accepts is not None and (target.row is None or not accepts(target.row)):
            continue
        score = _score(words, target)
        if score is not None:
            scored.append((score, number, target))
    best = nsmallest(MOST, scored)
    hits = tuple(Hit(target, _letters(words, target.title.lower())) for _, _, target in best)
    return Hits(query, hits, [target for _, _, target in scored])


def _acceptor(facts: str) -> Callable[[Row], bool] | None:
    from viewer.gui.models.filter_query import acceptor  # noqa: PLC0415

    return acceptor(facts)


def _parted(wanted: str) -> tuple[list[str], str]:
    """What was typed, parted into words and terms about facts, such as `tool:add`."""
    from viewer.gui.models.filter_query import FIELDS, parse_query, split_terms  # noqa: PLC0415 - with the first query

    words: list[str] = []
    facts: list[str] = []
    for typed in split_terms(wanted):
        asked = parse_query(typed)
        if asked and not any(term.is_text for term in asked):
            facts.append(typed)
        elif typed.removesuffix(":").removeprefix("-") not in FIELDS:  # a field without value yet
            words += typed.split()
    return words, " ".join(facts)


_KINDS: dict[Kind, float] = {"file": 0, "folder": 0, "recent": 0.5, "command": 1, "interaction": 2}


def _score(words: Sequence[str], target: Target) -> float | None:
    """How badly a target fits, lower is better; None where it does not."""
    title = target.title.lower()
    total = _KINDS[target.kind] + len(title) / 200
    for word in words:
        at = title.find(word)
        if at >= 0:
            total += 0 if at == 0 else 1 if not title[at - 1].isalnum() else 2
        elif word in target.note.lower():
            total += 4
        elif target.row is not None and word in target.row.haystack:  # its address, of which rows show nothing
            total += 5
        elif target.kind != "interaction" and len(word) > 1 and (found := _in_order(word).search(title)):
            total += 6 + (found.end() - found.start() - len(word)) / 4
        else:
            return None
    return total


def _letters(words: Sequence[str], title: str) -> tuple[int, ...]:
    """Where in a title the words stand."""
    found: set[int] = set()
    for word in words:
        at = title.find(word)
        if at >= 0:
            found.update(range(at, at + len(word)))
        elif match := _in_order(word).search(title):
            found.update(match.start(group) for group in range(1, len(word) + 1))
    return tuple(sorted(found))


@lru_cache(maxsize=64)
def _in_order(word: str) -> re.Pattern[str]:
    """Letters in their order, with others between them; each is the first of its kind, so nothing is tried twice."""
    between = [f"[^{re.escape(letter)}]*" for letter in word[1:]] + [""]
    return re.compile("".join(f"({re.escape(letter)}){gap}" for letter, gap in zip(word, between, strict=True)))
