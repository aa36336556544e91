# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Whether an installation is whole: one check for each thing that a package can lose on its way to a user.

Rule: nothing of the user's is read or written. A check returns what it found, in a few words, or raises what is wrong.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from io import StringIO
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import viewer
from viewer.core.errors import Severity
from viewer.core.exporters import EXPORTERS, ExportOptions
from viewer.core.exporters.writing import write_export
from viewer.core.recording import Recording, load
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass
from viewer.resources import resource

SAMPLE = "agent-tools.yaml"
"""The recording that is opened in the window."""
_WINDOW_SECONDS = 120
_WORKER_SECONDS = 60
_TEXT = b"data: [DONE]\n\n" * 64


class NotWholeError(Exception):
    """What is missing or does not work."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What came of a check: a few words on what it found, or on what is wrong."""

    name: str
    words: str
    is_good: bool

    def __str__(self) -> str:
        """One line, as it is printed."""
        return f"ok      {self.name}: {self.words}" if self.is_good else f"FAILED  {self.name}: {self.words}"


def run_check(name: str) -> CheckResult:
    """Run one check, in this process."""
    try:
        return CheckResult(name, CHECKS[name](), is_good=True)
    except Exception as error:  # noqa: BLE001 - whatever is broken in an installation, it is told in one line
        kind = "" if isinstance(error, NotWholeError) else f"{type(error).__name__}: "
        return CheckResult(name, kind + " ".join(str(error).split()), is_good=False)


def run_check_apart(name: str) -> CheckResult:
    """Run one check in a process of its own: where Qt does not start, it ends the process."""
    command = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "viewer"]
    places = [os.environ.get("PYTHONPATH"), str(Path(viewer.__file__).parents[1])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, places))}
    try:
        done = subprocess.run(  # noqa: S603 - this very program
            [*command, "--self-test", name],
            env=environment, stdin=subprocess.DEVNULL, capture_output=True,
            encoding="utf-8", errors="replace", timeout=_WINDOW_SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return CheckResult(name, f"no answer after {_WINDOW_SECONDS} s", is_good=False)
    last = (done.stdout.strip().splitlines() or [""])[-1]
    found = CheckResult(name, last.partition(": ")[2], is_good=done.returncode == 0)
    if str(found) == last:
        return found
    said = " ".join(done.stderr.split()) or "it said nothing"
    return CheckResult(name, f"its process ended with status {done.returncode}: {said}", is_good=False)


# --- The checks ---------------------------------------------------------------------------------------------------


def _data_files() -> str:
    """Icons and themes are looked at in the window, all of them."""
    for place in (("icons", "app.svg"), ("themes", "light.toml"), ("themes", "dark.toml"), ("export", "page.css")):
        if not resource(*place).stat().st_size:
            raise NotWholeError(f"{resource(*place)} is empty")
    return str(resource("icons").parent)


def _plug_ins() -> str:
    """Plug-ins are named by strings, which tools that make bundles cannot see."""
    from viewer.core.dialects import DIALECTS  # noqa: PLC0415 - the first to load them all
    from viewer.core.formats import READERS  # noqa: PLC0415
    from viewer.core.streams import DECODERS  # noqa: PLC0415

    tables: dict[str, Iterable[object]] = {
        "readers": READERS, "framings": DECODERS, "dialects": DIALECTS, "exporters": EXPORTERS,
    }  # fmt: skip
    return ", ".join(f"{sum(1 for _ in table)} {name}" for name, table in tables.items())


def _yaml() -> str:
    """PyYAML without libyaml would be 40 times slower."""
    import yaml  # noqa: PLC0415 - one library a check

    if not yaml.__with_libyaml__:
        raise NotWholeError("PyYAML was built without libyaml")
    return f"PyYAML {yaml.__version__} with libyaml"


def _codings() -> str:
    import gzip  # noqa: PLC0415
    import zlib  # noqa: PLC0415

    import brotli  # type: ignore[import-untyped]  # noqa: PLC0415
    import zstandard  # noqa: PLC0415

    from viewer.core.content_codings import inflate  # noqa: PLC0415

    packed = {
        "gzip": gzip.compress(_TEXT), "deflate": zlib.compress(_TEXT),
        "br": brotli.compress(_TEXT), "zstd": zstandard.compress(_TEXT),
    }  # fmt: skip
    for coding, data in packed.items():
        if inflate(data, coding).data != _TEXT:
            raise NotWholeError(f"{coding} does not give back what was packed")
    return ", ".join(packed)


def _schemas() -> str:
    """The drafts of JSON Schema are data files of another package."""
    from viewer.core.text.json_schema import first_failure  # noqa: PLC0415

    drafts = ("http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema")
    for draft in drafts:
        if first_failure({"$schema": draft, "type": "object", "required": ["city"]}, {}) is None:
            raise NotWholeError(f"{draft} finds nothing missing in an empty object")
    return f"{len(drafts)} drafts of JSON Schema"


def _prices() -> str:
    from viewer.core.prices import estimate  # noqa: PLC0415

    answered: Json = {"usage": {"prompt_tokens": 1000, "completion_tokens": 1000, "total_tokens": 2000}}
    found = estimate(answered, "https://api.openai.com/v1/chat/completions", "gpt-4o", "openai.chat")
    if found is None:
        raise NotWholeError("the price lists of genai-prices do not know gpt-4o")
    return found.source


def _highlighting() -> str:
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415

    names = ("python", "bash", "javascript", "diff")
    for name in names:
        get_lexer_by_name(name)
    return ", ".join(names)


def _samples() -> str:
    """Everything between a file and a message works."""
    recordings = _recordings()
    for name, recording in recordings.items():
        unknown = [exchange.interaction.index for exchange in recording.exchanges if exchange.dialect is None]
        wrong = [problem.text for problem in recording.cassette.problems if problem.severity is Severity.ERROR]
        if unknown or wrong or not recording.exchanges:
            raise NotWholeError(f"{name} is not understood: {wrong or unknown or 'no interactions'}")
    return ", ".join(recordings)


def _exports() -> str:
    written = 0
    for exporter in EXPORTERS:
        for name, recording in _recordings().items():
            out = StringIO()
            write_export(exporter, recording, out, ExportOptions())
            if not out.getvalue().strip():
                raise NotWholeError(f"{name} as {exporter.name} is empty")
            written += len(out.getvalue())
    return f"{', '.join(exporter.name for exporter in EXPORTERS)} ({written:,} characters)"


def _redaction() -> str:
    """What stands in the place of a secret takes a function of OpenSSL, which a Python may lack."""
    from viewer.core.secrets.stand_ins import stand_in  # noqa: PLC0415

    secret = "sk-planted-0123456789"
    instead = "".join(stand_in([secret]))
    if len(instead) != len(secret) or instead == secret:
        raise NotWholeError("a secret has no stand-in")
    return "secrets have stand-ins"


def _index() -> str:
    """What is known of files is kept, in a folder of its own."""
    from viewer.index.schema import has_trigrams  # noqa: PLC0415
    from viewer.index.store import Store  # noqa: PLC0415

    with TemporaryDirectory(prefix="cassette-viewer-") as folder, closing(Store(Path(folder, "index.sqlite"))) as store:
        if not store.usable:
            raise NotWholeError(" ".join(problem.text for problem in store.told()))
    return f"SQLite, texts found {'by their words' if has_trigrams() else 'one by one'}"


def _workers() -> str:
    """A process started as it is beside a window; in a bundle this program is the interpreter of such a one."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        if pool.submit(os.getpid).result(_WORKER_SECONDS) == os.getpid():
            raise NotWholeError("work is not given away")
    return "work is done by another process"


def _window() -> str:
    """A window on no screen, with settings of its own; QT_QPA_PLATFORM is read once, when Qt starts."""
    from viewer.gui.self_test import check_window  # noqa: PLC0415 - Qt reads the environment when it is loaded

    with TemporaryDirectory(prefix="cassette-viewer-") as folder:
        return check_window(resource("samples", SAMPLE), Path(folder))


def _recordings() -> dict[str, Recording]:
    found = {path.name: load(path) for path in sorted(resource("samples").glob("*.yaml"))}
    if SAMPLE not in found:
        raise NotWholeError(f"{resource('samples')} holds no {SAMPLE}")
    return found


CHECKS: dict[str, Callable[[], str]] = {
    "data files": _data_files,
    "plug-ins": _plug_ins,
    "YAML": _yaml,
    "codings": _codings,
    "schemas": _schemas,
    "prices": _prices,
    "highlighting": _highlighting,
    "samples": _samples,
    "exports": _exports,
    "redaction": _redaction,
    "index": _index,
    "workers": _workers,
    "window": _window,
}
"""Every check by its name, in the order in which they are run."""

APART = frozenset({"window"})
"""The checks that can end their process."""
