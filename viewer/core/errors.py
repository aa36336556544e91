# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What can be wrong: the one error that crosses the boundary, and problems that stand beside a partial result."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from viewer.core.text.quantities import plural
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

    @property
    def rank(self) -> int:
        """0 for what matters most."""
        return tuple(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with what was recorded: said beside the result, never instead of it.

    `line` is a 1-based line of the file, `event` the 1-based number of a stream event.
    """

    severity: Severity
    text: str
    line: int | None = None
    event: int | None = None


@dataclass(frozen=True, slots=True)
class ProblemCounts:
    """How many problems there are of each severity."""

    errors: int = 0
    warnings: int = 0
    infos: int = 0

    def __add__(self, other: ProblemCounts) -> ProblemCounts:
        """Both together."""
        return ProblemCounts(self.errors + other.errors, self.warnings + other.warnings, self.infos + other.infos)

    def __sub__(self, other: ProblemCounts) -> ProblemCounts:
        """What is left without the other."""
        return self + ProblemCounts(-other.errors, -other.warnings, -other.infos)

    @property
    def serious(self) -> int:
        """Errors and warnings: what a mark, a filter and an exit status stand for; an info is only worth telling."""
        return self.errors + self.warnings

    @property
    def words(self) -> tuple[str, ...]:
        """Such as `2 errors` and `1 warning`: each severity of which there is any, the worst first."""
        found = ((self.errors, "error"), (self.warnings, "warning"), (self.infos, "note"))
        return tuple(plural(count, noun) for count, noun in found if count)


NO_PROBLEMS = ProblemCounts()


def count_problems(problems: Iterable[Problem]) -> ProblemCounts:
    """Count problems by severity; tree, overview, Problems pane and `check` all count with it."""
    found = Counter(problem.severity for problem in problems)
    return ProblemCounts(found[Severity.ERROR], found[Severity.WARNING], found[Severity.INFO])
