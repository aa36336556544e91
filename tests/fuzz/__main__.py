# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`python -m tests.fuzz SECONDS [WORDS]`: mutations of every target in turn, guided by coverage where atheris is there.

With atheris (`pip install atheris`; Linux) WORDS name one target, which is run in this process until SECONDS are over.
Without it inputs are made blindly. What fails is written below `tests/fuzz/found`, and raised.
"""

from __future__ import annotations

import hashlib
import itertools
import logging
import random
import sys
import time
from pathlib import Path

from tests.fuzz.mutation import mutated
from tests.fuzz.targets import Target, targets

_FOUND = Path(__file__).parent / "found"


def main() -> None:
    """Fuzz until the time is over."""
    seconds, words = float(sys.argv[1]), " ".join(sys.argv[2:])
    logging.getLogger("viewer.core.analysis").addHandler(_Raise())
    logging.getLogger("viewer.core.analysis").setLevel(logging.INFO)
    named = {target.name: target for target in targets()}
    chosen = [named[words]] if words in named else [target for name, target in named.items() if words in name]
    if len(chosen) == 1 and _has_atheris():
        _guided(chosen[0], seconds)
    else:
        _blindly(chosen, seconds)


class _Raise(logging.Handler):
    """A fault that the house would tell as a problem of one interaction ends the run."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            raise record.exc_info[1]


def _has_atheris() -> bool:
    try:
        import atheris  # noqa: F401
    except ImportError:
        return False
    return True


def _blindly(chosen: list[Target], seconds: float) -> None:
    rng, end, runs = random.Random(), time.monotonic() + seconds, 0  # noqa: S311
    for target in itertools.cycle(chosen):
        for _ in range(20):
            if time.monotonic() > end:
                sys.stdout.write(f"{runs:,} inputs\n")
                return
            _try(target, mutated(rng.choice(target.seeds), rng, rng.choice(target.seeds)))
            runs += 1


def _guided(target: Target, seconds: float) -> None:
    import atheris

    rng = random.Random()  # noqa: S311

    def mutate(data: bytes, most: int, _seed: int) -> bytes:
        return mutated(bytes(data), rng, rng.choice(target.seeds))[:most]

    def one(data: bytes) -> None:
        _try(target, data)

    corpus = Path(__file__).parent / "corpus" / target.name.replace(" ", "_")
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(target.seeds):
        (corpus / f"seed{number}").write_bytes(seed)
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={int(seconds)}"], one, custom_mutator=mutate)
    atheris.Fuzz()


def _try(target: Target, data: bytes) -> None:
    try:
        target.run(data)
    except Exception:
        path = _FOUND / target.name.replace(" ", "_") / hashlib.sha256(data).hexdigest()[:12]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        sys.stdout.write(f"{path}\n")
        raise


if __name__ == "__main__":
    main()
