# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""PySide6 imported without two things that it does at every start, and that nobody here needs.

It puts an `import` of its own in place of Python's, which reads the source of every module that comes after it, to see
whether that may want `from __feature__ import snake_case`: a tenth of all imports of a start. Python's own is put back.

It also brings modules that tell what arguments its functions take: for the words of an error, for `help`, for stubs.
They come as source, which is compiled at every start: a sixth of that of a bare window. Here something stands in the
place of each, until what it holds is asked for.
"""

from __future__ import annotations

import builtins
import sys
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

from viewer.late_imports import import_lock

_SIGNATURES = "shibokensupport.signature"
_LATE = ("layout", "parser", "lib.enum_sig", "lib.pyi_generator", "lib.tool")
"""Modules of that package in which nobody looks at a start. PySide6's own C code looks into the others."""


class _LateModule(ModuleType):
    """A module that is executed when it is first asked for what it holds."""

    _is_waiting = True

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a module holds
        if name.startswith("__"):  # such as every module is asked for: whether it is a package, where its file is
            raise AttributeError(name)
        with import_lock:  # another thread may just be making it
            if self._is_waiting:
                self._is_waiting = False
                self.__spec__ = spec = _found(self.__name__)
                if spec is not None and spec.loader is not None:
                    spec.loader.exec_module(self)
                self.__class__ = ModuleType  # type: ignore[assignment]  # from now on a module like any other
        return object.__getattribute__(self, name)


def import_pyside() -> None:
    """Import PySide6's core; whatever it does to Python's `import` is undone."""
    plain = builtins.__import__

    def importing(name: str, *rest: Any, **named: Any) -> ModuleType:  # noqa: ANN401 - as the built-in one
        if name == _SIGNATURES and _SIGNATURES not in sys.modules:
            plain(_SIGNATURES)
            _put_off()
        return plain(name, *rest, **named)

    builtins.__import__ = importing
    try:
        import PySide6.QtCore  # noqa: F401, PLC0415 - the first import of it is what does all this
    finally:
        builtins.__import__ = plain


def _put_off() -> None:
    """Let the modules stand there that are to be late."""
    for name in _LATE:
        whole = f"{_SIGNATURES}.{name}"
        if _found(whole) is not None:
            sys.modules[whole] = late = _LateModule(whole)
            late.__spec__ = ModuleSpec(whole, None)


def _found(name: str) -> ModuleSpec | None:
    """Where a module of that package is: most often in an archive within a library, which has a finder of its own."""
    package = sys.modules[_SIGNATURES]
    find_spec = getattr(package.__spec__ and package.__spec__.loader, "find_spec", None)
    found: ModuleSpec | None = find_spec(name, None) if find_spec else PathFinder.find_spec(name, package.__path__)
    return found
