# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What packages say of the project is what its own files say."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType

import viewer

Script = Callable[[str], ModuleType]


def test_version_and_changes(script: Script) -> None:
    project = script("project")
    latest = project.releases()[0]
    assert project.version() == latest.version == viewer.__version__
    assert len(latest.changes) > 10
    assert all(change.endswith(".") for change in latest.changes)


def test_every_kind_of_package_has_its_function(script: Script) -> None:
    kinds = script("package").KINDS
    for name, (place, _) in kinds.items():
        module, _, function = place.partition(":")
        assert callable(getattr(script(module), function)), name
