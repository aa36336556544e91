# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The rules of the house: imports point only downward, what is private stays in its folder. ARCHITECTURE.md says why.

Each rule is a function from imports to those that break it: it holds over the house as it is, and finds a violation
that is planted. A new module is put into `LAYERS`, or the first test fails. All imports count: at the top, inside
functions and under TYPE_CHECKING.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from viewer.core.dialects import DIALECTS
from viewer.core.exporters import EXPORTERS
from viewer.core.formats import READERS
from viewer.core.streams import DECODERS

# From low to high. A module imports from lower layers, and from its own folder; two wings of one layer do not see
# each other.
LAYERS = (
    (
        "viewer",
        "viewer.blake2",
        "viewer.cached_property",
        "viewer.dataclass",
        "viewer.display",
        "viewer.late_imports",
        "viewer.late_pattern",
        "viewer.links",
        "viewer.own_command",
        "viewer.progress",
        "viewer.resources",
        "viewer.source_finder",
        "viewer.workers",
    ),
    ("viewer.core.text*", "viewer.core.columns*"),
    ("viewer.core.place",),
    ("viewer.core.errors",),
    ("viewer.core.notes",),
    ("viewer.core.model",),
    ("viewer.core.messages",),
    ("viewer.core.deltas",),
    ("viewer.core.answer",),
    (
        "viewer.core.registry",
        "viewer.core.media_types",
        "viewer.core.client_texts",
        "viewer.core.content_codings",
        "viewer.core.secrets*",
    ),
    ("viewer.core.recoding", "viewer.core.masked_lines"),
    ("viewer.core.bodies", "viewer.core.formats*", "viewer.core.streams*"),
    ("viewer.core.dialects*",),
    ("viewer.core.event_order", "viewer.core.refrains"),
    ("viewer.core.translation",),
    ("viewer.core.additions",),
    ("viewer.core.assembly",),
    ("viewer.core.fold",),
    ("viewer.core.timeline",),
    (
        "viewer.core.prices",
        "viewer.core.tool_calls",
        "viewer.core.body_health",
        "viewer.core.case",
        "viewer.core.tool_bodies",
    ),
    ("viewer.core.prompt_changes", "viewer.core.tool_failures"),
    ("viewer.core.stream_health", "viewer.core.order_health"),
    ("viewer.core.health",),
    ("viewer.core.analysis",),
    ("viewer.core.message_digest", "viewer.core.second_look"),
    ("viewer.core.links",),
    ("viewer.core.summary",),
    ("viewer.core.decoding_budget",),
    ("viewer.core.tally",),
    ("viewer.core.spooled_summaries",),
    ("viewer.core.summaries",),
    ("viewer.core.searchable", "viewer.core.secret_inventory", "viewer.core.tool_results", "viewer.core.turns"),
    ("viewer.core.conversations", "viewer.core.secret_baseline"),
    ("viewer.core.recording",),
    ("viewer.core.runs*",),
    ("viewer.core.contents",),
    ("viewer.core.transcript*",),
    ("viewer.core.compare*",),
    ("viewer.core.changes", "viewer.core.exporters*", "viewer.core.replay*"),
    ("viewer.core",),
    ("viewer.loose_text", "viewer.named_place", "viewer.output_file", "viewer.writing"),
    ("viewer.notes_file",),
    ("viewer.index*",),
    ("viewer.batch", "viewer.play", "viewer.desktop*", "viewer.redaction"),
    ("viewer.file_pairs",),
    ("viewer.git*", "viewer.corpus*"),
    ("viewer.gui.pyside_start",),
    ("viewer.gui",),
    (
        "viewer.gui.actions",
        "viewer.gui.end_signals",
        "viewer.gui.garbage",
        "viewer.gui.settings",
        "viewer.gui.tasks",
        "viewer.gui.time_slices",
    ),
    ("viewer.gui.saving",),
    ("viewer.gui.look*", "viewer.gui.instance*"),
    ("viewer.gui.widgets*",),
    ("viewer.gui.player*", "viewer.gui.pictures*"),
    ("viewer.gui.code*", "viewer.gui.models*"),
    ("viewer.gui.documents*", "viewer.gui.welcome*"),
    ("viewer.gui.conversation*", "viewer.gui.runs*"),
    (
        "viewer.gui.library*",
        "viewer.gui.sidebar*",
        "viewer.gui.comparison*",
        "viewer.gui.interactions*",
        "viewer.gui.notes*",
        "viewer.gui.quick_open*",
    ),
    ("viewer.gui.panes*",),
    ("viewer.gui.dialogs*",),
    ("viewer.gui.window*",),
    ("viewer.gui.app",),
    ("viewer.gui.self_test",),
    ("viewer.self_test",),
    ("viewer.cli*",),
    ("viewer.__main__",),
)

_ROOT = Path(__file__).resolve().parents[1]
MOST_FILES = 30
"""A folder with more is several rooms."""


@dataclass(frozen=True)
class Import:
    """One import: who imports which module of the house, in which line of its file."""

    importer: str
    imported: str
    line: int = 1

    def __str__(self) -> str:
        return f"{self.importer}:{self.line} imports {self.imported}"


def _name(path: Path) -> str:
    parts = path.relative_to(_ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _modules() -> dict[str, ast.Module]:
    paths = sorted((_ROOT / "viewer").rglob("*.py"))
    return {_name(path): ast.parse(path.read_text("utf-8"), str(path)) for path in paths}


def _targets(statement: ast.AST) -> Iterator[str]:
    """The modules of a statement: `from viewer.core import fold` is about viewer.core.fold."""
    if isinstance(statement, ast.Import):
        yield from (alias.name for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom):
        package = statement.module or ""
        for alias in statement.names:
            full = f"{package}.{alias.name}"
            yield full if full in _modules() else package


@cache
def _imports() -> tuple[Import, ...]:
    return tuple(
        Import(name, target, statement.lineno)
        for name, tree in _modules().items()
        for statement in ast.walk(tree)
        if isinstance(statement, ast.Import | ast.ImportFrom)
        for target in _targets(statement)
    )


def _own_imports() -> tuple[Import, ...]:
    return tuple(found for found in _imports() if found.imported.split(".")[0] == "viewer")


def _fits(module: str, pattern: str) -> bool:
    """Whether a module is named by a pattern; `viewer.gui.look*` means the package and all that is in it."""
    stem = pattern.rstrip("*")
    return module == stem or (pattern != stem and module.startswith(stem + "."))


@cache
def _place(module: str) -> tuple[int, str] | None:
    """The layer of a module and the wing in it: the pattern that names it most closely."""
    fitting = [(len(p), index, p) for index, patterns in enumerate(LAYERS) for p in patterns if _fits(module, p)]
    return max(fitting)[1:] if fitting else None


# --- The rules ------------------------------------------------------------------------------------------------------


def not_downward(imports: Iterable[Import]) -> list[str]:
    """A wing looks only at lower ones; two wings of one layer do not know each other."""

    def is_downward(found: Import) -> bool:
        own, other = _place(found.importer), _place(found.imported)
        return own is None or other is None or other[0] < own[0] or (own == other and own[1].endswith("*"))

    return [str(found) for found in imports if not is_downward(found)]


def circles(imports: Iterable[Import]) -> list[str]:
    """No file imports itself by way of others, not even for a type."""
    return _circle((found.importer, found.imported) for found in imports if found.imported not in _packages())


def circles_of_folders(imports: Iterable[Import]) -> list[str]:
    """No folder imports from one that imports from it; a package and the folders in it may know each other."""

    def cousins(found: Import) -> tuple[str, str]:
        own, other = _folder(found.importer).split("."), _folder(found.imported).split(".")
        shared = next((i for i, (a, b) in enumerate(zip(own, other, strict=False)) if a != b), None)
        # One lies in the other: a registry knows its plug-ins, which know what they share.
        return ("", "") if shared is None else (".".join(own[: shared + 1]), ".".join(other[: shared + 1]))

    return _circle(cousins(found) for found in imports)


def _circle(arrows: Iterable[tuple[str, str]]) -> list[str]:
    graph: dict[str, set[str]] = {}
    for tail, tip in arrows:
        if tail != tip:
            graph.setdefault(tail, set()).add(tip)
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return [" -> ".join(error.args[1])]
    return []


def foreign_private(imports: Iterable[Import]) -> list[str]:
    """A module whose name begins with an underscore is known in its own folder and below, and nowhere else."""

    def is_foreign(found: Import) -> bool:
        parts = found.imported.split(".")
        private = next((i for i, part in enumerate(parts) if part.startswith("_") and part != "__main__"), None)
        owner = ".".join(parts[:private])
        return private is not None and found.importer != owner and not found.importer.startswith(owner + ".")

    return [str(found) for found in imports if is_foreign(found)]


def plug_ins_known(imports: Iterable[Import]) -> list[str]:
    """A reader, decoder, dialect or exporter knows no other, and what they share knows none."""
    packages = ("viewer.core.formats*", "viewer.core.streams*", "viewer.core.dialects*", "viewer.core.exporters*")
    inside = (found for found in imports if any(_fits(found.importer, package) for package in packages))
    return [str(found) for found in inside if found.imported in _plug_ins()]


def qt_outside(imports: Iterable[Import]) -> list[str]:
    """Only the window imports Qt."""
    qt = (found for found in imports if found.imported.split(".")[0] in ("PySide6", "shiboken6"))
    return [str(found) for found in qt if not _fits(found.importer, "viewer.gui*")]


@cache
def _plug_ins() -> frozenset[str]:
    registries = (READERS, DECODERS, DIALECTS, EXPORTERS)
    return frozenset(path.partition(":")[0] for registry in registries for path in registry.built_in)


@cache
def _packages() -> frozenset[str]:
    return frozenset(name.rpartition(".")[0] for name in _modules())


def _folder(module: str) -> str:
    """The package a module is in; a package is in itself."""
    return module if module in _packages() else module.rpartition(".")[0]


# --- The house keeps them, and each finds what breaks it ------------------------------------------------------------

_PLANTED: tuple[tuple[Callable[[Iterable[Import]], list[str]], tuple[tuple[str, str], ...]], ...] = (
    (not_downward, (("viewer.core.messages", "viewer.core.fold"),)),
    (not_downward, (("viewer.core.formats.govcr", "viewer.core.streams.sse"),)),
    (not_downward, (("viewer.core.analysis", "viewer.gui.look.theme"),)),
    (not_downward, (("viewer.gui.sidebar.sidebar", "viewer.gui.window.main_window"),)),
    (not_downward, (("viewer.gui.library.libraries", "viewer.gui.sidebar.sidebar"),)),
    (not_downward, (("viewer.gui.app", "viewer.cli"),)),
    (circles, (("viewer.gui.code.view", "viewer.gui.code.keys"), ("viewer.gui.code.keys", "viewer.gui.code.view"))),
    (
        circles_of_folders,
        (
            ("viewer.core.dialects.openai.chat", "viewer.core.dialects.xai.grpc"),
            ("viewer.core.dialects.xai._answer", "viewer.core.dialects.openai.chat_answer"),
        ),
    ),
    (foreign_private, (("viewer.play", "viewer.core.exporters._placeholders"),)),
    (foreign_private, (("viewer.core.dialects.xai.grpc", "viewer.core.dialects.openai._media"),)),
    (plug_ins_known, (("viewer.core.dialects.bedrock.invoke", "viewer.core.dialects.anthropic.messages"),)),
    (qt_outside, (("viewer.play", "PySide6.QtCore"),)),
)


def test_every_module_has_a_layer() -> None:
    assert [module for module in _modules() if _place(module) is None] == []


@pytest.mark.parametrize(
    "rule", [not_downward, circles, circles_of_folders, foreign_private, plug_ins_known, qt_outside]
)
def test_the_house_keeps_the_rule(rule: Callable[[Iterable[Import]], list[str]]) -> None:
    assert rule(_imports() if rule is qt_outside else _own_imports()) == []


@pytest.mark.parametrize(("rule", "planted"), _PLANTED)
def test_the_rule_finds_what_breaks_it(
    rule: Callable[[Iterable[Import]], list[str]], planted: tuple[tuple[str, str], ...]
) -> None:
    assert rule([*_own_imports(), *(Import(*names) for names in planted)]) != []


def test_a_folder_is_one_room() -> None:
    counts = {folder: len(list(folder.glob("*.py"))) for folder in (_ROOT / "viewer/gui").rglob("*") if folder.is_dir()}
    assert {str(folder): count for folder, count in counts.items() if count > MOST_FILES} == {}


def test_a_wing_says_what_it_is_for_and_holds_no_code() -> None:
    inits = [name for name in _packages() if name.startswith("viewer.gui.")]
    wordless = [name for name in inits if ast.get_docstring(_modules()[name]) is None or len(_modules()[name].body) > 1]
    assert wordless == []


def test_the_command_line_imports_the_window_only_when_it_opens_one() -> None:
    at_top = {
        name: [s for s in tree.body if isinstance(s, ast.Import | ast.ImportFrom)] for name, tree in _modules().items()
    }
    early = [
        (name, target)
        for name, statements in at_top.items()
        if _fits(name, "viewer.cli*")
        for statement in statements
        for target in _targets(statement)
        if _fits(target, "viewer.gui*")
    ]
    assert early == []


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
