# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Imports point only downward, and every module has a layer. ARCHITECTURE.md says why.

A new module is put into `LAYERS`, or the first test fails. All imports count: at the top, inside
functions and under TYPE_CHECKING; only circles are looked for among those at the top.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

# From low to high. A module imports from lower layers, and from its own folder.
LAYERS = (
    ("viewer", "viewer.display", "viewer.links", "viewer.own_command", "viewer.progress", "viewer.resources"),
    ("viewer.core.scalar_lines",),
    ("viewer.core.place",),
    ("viewer.core.errors",),
    ("viewer.core.model",),
    ("viewer.core.messages",),
    (
        "viewer.core.registry",
        "viewer.core.json_tokens",
        "viewer.core.elision",
        "viewer.core.unseen",
        "viewer.core.media_types",
    ),
    ("viewer.core.content_codings", "viewer.core.json_values", "viewer.core.secret_shapes"),
    ("viewer.core.text_lines", "viewer.core.content_codings"),
    (
        "viewer.core.bodies",
        "viewer.core.formats*",
        "viewer.core.json_prefix",
        "viewer.core.json_schema",
        "viewer.core.json_text",
        "viewer.core.json_values",
        "viewer.core.secrets",
        "viewer.core.streams*",
    ),
    ("viewer.core.dialects*",),
    ("viewer.core.assembly",),
    ("viewer.core.fold",),
    ("viewer.core.timeline",),
    ("viewer.core.prices", "viewer.core.tool_calls", "viewer.core.body_health"),
    ("viewer.core.health",),
    ("viewer.core.analysis",),
    ("viewer.core.message_digest",),
    ("viewer.core.tool_results",),
    ("viewer.core.conversations",),
    ("viewer.core.recording",),
    ("viewer.core.changes",),
    ("viewer.core.second_look",),
    ("viewer.core.exporters*",),
    ("viewer.core",),
    ("viewer.loose_text",),
    ("viewer.batch", "viewer.play", "viewer.desktop*"),
    ("viewer.git*",),
    ("viewer.gui*",),
    ("viewer.self_test",),
    ("viewer.cli*",),
    ("viewer.__main__",),
)
# Folders of plug-ins: such a module knows no other, only what begins with an underscore.
PLUG_INS = (
    "viewer.core.formats",
    "viewer.core.streams",
    "viewer.core.dialects",
    "viewer.core.exporters",
)

_ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Import:
    """One import statement's target; `at_top` tells whether it happens when the importer is imported."""

    importer: str
    imported: str
    line: int
    at_top: bool

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def _name(path: Path) -> str:
    parts = path.relative_to(_ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _modules() -> dict[str, ast.Module]:
    paths = sorted((_ROOT / "viewer").rglob("*.py"))
    return {_name(path): ast.parse(path.read_text("utf-8"), str(path)) for path in paths}


def _statements(node: ast.AST, *, at_top: bool = True) -> Iterator[tuple[ast.Import | ast.ImportFrom, bool]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child, at_top
        yield from _statements(child, at_top=at_top and not _is_later(child))


def _is_later(node: ast.AST) -> bool:
    """Whether imports inside do not happen when the module is imported."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) == "TYPE_CHECKING"
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)


def _targets(statement: ast.Import | ast.ImportFrom) -> Iterator[str]:
    """The modules of a statement: `from viewer.core import fold` is about viewer.core.fold."""
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
        return
    package = statement.module or ""
    for alias in statement.names:
        full = f"{package}.{alias.name}"
        yield full if full in _modules() else package


@cache
def _imports() -> tuple[Import, ...]:
    return tuple(
        Import(name, target, statement.lineno, at_top)
        for name, tree in _modules().items()
        for statement, at_top in _statements(tree)
        for target in _targets(statement)
    )


def _own_imports() -> list[Import]:
    return [found for found in _imports() if found.imported.split(".")[0] == "viewer"]


def _fits(module: str, pattern: str) -> bool:
    """Whether a module is named by a pattern; `viewer.gui*` means the package and all that is in it."""
    stem = pattern.rstrip("*")
    return module == stem or (pattern != stem and module.startswith(stem + "."))


@cache
def _layer(module: str) -> int | None:
    fitting = (index for index, patterns in enumerate(LAYERS) if any(_fits(module, p) for p in patterns))
    return next(fitting, None)


def _folder(module: str) -> str:
    """The package a module is in; a package is in itself."""
    is_package = any(other.startswith(module + ".") for other in _modules())
    return module if is_package else module.rpartition(".")[0]


def _is_downward(found: Import) -> bool:
    own, other = _layer(found.importer), _layer(found.imported)
    if own is None or other is None:
        return True  # test_every_module_has_a_layer names it
    same_folder = any(_fits(found.importer, p) and _fits(found.imported, p) for p in LAYERS[own] if p.endswith("*"))
    return other < own or same_folder


def test_every_module_has_a_layer() -> None:
    assert [module for module in _modules() if _layer(module) is None] == []


def test_imports_point_downward() -> None:
    assert [str(found) for found in _own_imports() if not _is_downward(found)] == []


def test_nobody_imports_in_a_circle() -> None:
    graph: dict[str, set[str]] = {module: set() for module in _modules()}
    for found in _own_imports():
        if found.at_top and found.imported != found.importer:
            graph[found.importer].add(found.imported)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]), pytrace=False)


def test_plug_ins_do_not_know_each_other() -> None:
    def knows_a_sibling(found: Import) -> bool:
        package, _, stem = found.imported.rpartition(".")
        is_sibling = package in PLUG_INS and _folder(found.importer) == package
        return is_sibling and found.importer != package and not stem.startswith("_")

    assert [str(found) for found in _own_imports() if knows_a_sibling(found)] == []


def test_only_the_window_imports_qt() -> None:
    qt = [found for found in _imports() if found.imported.split(".")[0] in ("PySide6", "shiboken6")]
    assert [str(found) for found in qt if not found.importer.startswith("viewer.gui")] == []


def test_the_command_line_imports_the_window_only_when_it_opens_one() -> None:
    early = [
        f for f in _own_imports() if _fits(f.importer, "viewer.cli*") and f.at_top and _fits(f.imported, "viewer.gui*")
    ]
    assert [str(found) for found in early] == []


@pytest.mark.parametrize("module", ["viewer.core", "viewer.cli"])
def test_works_where_qt_is_not_installed(module: str) -> None:
    program = f"""
import importlib, pkgutil, sys
sys.modules["PySide6"] = sys.modules["shiboken6"] = None
module = importlib.import_module({module!r})
for found in pkgutil.walk_packages(getattr(module, "__path__", []), {module!r} + "."):
    importlib.import_module(found.name)
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == 0


def _camel_case_methods() -> Iterator[tuple[str, str]]:
    for module, tree in _modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and re.search(r"[a-z][A-Z]", node.name):
                yield module, node.name


def test_camel_case_is_for_overrides_of_qt() -> None:
    from PySide6 import QtCore, QtGui, QtWidgets

    # `dir`, because PySide6 makes a class when it is asked for; `vars` has only those.
    classes = [getattr(package, name) for package in (QtCore, QtGui, QtWidgets) for name in dir(package)]
    virtual = {name for kind in classes if isinstance(kind, type) for name in dir(kind)}
    assert [(module, name) for module, name in _camel_case_methods() if name not in virtual] == []


@pytest.mark.parametrize(
    ("importer", "imported", "allowed"),
    [
        ("viewer.core.fold", "viewer.core.messages", True),
        ("viewer.core.messages", "viewer.core.fold", False),
        ("viewer.core.formats.govcr", "viewer.core.formats._entry", True),
        ("viewer.core.formats.govcr", "viewer.core.streams.sse", False),
        ("viewer.gui.app", "viewer.gui.main_window", True),
        ("viewer.core.analysis", "viewer.gui.theme", False),
        ("viewer.gui.app", "viewer.cli", False),
    ],
)
def test_the_rule_itself(importer: str, imported: str, allowed: bool) -> None:
    assert _is_downward(Import(importer, imported, line=1, at_top=True)) is allowed
