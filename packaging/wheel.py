# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The wheel, and the sdist from which others can build it again."""

from __future__ import annotations

from pathlib import Path

import build_tools
import project


def wheel() -> Path:
    """Build the wheel into dist/ and return it."""
    return _built("--wheel", f"{_stem()}-py3-none-any.whl")


def sdist() -> Path:
    """Build the sdist into dist/ and return it."""
    return _built("--sdist", f"{_stem()}.tar.gz")


def both() -> list[Path]:
    """Wheel and sdist."""
    return [wheel(), sdist()]


def _stem() -> str:
    return f"{project.NAME.replace('-', '_')}-{project.version()}"


def _built(kind: str, name: str) -> Path:
    python = build_tools.environment("tools")
    product = project.PRODUCTS / name
    product.unlink(missing_ok=True)
    build_tools.run([python, "-m", "build", "-q", kind, "--outdir", project.PRODUCTS, project.ROOT])
    return product
