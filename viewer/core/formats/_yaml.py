# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""YAML text -> Document, safely: no tag ever constructs an object."""

from __future__ import annotations

from typing import cast

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from viewer.core.formats._document import Document, Value, collector_paused
from viewer.core.formats._yaml_compose import Composed, compose
from viewer.core.formats._yaml_values import TEXT, Converter, key_text, members
from viewer.core.messages import JsonPath
from viewer.core.place import Place, Scalar

_LARGE = 50


class YamlDocument(Document):
    """A YAML document: its node graph and the values made from it."""

    def __init__(self, text: str, composed: Composed) -> None:
        """Convert the graph; what is wrong with it joins the problems."""
        self._text, self._root, self._lines = text, composed.root, composed.lines
        self._indexes: dict[int, dict[str, Node]] = {}
        problems = list(composed.problems)
        self.value: Value = None if self._root is None else Converter(problems, composed.lines).value(self._root)
        self.problems = tuple(problems)

    def place(self, path: JsonPath) -> Place | None:
        """Where the value at `path` stands; for text the scalar that holds it too."""
        node = self._node(path)
        if node is None:
            return None
        line, mark = self._lines.of(node.start_mark), node.start_mark
        if not isinstance(node, ScalarNode):
            return Place(line)
        end = min(node.end_mark.index, len(self._text))
        return Place(line, Scalar(self._text, mark.index, end, node.style or ""))

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
                node = self._member(node, step)
            else:
                return None
        return node

    def _member(self, node: MappingNode, key: str | int) -> Node | None:
        """The value of the last entry with that key, by an index where the mapping is large."""
        if len(node.value) < _LARGE:
            for name, value in reversed(node.value):  # own entries win over merged ones, and the last of them
                if name.value == key and name.tag == TEXT:
                    return cast("Node", value)
            return next((value for name, value in reversed(members(node)) if key_text(name) == key), None)
        if id(node) not in self._indexes:
            self._indexes[id(node)] = {key_text(name): value for name, value in members(node)}
        return self._indexes[id(node)].get(str(key))


def load(text: str) -> YamlDocument:
    """The first document of a YAML text, whatever of it could be read; never raises."""
    with collector_paused():
        return YamlDocument(text, compose(text))
