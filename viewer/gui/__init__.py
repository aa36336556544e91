# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The window. Rule of this package: the only one that imports PySide6.

PySide6 puts an `import` of its own in place of Python's, which reads the source of every module that comes after it, to
see whether that may want `from __feature__ import snake_case`. Nobody here does, and it is a tenth of all imports of a
start: Python's own is put back.
"""

from __future__ import annotations

import builtins

_plain_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401 - the first import of it is what puts the other one there

builtins.__import__ = _plain_import
