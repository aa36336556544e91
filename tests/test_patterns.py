# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""No regular expression uses what Python before 3.11.5 matches wrongly; ARCHITECTURE.md says what to write instead.

There a possessive repeat goes on where a failed try of its group stopped, not where that try began (gh-100061 and
gh-106052 of CPython). Behind one character or one class nothing is tried, only counted, and that is right. Looked at
twice: as the compiled patterns of all modules, and as source, which knows those that are made when first needed.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import viewer
from viewer.core.secrets.patterns import SHAPES
from viewer.core.text import json_prefix
from viewer.late_pattern import LatePattern

_COMPILER = importlib.import_module("re._compiler")
_PARSER = importlib.import_module("re._parser")

_QUANTIFIER = r"(?:[*+?]|\{+[0-9]*,?[0-9]*\}+)\+"
_BEHIND_A_GROUP = re.compile(rf"(?:\A|(?<!\\)\)){_QUANTIFIER}")
"""Also at the very beginning of a text: behind another piece of the pattern, which may be a group."""
_ATOMIC_GROUP = re.compile(r"(?<!\\)\(\?>")


def _operations(node: object) -> Iterator[tuple[object, object]]:
    """Every operation of a parsed pattern with what it works on."""
    if isinstance(node, _PARSER.SubPattern):
        for operation, operands in node:
            yield operation, operands
            yield from _operations(operands)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _operations(part)


def _is_wrong_before_3_11_5(pattern: str | bytes, flags: int) -> bool:
    """Whether a pattern has an atomic group, or repeats more than one character possessively."""
    return any(
        operation is _PARSER.ATOMIC_GROUP
        or (operation is _PARSER.POSSESSIVE_REPEAT and not _COMPILER._simple(operands[2]))  # type: ignore[index]
        for operation, operands in _operations(_PARSER.parse(pattern, flags & ~re.DEBUG))
    )


def _patterns(value: object) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """The compiled patterns that a value is or holds."""
    if isinstance(value, LatePattern):
        yield re.compile(value.pattern, value.flags)
    elif isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        yield from _patterns((*value.keys(), *value.values()))
    elif isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _patterns(part)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _patterns(getattr(value, field.name, None))


def _names_of_wrong(owner: str, values: Mapping[str, object]) -> list[str]:
    return [
        f"{owner}.{name}"
        for name, value in values.items()
        for pattern in _patterns(value)
        if _is_wrong_before_3_11_5(pattern.pattern, pattern.flags)
    ]


def _modules() -> list[str]:
    found = pkgutil.walk_packages(viewer.__path__, "viewer.")
    return sorted(module.name for module in found if not module.name.endswith("__main__"))


def test_no_compiled_pattern_is_matched_wrongly_by_an_early_3_11() -> None:
    modules = {name: vars(importlib.import_module(name)) for name in _modules()}
    count = sum(1 for values in modules.values() for value in values.values() for _ in _patterns(value))
    assert count > 100, "the walk finds patterns"
    assert [name for module, values in modules.items() for name in _names_of_wrong(module, values)] == []


def test_no_pattern_made_when_first_needed_is_matched_wrongly_by_an_early_3_11() -> None:
    made: dict[str, object] = {shape.source: shape.pattern for shape in SHAPES}
    made |= {f"run {key}": json_prefix._run(key) for key in ("", json_prefix._KEY)}
    assert _names_of_wrong("made", made) == []


def _suspects(source: str) -> list[int]:
    """The lines of texts that would be wrong as a pattern or as a piece of one."""
    tree = ast.parse(source)
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))
    return [
        node.lineno
        for node in texts
        for text in [node.value.decode("latin-1") if isinstance(node.value, bytes) else str(node.value)]
        if _BEHIND_A_GROUP.search(text) or _ATOMIC_GROUP.search(text)
    ]


def test_no_source_holds_such_a_pattern_or_a_piece_of_one() -> None:
    root = Path(viewer.__path__[0])
    found = {str(path.relative_to(root)): _suspects(path.read_text("utf-8")) for path in root.rglob("*.py")}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("pattern", "wrong"),
    [
        (r"(?:[^\"\\]|\\.)*+", True),
        (r"(?:ab?c)?+", True),
        (r"([ab])++x", True),
        (r"(?:a|bc){2,5}+", True),
        (r"x(?>ab|a)", True),
        (r"(?=(?:ab)*+)", True),
        (r"[a-z]*+(?:\.[0-9]++)?x?+y{2,}+", False),
        (r"\(\?>\)*+", False),
    ],
)
def test_the_rule_itself(pattern: str, *, wrong: bool) -> None:
    assert _is_wrong_before_3_11_5(pattern, 0) is wrong
    assert _names_of_wrong("module", {"NAME": ({"deep": re.compile(pattern)},)}) == ["module.NAME"] * wrong
    assert bool(_suspects(f"x = {pattern!r}")) is wrong


@pytest.mark.parametrize("source", ['x = rf"{piece}*+"', 'x = piece + "{1,3}+"', 'x = rf"({piece}){{1,3}}+"'])
def test_the_rule_itself_where_a_pattern_is_put_together(source: str) -> None:
    assert _suspects(source) == [1]
