# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Text that lies in no file: what came by a pipe, from the clipboard or by drag and drop."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LooseText:
    """Bytes as they came, and the words by which people know where from, such as `Standard input`."""

    name: str
    data: bytes
