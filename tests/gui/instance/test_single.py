# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""One instance, shown with real processes: a second start hands over, whatever happened to the first."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from viewer.gui.instance import single
from viewer.gui.instance.address import find_address
from viewer.gui.instance.message import Request
from viewer.gui.instance.single import hand_over
from viewer.loose_text import LooseText

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and sockets of POSIX")
PATIENCE = 60.0
PROGRAM = Path(__file__).with_name("watched_viewer.py")


def wait_for(ready: Callable[[], bool], what: str) -> None:
    """Poll until something is so."""
    end = time.monotonic() + PATIENCE
    while not ready():
        if time.monotonic() > end:
            pytest.fail(f"waited {PATIENCE:.0f} s for {what}")
        time.sleep(0.02)


class Start:
    """One start of the program, and what its window holds."""

    def __init__(self, state: Path, *arguments: str, cwd: Path, answer_ms: int, piped: bytes) -> None:
        self._state = state
        command = [sys.executable, str(PROGRAM), str(state), str(answer_ms), *arguments]
        environment = {**os.environ, "PYTHONPATH": str(PROGRAM.parents[3])}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=pipe, stderr=pipe)
        assert self.process.stdin is not None
        self.process.stdin.write(piped)
        self.process.stdin.close()
        self.process.stdin = None

    @property
    def held(self) -> dict[str, Any]:
        """What the window holds; empty while there is none."""
        return json.loads(self._state.read_text("utf-8")) if self._state.exists() else {}

    def shows(self, *names: str) -> bool:
        """Whether just these files are open."""
        return Counter(self.held.get("documents")) == Counter(names)

    def ended(self) -> tuple[int, str]:
        """Exit status and standard error, once it is over."""
        error = self.process.communicate(timeout=PATIENCE)[1].decode()
        said = [line for line in error.splitlines() if not line.startswith("This plugin does not support")]
        return self.process.returncode, "\n".join(said)


Starter = Callable[..., Start]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Starter]:
    """Starts the program; what still runs after the test is killed."""
    started: list[Start] = []

    def make(*arguments: str, cwd: Path = tmp_path, answer_ms: int = 30_000, piped: bytes = b"") -> Start:
        started.append(
            Start(tmp_path / f"state-{len(started)}.json", *arguments, cwd=cwd, answer_ms=answer_ms, piped=piped)
        )
        return started[-1]

    yield make
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        if one.process.stderr is not None and not one.process.stderr.closed:
            sys.stderr.write(one.process.communicate()[1].decode())  # shown where the test fails


@pytest.fixture
def cassettes(samples: Path, tmp_path: Path) -> list[str]:
    """Eight files in the working directory of every start."""
    names = [f"run-{number}.yaml" for number in range(8)]
    for name in names:
        shutil.copy(samples / "reasoning.yaml", tmp_path / name)
    return names


def test_eight_starts_at_once_are_one_window_with_every_file_once(start: Starter, cassettes: list[str]) -> None:
    starts = [start(name) for name in cassettes]
    wait_for(lambda: sum(one.process.poll() == 0 for one in starts) == 7, "seven starts to hand over")
    (first,) = (one for one in starts if one.process.poll() is None)
    wait_for(lambda: first.shows(*cassettes), "all files in the one window")
    assert not any(one.held for one in starts if one is not first)


def test_files_are_handed_to_the_first_and_to_whoever_comes_after_it(
    start: Starter, cassettes: list[str], tmp_path: Path
) -> None:
    first = start(cassettes[0])
    wait_for(lambda: first.shows(cassettes[0]), "the first window")
    (tmp_path / "elsewhere").mkdir()
    assert start(f"../{cassettes[1]}", cwd=tmp_path / "elsewhere").ended() == (0, "")
    wait_for(lambda: first.shows(*cassettes[:2]), "the file by its path from another folder")
    wait_for(lambda: cassettes[1] in first.held["title"], "the file that was asked for on show")
    assert start().ended() == (0, ""), "nothing to open: the window comes to the front"
    text = (tmp_path / cassettes[0]).read_bytes()
    assert start("-", "/dev/stdin", piped=text).ended() == (0, ""), "read by the second: the first could not"
    wait_for(lambda: "Standard input" in first.held["title"], "the text on show in the first window")
    apart = start(cassettes[2], "--new-window")
    wait_for(lambda: apart.shows(cassettes[2]), "a window of its own")
    first.process.kill()
    first.process.wait()
    heir = start(cassettes[4])
    wait_for(lambda: heir.shows(cassettes[4]), "a first instance after the one that was killed")
    assert start(cassettes[5]).ended() == (0, "")
    wait_for(lambda: heir.shows(*cassettes[4:6]), "the file handed to the new first instance")


def test_a_file_that_is_not_there_is_told_by_the_start_that_named_it(start: Starter, cassettes: list[str]) -> None:
    first = start(cassettes[0])
    wait_for(lambda: first.held.get("is_found") is True, "the first window, and that it can be found")
    said = "cassette-viewer: nope.yaml: No such file or directory"
    assert start("nope.yaml").ended() == (2, said)
    wait_for(lambda: first.shows(cassettes[0], "nope.yaml"), "the page that tells it in the window too")
    assert start("nope.yaml", cassettes[1]).ended() == (0, said)
    wait_for(lambda: first.shows(*cassettes[:2], "nope.yaml"), "the one that is there")


def stop_where_nothing_is_locked(process: subprocess.Popen[bytes], homes: Path) -> None:
    """Stop a process, but not while it writes settings: whoever wants to write them too would wait for it."""

    def is_stopped() -> bool:
        process.send_signal(signal.SIGSTOP)
        os.waitpid(process.pid, os.WUNTRACED)
        if not any(homes.rglob("*.lock")):
            return True
        process.send_signal(signal.SIGCONT)
        return False

    wait_for(is_stopped, "a moment without a lock")


def test_an_instance_that_hangs_is_given_up_and_opens_nothing_later(
    start: Starter, cassettes: list[str], own_home: Path
) -> None:
    first = start(cassettes[0])
    wait_for(lambda: first.held.get("is_found") is True, "the first window, and that it can be found")
    stop_where_nothing_is_locked(first.process, own_home.parent)
    second = start(cassettes[1], answer_ms=300)
    wait_for(lambda: second.shows(cassettes[1]), "a window of its own")
    first.process.send_signal(signal.SIGCONT)
    assert start(cassettes[2]).ended() == (0, ""), "it is the first again"
    wait_for(lambda: cassettes[2] in first.held["documents"], "the file in the first window")
    assert first.shows(cassettes[0], cassettes[2]), "what was given up is not opened twice"
    second.process.kill()
    assert "the running instance does not answer" in second.ended()[1]


_OTHER = """
import socket, sys, time
listener = socket.socket(socket.AF_UNIX)
listener.bind(sys.argv[1])
listener.listen()
print("ready", flush=True)
while True:
    visitor, _ = listener.accept()
    visitor.sendall(sys.argv[2].encode())
    visitor.recv(100)
"""


@pytest.mark.parametrize(
    ("greeting", "reason"),
    [
        ('{"cassette-viewer": "9.0", "protocol": 99}\n', "the running instance is version 9.0"),
        ("SSH-2.0\r\n", "something else answers"),
        ("x" * 100_000, "something else answers"),
    ],
)
def test_whoever_answers_otherwise_gets_nothing(greeting: str, reason: str) -> None:
    command = [sys.executable, "-c", _OTHER, find_address().socket, greeting]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        role = hand_over(Request(("/a.yaml",)))
        other.kill()
    assert role is not None
    assert role.address is None
    assert reason in role.reason


def test_a_socket_that_is_not_this_users_own_is_not_trusted() -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(find_address().socket)
        listener.listen()
        Path(find_address().socket).chmod(0o666)
        role = hand_over(Request(("/a.yaml",)))
    assert role is not None
    assert role.address is None
    assert "is not this user's own socket" in role.reason


def test_a_socket_that_nobody_listens_on_is_no_obstacle() -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(find_address().socket)
    role = hand_over(Request(("/a.yaml",)))
    assert role is not None
    assert role.address == find_address()


def test_more_text_than_is_handed_over_opens_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single, "MOST_TEXT", 3)
    role = hand_over(Request(texts=(LooseText("Standard input", b"four"),)))
    assert role is not None
    assert role.address is None
