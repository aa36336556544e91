# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""YAML nodes -> plain values, by an allow-list of tags.

Rule: a tag that is not in the list changes nothing: its node is read as the text, list or mapping that it is.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable

from yaml.constructor import ConstructorError, SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from viewer.core.errors import Problem, Severity
from viewer.core.formats._document import Value

_STANDARD = "tag:yaml.org,2002:"
_safe = SafeConstructor()


def _binary(node: ScalarNode) -> Value:
    return base64.b64decode(node.value)


_SCALARS: dict[str, Callable[[ScalarNode], Value]] = {
    _STANDARD + "null": lambda _: None,
    _STANDARD + "bool": _safe.construct_yaml_bool,
    _STANDARD + "int": _safe.construct_yaml_int,
    _STANDARD + "float": _safe.construct_yaml_float,
    _STANDARD + "timestamp": _safe.construct_yaml_timestamp,
    _STANDARD + "binary": _binary,
    "!binary": _binary,
}


def key_text(node: Node) -> str:
    """A mapping's key as text, as the file has it."""
    return str(node.value)


class Converter:
    """Makes values from nodes; what cannot be made is said in `problems`."""

    def __init__(self, problems: list[Problem]) -> None:
        self._problems = problems

    def value(self, node: Node) -> Value:
        """The plain value of a node and all below it."""
        if isinstance(node, SequenceNode):
            return [self.value(item) for item in node.value]
        if isinstance(node, MappingNode):
            return {key_text(key): self.value(value) for key, value in node.value}
        return self._scalar(node)

    def _scalar(self, node: Node) -> Value:
        make = _SCALARS.get(node.tag)
        if make is None:
            return node.value
        try:
            return make(node)
        except (ValueError, KeyError, OverflowError, ConstructorError, binascii.Error):
            self._problems.append(
                Problem(Severity.WARNING, f"not a valid {node.tag}", node.start_mark.line + 1)
            )
            return node.value
