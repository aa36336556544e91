# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""YAML text -> node graph, by PyYAML's composer: with libyaml where it is there, else in pure Python.

Rule: what stands before damage is kept: what was open there is closed, a quoted text is ended, and a character
that YAML forbids is carried through. Depth and size are limited before they cost anything.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import field
from functools import lru_cache
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.error import Mark
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.resolver import Resolver
from yaml.scanner import Scanner

from viewer.core.errors import Problem, Severity
from viewer.core.formats._document import MAX_DEPTH, MAX_NODES
from viewer.dataclass import dataclass
from viewer.late_pattern import late_pattern

# What YAML does not allow in a file (1.2, 5.1) although recorders and editors let it slip in.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STAND_IN_BASE = 0x10F000
_STAND_INS = late_pattern("[\U0010f000-\U0010f0ff]")
_STAND_IN = {code: _STAND_IN_BASE + code for code in range(0x100) if _FORBIDDEN.match(chr(code))}
_STOOD_FOR = {stand_in: code for code, stand_in in _STAND_IN.items()}
# An escape that the end of the readable text cut in two.
_HALF_ESCAPE = late_pattern(r"(?<!\\)(?:\\\\)*(\\(?:x[0-9A-Fa-f]?|u[0-9A-Fa-f]{0,3}|U[0-9A-Fa-f]{0,7})?)\Z")


# PyYAML's own tables (YAML 1.1, 10.3 and the types of yaml.org), without the lists that its `resolve` makes each time.
_PLAIN_TAGS: dict[str, tuple[tuple[str, re.Pattern[str]], ...]] = {
    first: tuple(tags) for first, tags in Resolver.yaml_implicit_resolvers.items()
}
LOOKED_UP = frozenset(id(tag) for tags in _PLAIN_TAGS.values() for tag, _ in tags)
"""The very tags that are looked up for plain scalars, which tells them from those that stand in the file."""
_DEFAULT_TAGS: dict[type[Node], str] = {
    SequenceNode: Resolver.DEFAULT_SEQUENCE_TAG,
    MappingNode: Resolver.DEFAULT_MAPPING_TAG,
}
_TEXT_TAG: str = Resolver.DEFAULT_SCALAR_TAG


# YAML 1.1 counts these as line breaks, the editor in which a line is looked up does not.
_YAML_ONLY_BREAKS = re.compile("[\x85\u2028\u2029]")
_BREAK = re.compile(r"\r\n|\r|\n")


class FileLines:
    """The lines of a text as editors count them."""

    def __init__(self, text: str) -> None:
        """Where each begins, when YAML's own count of lines is not the file's."""
        is_own = text.isascii() or _YAML_ONLY_BREAKS.search(text) is None
        self._starts = None if is_own else [0, *(found.end() for found in _BREAK.finditer(text))]

    def of(self, mark: Mark) -> int:
        """The line of a mark, from 1."""
        return int(mark.line) + 1 if self._starts is None else bisect_right(self._starts, mark.index)


@dataclass(slots=True)
class Composed:
    """The graph's root, None when there is none, and the lines of the text that it was made of."""

    root: Node | None
    lines: FileLines
    problems: list[Problem] = field(default_factory=list)


class LimitError(yaml.MarkedYAMLError):
    """The document is deeper or larger than is read."""


def _plain_tag(value: str) -> str:
    """The tag of a plain scalar."""
    for tag, pattern in _PLAIN_TAGS.get(value[:1], ()):
        if pattern.match(value):
            return tag
    return _TEXT_TAG


# Keys and most short values stand in every interaction again.
_known_tag = lru_cache(maxsize=4096)(_plain_tag)
_SHORT = 100


class _Hooks:
    """What both of PyYAML's composers call around each node: limits, and what is open when an error comes."""

    def __init__(self) -> None:
        self.open: list[list[Any]] = []
        self.count = 0

    def descend_resolver(self, parent: Node | None, index: object) -> None:
        """A node begins; `index` is its number in a sequence, its key in a mapping, None for a key."""
        entries = self.open
        if entries:
            entries[-1][2] = parent
        entries.append([parent, index, None])
        self.count += 1
        if len(entries) > MAX_DEPTH or self.count > MAX_NODES:
            is_deep = len(entries) > MAX_DEPTH
            reason = f"nested deeper than {MAX_DEPTH} levels" if is_deep else f"more than {MAX_NODES:,} values"
            raise LimitError(None, None, reason, self._mark())

    def resolve(self, kind: type[Node], value: str, implicit: tuple[bool, bool]) -> str:
        """The tag of a node that has none; plain scalars are looked up by their first character, as libyaml asks."""
        if kind is not ScalarNode:
            return _DEFAULT_TAGS[kind]
        if not implicit[0]:
            return _TEXT_TAG
        return _known_tag(value) if len(value) <= _SHORT else _plain_tag(value)

    def close_open(self) -> Node | None:
        """Attach every collection that is open to its parent; the root, when it was begun."""
        for parent, index, node in reversed(self.open):
            if isinstance(parent, SequenceNode) and node is not None:
                parent.value.append(node)
            elif isinstance(parent, MappingNode) and node is not None and index is not None:
                parent.value.append((index, node))
        return self.open[0][2] if self.open else None

    def _mark(self) -> Mark | None:
        return next((e[2].start_mark for e in reversed(self.open) if e[2] is not None), None)


class _PureComposer(_Hooks, Reader, Scanner, Parser, Composer, Resolver):
    """The composer that is always there, some forty times slower."""

    def __init__(self, text: str) -> None:
        _Hooks.__init__(self)
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
        Composer.__init__(self)
        Resolver.__init__(self)
        self.ascend_resolver = self.open.pop  # type: ignore[method-assign,assignment]


_COMPOSER: type[_PureComposer | _NativeComposer] = _PureComposer
try:
    from yaml._yaml import CParser

    class _Pieces:
        """The text as a stream, read in Python: libyaml then lets other threads run within a scalar of megabytes."""

        def __init__(self, text: str) -> None:
            self._text, self._at = text, 0

        def read(self, size: int = -1) -> str:
            """The next characters, all of them for a negative size; empty at the end."""
            start, self._at = self._at, self._at + size if size >= 0 else len(self._text)
            return self._text[start : self._at]

    class _NativeComposer(_Hooks, CParser, Resolver):
        """The composer in C."""

        def __init__(self, text: str) -> None:
            _Hooks.__init__(self)
            CParser.__init__(self, _Pieces(text))
            Resolver.__init__(self)
            # Called when a node is complete: as a method it would take as long as all the rest for a small node.
            self.ascend_resolver = self.open.pop  # type: ignore[method-assign,assignment]

    _COMPOSER = _NativeComposer
except ImportError:
    pass


def compose(text: str) -> Composed:
    """The first document's graph; never raises."""
    result = Composed(None, FileLines(text))
    if _COMPOSER is _PureComposer:
        result.problems.append(Problem(Severity.INFO, "read without libyaml, which is slow"))
    try:
        _compose_into(result, text)
    except ReaderError:
        result.problems.append(_forbidden_problem(text))
        if _STAND_INS.search(text):
            _compose_into(result, _FORBIDDEN.sub("\ufffd", text))
        else:
            _compose_into(result, _FORBIDDEN.sub("\ufffd", text.translate(_STAND_IN)))
            _restore_forbidden(result.root)
    return result


def _compose_into(result: Composed, text: str) -> None:
    composer, error = _attempt(result, text)
    if error is None:
        return
    result.problems.append(_problem(error, result.lines))
    ended = _end_quoted_scalar(text, error)
    if ended is None:
        result.root = composer.close_open()
    else:
        composer, error = _attempt(result, ended)
        if error is not None:
            result.root = composer.close_open()


def _attempt(result: Composed, text: str) -> tuple[Any, yaml.MarkedYAMLError | None]:
    """Compose into `result`; the composer too, to see what it had open when the error came."""
    composer = _COMPOSER(text)
    try:
        while composer.check_node():
            if result.root is not None and not _is_empty(result.root):
                result.problems.append(_another_document(result))
                break
            result.root = composer.get_node()
    except yaml.MarkedYAMLError as error:
        return composer, error
    return composer, None


def _another_document(before: Composed) -> Problem:
    text = "another YAML document follows here and is not read"
    return Problem(Severity.WARNING, text, None if before.root is None else before.lines.of(before.root.end_mark))


def _is_empty(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.value


def _end_quoted_scalar(text: str, error: yaml.MarkedYAMLError) -> str | None:
    """The text up to damage inside a quoted scalar, with that scalar ended there; None for other damage."""
    begun, damage = error.context_mark, error.problem_mark
    if begun is None or damage is None or "quoted scalar" not in str(error.context):
        return None
    quote, readable = text[begun.index], text[: damage.index]
    half = _HALF_ESCAPE.search(readable, len(readable) - 100) if quote == '"' else None
    return (readable[: half.start(1)] if half else readable) + quote + "\n"


def _problem(error: yaml.MarkedYAMLError, lines: FileLines) -> Problem:
    mark, begun = error.problem_mark, error.context_mark
    text = str(error.problem or error.context or "unreadable")
    if not isinstance(error, LimitError):
        text = f"damaged YAML: {text}"
    if mark is None:
        return Problem(Severity.ERROR, text)
    text += f", column {mark.column + 1:,}"
    if error.context and begun is not None:
        text += f" ({error.context} from line {lines.of(begun)})"
    return Problem(Severity.ERROR, text, lines.of(mark))


def _forbidden_problem(text: str) -> Problem:
    found = _FORBIDDEN.search(text)
    if found is None:
        return Problem(Severity.WARNING, "a character that YAML does not allow")
    line = len(re.findall(r"\r\n|\r|\n", text[: found.start()])) + 1
    count = len(text) - len(_FORBIDDEN.sub("", text))  # a list of them could be much larger than the text
    number = "1 character" if count == 1 else f"{count} characters"
    first = f"U+{ord(found[0]):04X}"
    return Problem(Severity.WARNING, f"{number} that YAML does not allow, first {first}", line)


def _restore_forbidden(root: Node | None) -> None:
    """Put the forbidden characters back into the scalars."""
    pending, seen = [root] if root is not None else [], set()
    while pending:
        node = pending.pop()
        if isinstance(node, ScalarNode):
            node.value = node.value.translate(_STOOD_FOR)
        elif id(node) not in seen:
            seen.add(id(node))
            for item in node.value:
                pending.extend(item if isinstance(item, tuple) else (item,))
