# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The command as a process of its own: pipes, signals, names and encodings of the system."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

TERMINAL_ONLY = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")

posix = pytest.mark.skipif(os.name != "posix", reason="POSIX signals and file names")


@pytest.fixture
def sample(samples: Path) -> str:
    return str(samples / "agent-tools.yaml")


def _run(*arguments: str | bytes, **more: str) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if k not in TERMINAL_ONLY} | more
    return subprocess.Popen(
        [sys.executable, "-m", "viewer", *arguments], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@posix
def test_reader_that_leaves_is_no_error(samples: Path) -> None:
    process = _run("export", str(samples / "reasoning.yaml"), "--to", "html")
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() in (0, 141)


@posix
def test_interrupt_ends_without_traceback(sample: str) -> None:
    # Where the tests run in the background of a shell, they ignore Ctrl+C, and so would what they start.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = _run("play", sample, "--speed", "0.01")
    finally:
        signal.signal(signal.SIGINT, before)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert err == b""
    # Under `-m` CPython ends by the signal itself if it came while a text was executed (a dataclass made): to a shell
    # that is the same status.
    assert process.returncode in (130, -signal.SIGINT)


@posix
def test_name_that_cannot_be_decoded(sample: str, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff\xfe.yaml"
    with open(path, "wb") as file:  # noqa: PTH123 - a name in bytes
        file.write(Path(sample).read_bytes())
    out, err = _run("export", path, b"--to", b"json").communicate(timeout=20)
    assert err == b""
    assert json.loads(out)["source"]["name"] == "\udcff\udcfe.yaml"
    out, err = _run("check", path + b"no").communicate(timeout=20)
    assert err.decode("utf-8").endswith("<U+DCFF><U+DCFE>.yamlno: No such file or directory\n")


@posix
def test_output_is_utf8_in_any_locale(samples: Path) -> None:
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    out, err = _run("export", str(samples / "reasoning.yaml"), "--to", "text", **plain).communicate(timeout=20)
    assert err == b""
    assert "café 闭门" in out.decode("utf-8")
    out, err = _run("play", str(samples / "reasoning.yaml"), "--no-wait", **plain).communicate(timeout=20)
    assert err == b""
    assert b"caf\\xe9" in out


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_export_that_is_ended_leaves_whole_files_only(tmp_path: Path, sample: str, number: signal.Signals) -> None:
    data = Path(sample).read_bytes()
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for index in range(16_000_000 // len(data) + 200):
        (folder / f"{index:05}.yaml").write_bytes(data)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = _run("export", str(folder), "--to", "html", "--output", str(out))
    finally:
        signal.signal(signal.SIGINT, before)
    while not (out.is_dir() and any(out.glob("*.html"))):
        assert process.poll() is None
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert err == b""
    assert process.returncode in (128 + number, -number)
    assert not list(out.glob(".*")), "nothing half written stays"
    assert all(file.read_bytes().rstrip().endswith(b"</html>") for file in out.iterdir())
    assert len(list(out.iterdir())) < len(list(folder.iterdir()))


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Return a folder of which the path is short enough for sockets (unix(7))."""
    with tempfile.TemporaryDirectory(prefix="cv") as name:
        yield Path(name)


@posix
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_window_closes_when_it_is_asked_to_by_a_signal(
    short_folder: Path, sample: str, number: signal.Signals
) -> None:
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
    homes = {name: str(short_folder) for name in names}
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = _run(sample, QT_QPA_PLATFORM="offscreen", **homes)
    finally:
        signal.signal(signal.SIGINT, before)
    end = time.monotonic() + 60
    while not any(path.is_socket() for path in short_folder.iterdir()):  # it is there when others find it
        assert process.poll() is None
        assert time.monotonic() < end
        time.sleep(0.01)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0, err


_WHEN_IT_HEARS = """
import os, signal, sys, threading, time
from viewer.cli import main

def send():
    while "EndSignals" not in repr(signal.getsignal(signal.SIGTERM)):
        time.sleep(0.01)
    os.kill(os.getpid(), signal.SIGTERM)

threading.Thread(target=send, daemon=True).start()
sys.exit(main(sys.argv[1:]))
"""


@posix
def test_a_comparison_closes_when_it_is_asked_to_by_a_signal(sample: str, samples: Path, short_folder: Path) -> None:
    names = ("HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR")
    environment = os.environ | {name: str(short_folder) for name in names} | {"QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        [sys.executable, "-c", _WHEN_IT_HEARS, "--compare", sample, str(samples / "errors.yaml")],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        _, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 0, err


def test_a_comparison_with_a_file_that_is_not_there_opens_no_window(sample: str) -> None:
    out, err = _run("--compare", sample, "nope.yaml", QT_QPA_PLATFORM="offscreen").communicate(timeout=60)
    assert (out, err) == (b"", b"cassette-viewer: nope.yaml: No such file or directory\n")
