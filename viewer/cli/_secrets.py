# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What `check --secrets` says of a file: a line for each secret with kind, place and how it was found, not its value.

Rule: its output is a list of known secrets for later runs (`core/secret_baseline.py`).
"""

from __future__ import annotations

from viewer.batch import DONE, FOUND, Report, Source, failure, load
from viewer.core.errors import CassetteError
from viewer.core.secret_baseline import baseline_line
from viewer.core.secret_inventory import kept_by_file, kept_secrets
from viewer.dataclass import dataclass

_LONGEST_SOURCE = 20_000_000


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
        lines = tuple(baseline_line(source.name, secret) for secret in secrets if secret.mark not in self.known)
        return Report(lines, status=FOUND if lines else DONE)
