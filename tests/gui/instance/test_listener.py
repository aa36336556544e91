# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The first instance's side: requests in pieces are taken, garbage and silence end a visit and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from viewer.gui.instance import listener
from viewer.gui.instance.listener import InstanceListener
from viewer.gui.instance.message import RECEIPT, Request, greeting
from viewer.loose_text import LooseText

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets of POSIX")
Asked = list[Request]


@pytest.fixture
def asked() -> Asked:
    """What was asked for so far."""
    return []


@pytest.fixture
def address(asked: Asked, tmp_path_factory: pytest.TempPathFactory, qtbot: QtBot) -> Iterator[str]:
    """Where a listener listens."""
    owner = QObject()
    path = str(tmp_path_factory.mktemp("s") / "s")
    listener = InstanceListener(path, owner)
    assert listener.is_listening, listener.fault
    listener.asked.connect(asked.append)
    yield path
    listener.close()
    owner.deleteLater()


def visit(address: str, qtbot: QtBot) -> QLocalSocket:
    """Connect and be greeted."""
    socket = QLocalSocket()
    socket.connectToServer(address)
    qtbot.waitUntil(socket.canReadLine)
    assert socket.readLine().data() == greeting()
    return socket


def is_over(socket: QLocalSocket) -> bool:
    return socket.state() is QLocalSocket.LocalSocketState.UnconnectedState


def test_a_request_in_pieces_is_taken_once_and_has_its_receipt(address: str, asked: Asked, qtbot: QtBot) -> None:
    request = Request(("/a.yaml",), (LooseText("Standard input", bytes(range(256)) * 4000),), "token")
    packed = request.pack()
    socket = visit(address, qtbot)
    socket.write(packed[:10])
    socket.flush()
    qtbot.wait(20)
    assert asked == []
    socket.write(packed[10:])
    qtbot.waitUntil(lambda: asked == [request])
    qtbot.waitUntil(lambda: is_over(socket))
    assert socket.readAll().data() == RECEIPT


def test_only_this_user_can_connect(address: str) -> None:
    assert Path(address).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("garbage", [b"GET / HTTP/1.1\r\n\r\n", b"\0" * (6 << 20), Request().pack() + b"{}\n"])
def test_garbage_ends_the_visit_and_the_next_is_served(
    address: str, asked: Asked, garbage: bytes, qtbot: QtBot
) -> None:
    socket = visit(address, qtbot)
    socket.write(garbage)
    qtbot.waitUntil(lambda: is_over(socket))
    assert asked == []
    next_one = visit(address, qtbot)
    next_one.write(Request(("/b.yaml",)).pack())
    qtbot.waitUntil(lambda: asked == [Request(("/b.yaml",))])


def test_whoever_says_nothing_is_sent_away(
    address: str, asked: Asked, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(listener, "_LONGEST_CONNECTION_MS", 60)
    half = visit(address, qtbot)
    half.write(Request(("/a.yaml",)).pack()[:-1])
    qtbot.waitUntil(lambda: is_over(half))
    assert asked == []


def test_many_that_say_nothing_cost_nobody_else(address: str, asked: Asked, qtbot: QtBot) -> None:
    visits = [visit(address, qtbot) for _ in range(16)]
    next_one = visit(address, qtbot)
    qtbot.waitUntil(lambda: is_over(visits[0]))
    assert not any(map(is_over, visits[1:]))
    next_one.write(Request(("/c.yaml",)).pack())
    qtbot.waitUntil(lambda: asked == [Request(("/c.yaml",))])
    qtbot.waitUntil(lambda: is_over(next_one))
    visit(address, qtbot)
    assert not any(map(is_over, visits[1:])), "who has gone is not counted"


def test_a_crowd_at_the_door_is_let_in_one_by_one(address: str, asked: Asked, qtbot: QtBot) -> None:
    crowd = [QLocalSocket() for _ in range(300)]
    for one in crowd:
        one.connectToServer(address)
    next_one = visit(address, qtbot)
    next_one.write(Request(("/c.yaml",)).pack())
    qtbot.waitUntil(lambda: asked == [Request(("/c.yaml",))])


def test_a_socket_left_behind_is_taken_over(address: str, asked: Asked, qtbot: QtBot) -> None:
    owner = QObject()
    heir = InstanceListener(address, owner)
    assert heir.is_listening
    heir.asked.connect(asked.append)
    next_one = visit(address, qtbot)
    next_one.write(Request(("/d.yaml",)).pack())
    qtbot.waitUntil(lambda: asked == [Request(("/d.yaml",))])
    heir.close()
    owner.deleteLater()
