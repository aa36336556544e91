# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Where instances meet: the same place for two starts on one screen, another for any other, and never one of others."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pytest

from viewer.gui.instance.address import Untrusted, find_address

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="the displays of X11 and Wayland")


@pytest.fixture(autouse=True)
def no_display(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)
    short = Path(tempfile.mkdtemp(dir="/tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(short))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def _on(monkeypatch: pytest.MonkeyPatch, **variables: str) -> str:
    with monkeypatch.context() as context:
        for name, value in variables.items():
            context.setenv(name, value)
        return find_address().socket


def test_one_for_each_display(monkeypatch: pytest.MonkeyPatch) -> None:
    first = _on(monkeypatch, DISPLAY=":0")
    assert first.startswith(os.environ["XDG_RUNTIME_DIR"])
    same = [{"DISPLAY": ":0.0"}, {"DISPLAY": "unix:0"}, {"DISPLAY": ":0", "QT_QPA_PLATFORM": "xcb"}]
    assert {_on(monkeypatch, **variables) for variables in same} == {first}
    others = [
        {"DISPLAY": ":1"},
        {"DISPLAY": "localhost:10.0"},
        {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"},
        {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-1"},
        {"DISPLAY": ":0", "QT_QPA_PLATFORM": "offscreen"},
    ]
    assert len({first, *(_on(monkeypatch, **variables) for variables in others)}) == 6
    both = {"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", "QT_QPA_PLATFORM": "xcb"}
    assert _on(monkeypatch, **both) == first, "the display that is drawn on counts"


def test_another_root_folder_is_another_place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = find_address()
    stat = os.stat
    monkeypatch.setattr(os, "stat", lambda path, **more: stat(tmp_path if path == "/" else path, **more))
    assert find_address() != here


@pytest.mark.parametrize("kind", ["none", "missing", "relative", "open to others", "too long", "a file"])
def test_without_a_folder_of_the_session_there_is_one_below_the_temporary_one(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / ("x" * 100 if kind == "too long" else "run")
    if kind == "a file":
        folder.touch()
    elif kind in ("open to others", "too long"):
        folder.mkdir()
        folder.chmod(0o777 if kind == "open to others" else 0o700)
    value = {"none": "", "relative": "run"}.get(kind, str(folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", value)
    made = Path(find_address().socket).parent
    assert made == tmp_path / f"cassette-viewer-{os.geteuid()}"
    assert made.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("kind", ["open to others", "a link", "a file", "another user's"])
def test_a_folder_that_others_may_have_made_is_not_used(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    folder = tmp_path / f"cassette-viewer-{os.geteuid()}"
    if kind == "a link":
        (tmp_path / "real").mkdir(mode=0o700)
        folder.symlink_to(tmp_path / "real")
    elif kind == "a file":
        folder.touch()
    else:
        folder.mkdir(mode=0o700)
        if kind == "another user's":
            if os.geteuid():
                pytest.skip("only root can give a folder away")
            os.chown(folder, 12345, -1)
        else:
            folder.chmod(0o777)
    with pytest.raises(Untrusted, match=folder.name):
        find_address()


def test_what_stands_there_must_be_ones_own_socket() -> None:
    address = find_address()
    assert not address.is_taken()
    Path(address.socket).touch()
    with pytest.raises(Untrusted, match="not this user's own socket"):
        address.is_taken()
