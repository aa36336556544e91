# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""YAML text -> Document, safely: no tag ever constructs an object.

PyYAML composes the node graph, with libyaml where it is there; values are made from the nodes here.
Rule: what stands before damage is kept, and what was open there is closed.
"""

from __future__ import annotations

from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from yaml.reader import ReaderError
from yaml.resolver import Resolver

from viewer.core.errors import Problem, Severity
from viewer.core.formats._document import MAX_DEPTH, MAX_NODES, Document, Value, collector_paused
from viewer.core.formats._yaml_values import Converter, key_text
from viewer.core.messages import JsonPath
from viewer.core.place import Place, Scalar

try:
    from yaml.cyaml import CParser as _Parser

    HAS_LIBYAML = True
except ImportError:
    HAS_LIBYAML = False


class _LimitError(yaml.YAMLError):
    """The document is deeper or larger than is read."""


class _Limits:
    """The hooks that both of PyYAML's composers call around each node: limits, and what is open on an error."""

    def __init__(self) -> None:
        self.open: list[list[Any]] = []
        self.count = 0
        self.root: Node | None = None

    def descend_resolver(self, parent: Node | None, index: Any) -> None:
        """A node begins: `index` is its number in a sequence, its key in a mapping, None for a key."""
        if self.open:
            self.open[-1][2] = parent
        self.open.append([parent, index, None])
        self.count += 1
        if len(self.open) > MAX_DEPTH:
            raise _LimitError(f"nested deeper than {MAX_DEPTH} levels")
        if self.count > MAX_NODES:
            raise _LimitError(f"more than {MAX_NODES} values")

    def ascend_resolver(self) -> None:
        """The node is complete."""
        self.open.pop()

    def close_open(self) -> Node | None:
        """Attach every collection that was open when an error came to its parent; the root, when it was begun."""
        for parent, index, node in reversed(self.open):
            if node is None or parent is None:
                continue
            if isinstance(parent, SequenceNode):
                parent.value.append(node)
            elif index is not None:
                parent.value.append((index, node))
        return self.open[0][2] if self.open else None


if HAS_LIBYAML:

    class _Composer(_Limits, _Parser, Resolver):
        def __init__(self, text: str) -> None:
            _Limits.__init__(self)
            _Parser.__init__(self, text)
            Resolver.__init__(self)

else:
    from yaml.composer import Composer
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class _Composer(_Limits, Reader, Scanner, Parser, Composer, Resolver):  # type: ignore[no-redef]
        def __init__(self, text: str) -> None:
            _Limits.__init__(self)
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)
            Composer.__init__(self)
            Resolver.__init__(self)


class YamlDocument(Document):
    """A YAML document: its node graph and the values made from it."""

    def __init__(self, text: str, root: Node | None, problems: list[Problem]) -> None:
        """Convert the graph; what is wrong with it joins `problems`."""
        self._text, self._root = text, root
        converter = Converter(problems)
        self.value: Value = None if root is None else converter.value(root)
        self.problems = tuple(problems)

    def place(self, path: JsonPath) -> Place | None:
        """Where the value at `path` stands; for text the scalar that holds it too."""
        node = self._node(path)
        if node is None:
            return None
        mark = node.start_mark
        if not isinstance(node, ScalarNode):
            return Place(mark.line + 1)
        return Place(mark.line + 1, Scalar(self._text, mark.index, node.end_mark.index, node.style or ""))

    def written(self, path: JsonPath) -> str | None:
        """The scalar's text."""
        node = self._node(path)
        return node.value if isinstance(node, ScalarNode) else None

    def tag(self, path: JsonPath) -> str | None:
        """The node's tag."""
        node = self._node(path)
        return None if node is None else node.tag

    def _node(self, path: JsonPath) -> Node | None:
        node = self._root
        for step in path:
            if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            elif isinstance(node, MappingNode):
                node = next((v for k, v in reversed(node.value) if key_text(k) == step), None)
            else:
                return None
        return node


def load(text: str) -> YamlDocument:
    """The first document of a YAML text, whatever of it could be read; never raises."""
    with collector_paused():
        root, problems = _compose(text)
        return YamlDocument(text, root, problems)


def _compose(text: str) -> tuple[Node | None, list[Problem]]:
    composer = None
    try:
        composer = _Composer(text)
        return composer.get_node() if composer.check_node() else None, []
    except (yaml.YAMLError, _LimitError) as error:
        return composer.close_open() if composer else None, [_problem(error)]


def _problem(error: yaml.YAMLError) -> Problem:
    if isinstance(error, ReaderError):
        return Problem(Severity.ERROR, f"not YAML: {error.reason}")
    mark = getattr(error, "problem_mark", None)
    text = getattr(error, "problem", None) or str(error)
    return Problem(Severity.ERROR, f"damaged YAML: {text}", mark.line + 1 if mark else None)
