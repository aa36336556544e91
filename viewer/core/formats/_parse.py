# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""text -> Document: JSON when it starts like JSON and is, else YAML, which JSON nearly is a part of."""

from __future__ import annotations

from viewer.core.formats import _yaml
from viewer.core.formats._document import Document


def parse(text: str) -> Document:
    """The document of a file, whatever of it could be read; never raises."""
    return _yaml.load(text)
