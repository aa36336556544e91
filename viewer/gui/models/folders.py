# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where a node stands among those of its folder: folders before files, by name, numbers by their value."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from viewer.gui.models.nodes import FileNode, FolderNode, Node

_NUMBERS = re.compile(r"([0-9]+)")
N = TypeVar("N", bound=Node)


def sort_key(node: Node) -> tuple[bool, list[str], str]:
    """What orders nodes; of joined folders the first counts, which no other of the folder shares."""
    is_folder = isinstance(node, FolderNode)
    name = node.row.title.split("/", 1)[0] if is_folder else node.row.title
    return (not is_folder, *natural(name))


def natural(name: str) -> tuple[list[str], str]:
    """What orders names: case aside, and numbers by their value."""
    return [part.zfill(20) if part.isdecimal() else part for part in _NUMBERS.split(name.lower())], name


def in_order(nodes: Iterable[N]) -> list[N]:
    """Nodes as a folder shows them."""
    return sorted(nodes, key=sort_key)


def place_among(siblings: Sequence[Node], node: Node) -> int:
    """Where a node belongs among others that are in order."""
    return bisect(siblings, sort_key(node), key=sort_key)


def runs(siblings: Sequence[Node], files: Iterable[FileNode]) -> Iterator[tuple[int, list[FileNode]]]:
    """Files that come to stand side by side among siblings, with their place; each run is in when the next is asked."""
    waiting = in_order(files)
    while waiting:
        at = place_among(siblings, waiting[0])
        end = 1
        while end < len(waiting) and place_among(siblings, waiting[end]) == at:
            end += 1
        yield at, waiting[:end]
        waiting = waiting[end:]


def common_folder(one: Path, other: Path) -> Path:
    """The deepest folder that both stand in, or are."""
    shared: list[str] = []
    for left, right in zip(one.parts, other.parts, strict=False):
        if left != right:
            break
        shared.append(left)
    return Path(*shared)
