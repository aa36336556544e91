# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What can be wrong: the one error that crosses the boundary, and problems that stand beside a partial result."""

from __future__ import annotations

from enum import StrEnum

from viewer.dataclass import dataclass


class CassetteError(Exception):
    """A file that cannot be read as a cassette; its text is the one line `PATH:LINE: reason`."""

    def __init__(self, path: str, line: int | None, reason: str) -> None:
        """Keep the three parts; `line` is 1-based, None when the whole file is meant."""
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")

    def __reduce__(self) -> tuple[type[CassetteError], tuple[str, int | None, str]]:
        """Made again of its parts, in another process."""
        return type(self), (self.path, self.line, self.reason)


class NotACassette(CassetteError):  # noqa: N818 - what it says, not a failure of ours
    """A file that no reader knows: in a folder it is passed over, where a damaged cassette is an error."""


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with what was recorded: said beside the result, never instead of it.

    `line` is a 1-based line of the file, `event` the 1-based number of a stream event.
    """

    severity: Severity
    text: str
    line: int | None = None
    event: int | None = None
