# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""YAML nodes -> plain values, by an allow-list of tags.

Rule: a tag that is not in the list changes nothing: its node is read as the text, list or mapping that it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import cast

from yaml.constructor import ConstructorError, SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.resolver import Resolver

from viewer.core.errors import Problem, Severity
from viewer.core.formats._base64 import decode_base64, encoded_bytes
from viewer.core.formats._document import MAX_NODES, Value
from viewer.core.formats._yaml_compose import LOOKED_UP, FileLines

_STANDARD = "tag:yaml.org,2002:"
_MERGE = _STANDARD + "merge"
_INTEGER = _STANDARD + "int"
TEXT: str = Resolver.DEFAULT_SCALAR_TAG  # the very text that the composer gives, which is compared at once
_BINARY = (_STANDARD + "binary", "!binary")
_PLAIN_INTEGER = re.compile("[1-9][0-9]{0,17}")
"""What nearly every number is, and no other base."""
_MOST_PROBLEMS = 100
_MOST_DIGITS = 400
"""As long as a float may be; Python turns whole numbers of 4,300 digits into text and no longer ones."""
_safe = SafeConstructor()


def _binary(node: ScalarNode) -> bytes:
    return encoded_bytes(node.value)


def _text(node: ScalarNode) -> Value:
    return node.value


def _integer(node: ScalarNode) -> Value:
    """A whole number; text where it is one of base 60 (`190:20:30`), or longer than any field means.

    Base 60 is YAML 1.1's alone: those who write cassettes by Go or by YAML 1.2 mean text, and no recorder writes it.
    """
    number = node.value
    return number if ":" in number or len(number) > _MOST_DIGITS else _safe.construct_yaml_int(node)


def _float(node: ScalarNode) -> Value:
    """A number; text likewise."""
    number = node.value
    return number if ":" in number or len(number) > _MOST_DIGITS else _safe.construct_yaml_float(node)


_SCALARS: dict[str, Callable[[ScalarNode], Value]] = {
    _STANDARD + "str": _text,
    _STANDARD + "null": lambda _: None,
    _STANDARD + "bool": _safe.construct_yaml_bool,
    _STANDARD + "int": _integer,
    _STANDARD + "float": _float,
    _STANDARD + "timestamp": _safe.construct_yaml_timestamp,
    _STANDARD + "binary": _binary,
    "!binary": _binary,  # Ruby's
    _STANDARD + "value": _text,  # a lone `=`
    _MERGE: _text,  # a lone `<<`
    "!": _text,  # the non-specific tag: text, whatever it looks like
    _STANDARD + "python/unicode": _text,
    _STANDARD + "python/str": _text,
}
_INVALID = (ValueError, KeyError, IndexError, AttributeError, OverflowError, ConstructorError)
_COLLECTIONS = {_STANDARD + name for name in ("seq", "map", "python/tuple", "omap", "pairs", "set")}
# Objects that recorders wrote by accident or before they knew better; what their readers want is all there as text,
# lists and mappings.
_COLLECTIONS |= {
    _STANDARD + "python/object" + name
    for name in (
        ":vcr.request.Request",
        "/apply:__builtin__.frozenset",
        "/apply:builtins.frozenset",
        "/apply:builtins.iter",
        "/apply:multidict._multidict.istr",
        "/new:multidict._multidict.istr",
        "/new:_io.BytesIO",
    )
}
_COLLECTIONS |= {"!ruby/struct:VCR::" + name for name in ("HTTPInteraction", "Request", "Response", "ResponseStatus")}


def key_text(node: Node) -> str:
    """A mapping's key as text, as the file has it; of a key that is a list, its first text."""
    while not isinstance(node, ScalarNode):
        if not node.value:
            return ""
        node = node.value[0][0] if isinstance(node, MappingNode) else node.value[0]
    if node.tag in _BINARY:
        try:
            return _binary(node).decode("utf-8", errors="replace")
        except ValueError:
            return str(node.value)
    return str(node.value)


def members(node: MappingNode) -> list[tuple[Node, Node]]:
    """A mapping's own entries, after those that merge keys (`<<`) bring in, so that the own ones win."""
    if _MERGE not in [key.tag for key, _ in node.value]:
        return cast("list[tuple[Node, Node]]", node.value)
    merged: list[tuple[Node, Node]] = []
    own: list[tuple[Node, Node]] = []
    for key, value in node.value:
        sources = value.value if isinstance(value, SequenceNode) else [value]
        if key.tag == _MERGE and all(isinstance(source, MappingNode) for source in sources):
            merged += [entry for source in reversed(sources) for entry in source.value]
        else:
            own.append((key, value))
    return merged + own


class Converter:
    """Makes values from nodes; what cannot be made is said in `problems`.

    An anchored collection is made once and shared by its aliases; it is counted each time, so that a small file
    cannot stand for billions of values.
    """

    def __init__(self, problems: list[Problem], lines: FileLines) -> None:
        self._problems, self._lines = problems, lines
        self._made: dict[int, tuple[Value, int]] = {}
        self._open: set[int] = set()
        self._count = 0
        self._complaints = 0

    def value(self, node: Node) -> Value:
        """The plain value of a node and all below it."""
        if isinstance(node, ScalarNode):
            self._count += 1 + len(node.value) // 256
            return node.value if node.tag == TEXT else self._scalar(node)
        made = self._made.get(id(node))
        if made is not None:
            return self._again(node, *made)
        if id(node) in self._open:
            self._say(node, "an alias that contains itself is left empty")
            return None
        before = self._count
        self._open.add(id(node))
        value = self._mapping(node) if isinstance(node, MappingNode) else self._sequence(node)
        self._open.discard(id(node))
        self._count += 1
        self._made[id(node)] = value, self._count - before
        return value

    def _again(self, node: Node, value: Value, size: int) -> Value:
        if self._count + size > MAX_NODES:
            self._say(node, f"aliases stand for more than {MAX_NODES:,} values and are left empty")
            return None
        self._count += size
        return value

    def _sequence(self, node: Node) -> Value:
        if node.tag not in _COLLECTIONS:
            self._unknown_tag(node)
        value = self.value
        return [value(item) for item in node.value]

    def _mapping(self, node: MappingNode) -> Value:
        if node.tag not in _COLLECTIONS:
            self._unknown_tag(node)
        value = self.value
        for key, _ in node.value:
            if key.tag != TEXT or type(key) is not ScalarNode:
                result = {key_text(key): value(item) for key, item in self._members(node)}
                break
        else:
            result = {key.value: value(item) for key, item in node.value}
        if len(result) != len(node.value):
            self._find_duplicates(node)
        return result

    def _members(self, node: MappingNode) -> list[tuple[Node, Node]]:
        """All entries, or its own where merge keys bring in too many: they are counted each time, as aliases are."""
        merged = sum(
            len(source.value)
            for key, item in node.value
            if key.tag == _MERGE
            for source in (item.value if isinstance(item, SequenceNode) else [item])
        )
        self._count += merged
        if self._count > MAX_NODES and merged:
            self._say(node, f"merge keys stand for more than {MAX_NODES:,} values and are left out")
            return [entry for entry in node.value if entry[0].tag != _MERGE]
        return members(node)

    def _find_duplicates(self, node: Node) -> None:
        seen: set[str] = set()
        for key, _ in node.value:
            name = key_text(key)
            if name in seen and key.tag != _MERGE:
                self._say(key, f"key {name!r} stands here again; the last one counts")
            seen.add(name)

    def _scalar(self, node: ScalarNode) -> Value:
        # Behind the non-specific tag (`! '5'`, as Ruby wrote texts) libyaml looks a quoted scalar up like a plain one.
        if node.style and id(node.tag) in LOOKED_UP:
            return node.value
        text: str = node.value
        if node.tag == _INTEGER and _PLAIN_INTEGER.fullmatch(text):
            return int(text)
        make = _SCALARS.get(node.tag)
        if make is None:
            self._unknown_tag(node)
            return node.value
        try:
            return make(node)
        except _INVALID:
            if make is _binary and (data := decode_base64(node.value)[0]):
                self._say(node, f"base64 is damaged after {len(data)} bytes")
                return data
            self._say(node, f"not a valid {_short(node.tag)}; read as text")
            return node.value

    def _unknown_tag(self, node: Node) -> None:
        self._say(node, f"tag {_short(node.tag)} is not known; read as plain", Severity.INFO)

    def _say(self, node: Node, text: str, severity: Severity = Severity.WARNING) -> None:
        self._complaints += 1
        if self._complaints <= _MOST_PROBLEMS:
            self._problems.append(Problem(severity, text, self._lines.of(node.start_mark)))
        elif self._complaints == _MOST_PROBLEMS + 1:
            self._problems.append(Problem(Severity.INFO, "and more of the like"))


def _short(tag: str) -> str:
    return tag.replace(_STANDARD, "!!")
