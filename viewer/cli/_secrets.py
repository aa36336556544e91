# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What `check --secrets` says of a file: a line for each secret with kind, place and how it was found, not its value.

Rule: a list of known secrets is the output of an earlier run. A line ends with the mark of its value, by which it is
known again wherever the value stands in the file.
"""

from __future__ import annotations

import re
from pathlib import Path

from viewer.batch import DONE, FOUND, Report, Source, failure, load
from viewer.core.errors import CassetteError
from viewer.core.secret_inventory import kept_by_file, kept_secrets
from viewer.core.text.printable import name, one_line
from viewer.dataclass import dataclass

_LONGEST_SOURCE = 20_000_000
_MARK = re.compile(r"\[([0-9a-f]{8})\]\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class SecretCheck:
    """Looks for secrets in a file; `known` are the marks of those that are not told. `alone`: it was named itself."""

    alone: bool = True
    known: frozenset[str] = frozenset()

    def __call__(self, source: Source) -> Report:
        """A line for every secret, in order of the file."""
        try:
            found = load(source)
        except CassetteError as error:
            return failure(error, alone=self.alone)
        secrets = [secret for exchange in found.exchanges for secret in kept_secrets(exchange)]
        if len(found.cassette.source) <= _LONGEST_SOURCE:
            secrets += kept_by_file(found.cassette.source, secrets)
        lines = []
        for secret in secrets:
            if secret.mark not in self.known:
                told = one_line(secret.told, 1000)
                lines.append(f"{name(source.name)}:{secret.line}: secret: {told} [{secret.mark}]")
        return Report(tuple(lines), status=FOUND if lines else DONE)


def known_marks(baseline: Path) -> frozenset[str]:
    """The marks in an earlier output; raises CassetteError."""
    try:
        return frozenset(_MARK.findall(baseline.read_text("utf-8", "replace")))
    except OSError as error:
        raise CassetteError(str(baseline), None, error.strerror or str(error)) from error
