# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The window opens where there is a display; elsewhere the terminal plays, and one line says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.cli import main
from viewer.gui.instance.message import Request
from viewer.gui.instance.single import InstanceRole

Capture = pytest.CaptureFixture[str]


def test_files_go_to_the_window(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import viewer.gui.app

    sample = str(samples / "agent-tools.yaml")
    opened: list[tuple[str, ...]] = []

    def run(request: Request, _role: InstanceRole, *, with_index: bool) -> int:
        opened.append(request.paths)
        return 7

    monkeypatch.setattr(viewer.gui.app, "run", run)
    assert main([sample, "./export"]) == 7
    assert main([]) == 7
    assert opened == [(sample, str(Path.cwd() / "export")), ()]


@pytest.fixture
def no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)


@pytest.mark.usefixtures("no_display")
def test_without_display_the_terminal_plays(samples: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setattr("viewer.play._wait_until", lambda *_: None)
    assert main([str(samples / "agent-tools.yaml"), str(samples / "make_samples.py")]) == 0
    out, err = capsys.readouterr()
    assert err.splitlines()[0] == "cassette-viewer: no display server: playing in the terminal"
    assert len(err.splitlines()) == 2
    assert "get_forecast" in out


@pytest.mark.usefixtures("no_display")
@pytest.mark.parametrize(
    ("variables", "opens"),
    [
        ({"QT_QPA_PLATFORM": "xcb"}, False),
        ({"QT_QPA_PLATFORM": "wayland-egl"}, False),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ""}, False),
        ({"QT_QPA_PLATFORM": "xcb", "WAYLAND_DISPLAY": "wayland-0"}, False),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":0"}, True),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen:configfile=x.json"}, True),
        ({"QT_QPA_PLATFORM": "vnc:size=800x600"}, True),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
    ],
)
def test_a_wanted_platform_needs_its_display(
    variables: dict[str, str], *, opens: bool, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    import viewer.gui.app

    monkeypatch.setattr(viewer.gui.app, "run", lambda _request, _role, **_more: 0)
    for variable, value in variables.items():
        monkeypatch.setenv(variable, value)
    assert main([]) == (0 if opens else 2)
    assert capsys.readouterr().err.startswith("cassette-viewer: no display server") is not opens


@pytest.mark.usefixtures("no_display")
def test_without_display_and_file(capsys: Capture) -> None:
    assert main([]) == 2
    err = capsys.readouterr().err
    assert err.startswith("cassette-viewer: no display server")
    assert err.count("\n") == 1
