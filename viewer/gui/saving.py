# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What a user saves from the window, through the gate that guards cassettes."""

from __future__ import annotations

from pathlib import Path

from viewer.core.errors import CassetteError
from viewer.output_file import write_bytes


def save(path: str, data: bytes) -> str:
    """Write a file whole or not at all; why it was not, empty where it was."""
    try:
        write_bytes(Path(path), data)
    except CassetteError as error:
        return f"{path} {error.reason}"
    except OSError as error:
        return f"{path}: {error.strerror or error}"
    return ""
