# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A home folder is made to know the program, and is afterwards what it was, byte for byte."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from viewer.desktop import databases, freedesktop, linux, mime_defaults
from viewer.desktop.places import Places
from viewer.desktop.plan import apply, describe
from viewer.desktop.record import load

_COMMAND = ("/opt/viewer/cassette-viewer",)
_MIMEAPPS = b"[Default Applications]\ntext/html=firefox.desktop\n\n[Removed Associations]\nimage/png=gimp.desktop;"
_OURS = freedesktop.DESKTOP_FILE
_ASKED = mime_defaults.default_application
_EDITORS = {
    "application/x-yaml": "editor.desktop",
    "application/yaml": "editor.desktop",
    "application/json": "code.desktop",
}


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """The folders of a user who has settings, and of a system with no package of ours."""
    home = tmp_path / "home"
    (home / ".config").mkdir(parents=True)
    (home / ".config" / "mimeapps.list").write_bytes(_MIMEAPPS)
    (home / ".local" / "share").mkdir(parents=True)
    return Places(home / ".local" / "share", home / ".config", home / ".local" / "state", (tmp_path / "usr",))


@pytest.fixture(autouse=True)
def editors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which programs open YAML and JSON, whatever this machine has."""
    monkeypatch.setattr(mime_defaults, "default_application", _EDITORS.get)


@pytest.fixture
def no_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """A desktop without the programs that index its folders."""
    monkeypatch.setattr(databases, "program", lambda _name: None)


def _snapshot(places: Places) -> dict[str, bytes | None]:
    home = places.config.parent
    return {str(path.relative_to(home)): None if path.is_dir() else path.read_bytes() for path in home.rglob("*")}


def _integrate(places: Places, *options: str) -> None:
    apply(linux.integration(_COMMAND, options, places, load(places.record)))


def _undo(places: Places) -> list[str]:
    record = load(places.record)
    assert record is not None
    plan = linux.removal(places, record)
    apply(plan)
    return list(plan.notes)


def _defaults(places: Places) -> str:
    return (places.config / "mimeapps.list").read_text("utf-8")


def _section(text: str, name: str) -> str:
    """The lines of a section of mimeapps.list."""
    return text.partition(f"[{name}]\n")[2].partition("\n[")[0].rstrip() + "\n"


def test_there_and_back_leaves_nothing_behind(places: Places) -> None:
    before = _snapshot(places)
    _integrate(places)
    assert (places.data / "applications" / freedesktop.DESKTOP_FILE).is_file()
    assert _snapshot(places) != before
    assert _undo(places) == []
    assert _snapshot(places) == before


def test_there_and_back_where_nothing_was(places: Places, no_tools: None) -> None:
    shutil.rmtree(places.config)
    before = _snapshot(places)
    _integrate(places, "yaml")
    _undo(places)
    assert _snapshot(places) == before


def test_what_other_programs_have_there_stays(places: Places) -> None:
    others = places.data / "mime" / "packages" / "other.xml"
    others.parent.mkdir(parents=True)
    others.write_text(
        '<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">'
        '<mime-type type="application/x-other"><glob pattern="*.other"/></mime-type></mime-info>',
        "utf-8",
    )
    if shutil.which("update-mime-database"):
        subprocess.run(["update-mime-database", places.data / "mime"], check=True, capture_output=True)
    before = _snapshot(places)
    _integrate(places)
    _undo(places)
    assert _snapshot(places) == before


def test_nobody_loses_a_default_and_the_program_is_offered(places: Places, no_tools: None) -> None:
    _integrate(places)
    assert "application/json=code.desktop;cassette-viewer.desktop;\n" in _defaults(places)
    assert _section(_defaults(places), "Default Applications") == _section(_MIMEAPPS.decode(), "Default Applications")


@pytest.mark.parametrize("line", ["code.desktop;", "gone.desktop;", "gone.desktop;code.desktop", _OURS])
@pytest.mark.parametrize("added", ["", "application/json=a.desktop;code.desktop;\n"])
def test_what_the_user_chose_as_default_is_never_touched(places: Places, no_tools: None, line: str, added: str) -> None:
    before = f"[Default Applications]\napplication/json={line}\n\n[Added Associations]\n{added}".rstrip() + "\n"
    (places.config / "mimeapps.list").write_text(before, "utf-8")
    _integrate(places)
    chosen = _section(before, "Default Applications")
    assert _section(_defaults(places), "Default Applications") == chosen
    offered = "a.desktop;code.desktop;" if added else "code.desktop;"
    assert f"application/json={offered}{_OURS};\n" in _defaults(places)
    _integrate(places, "json")
    assert f"application/json={_OURS}\n" in _section(_defaults(places), "Default Applications")
    _integrate(places)
    assert _section(_defaults(places), "Default Applications") == chosen
    _undo(places)
    assert _defaults(places) == before


@pytest.mark.skipif(not shutil.which("gio"), reason="gio is not installed")
@pytest.mark.parametrize("chosen", ["", "[Default Applications]\napplication/json=gone.desktop;\n"])
def test_the_desktop_itself_offers_the_program_and_keeps_its_default(
    places: Places, no_tools: None, monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    monkeypatch.setattr(mime_defaults, "default_application", _ASKED)
    for name, value in (("HOME", places.config.parent), ("XDG_DATA_DIRS", places.system[0])):
        monkeypatch.setenv(name, str(value))
    for variable in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_CURRENT_DESKTOP"):
        monkeypatch.delenv(variable, raising=False)
    applications = places.data / "applications"
    applications.mkdir()
    entry = "[Desktop Entry]\nType=Application\nName=Editor\nExec=true %F\nMimeType=application/json;\n"
    (applications / "editor.desktop").write_text(entry, "utf-8")
    (applications / "mimeinfo.cache").write_text("[MIME Cache]\napplication/json=editor.desktop;\n", "utf-8")
    (places.config / "mimeapps.list").write_text(chosen, "utf-8")
    assert _ASKED("application/json") == "editor.desktop"
    apply(linux.integration((sys.executable,), (), places, None))
    assert _ASKED("application/json") == "editor.desktop"
    told = subprocess.run(["gio", "mime", "application/json"], check=True, capture_output=True, text=True).stdout
    assert _OURS in told
    apply(linux.integration((sys.executable,), ("json",), places, load(places.record)))
    assert _ASKED("application/json") == _OURS
    apply(linux.integration((sys.executable,), (), places, load(places.record)))
    assert _ASKED("application/json") == "editor.desktop"


def test_the_default_for_a_format_only_when_asked_and_then_given_back(places: Places, no_tools: None) -> None:
    _integrate(places, "yaml")
    assert "yaml=cassette-viewer.desktop\n" in _defaults(places)
    assert "application/json=code.desktop;cassette-viewer.desktop;\n" in _defaults(places)
    _integrate(places)  # without the option: as if it had never been given
    assert "yaml=cassette-viewer.desktop\n" not in _defaults(places)
    assert "yaml=editor.desktop;cassette-viewer.desktop;\n" in _defaults(places)
    _undo(places)
    assert _defaults(places).encode() == _MIMEAPPS


def test_where_nothing_opens_a_format_being_offered_would_mean_being_the_default(
    places: Places, no_tools: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mime_defaults, "default_application", lambda _type: None)
    plan = linux.integration(_COMMAND, (), places, None)
    apply(plan)
    assert _defaults(places).encode() == _MIMEAPPS
    assert sum("is not offered" in note for note in plan.notes) == 2


def test_a_file_that_others_changed_loses_our_lines_only(places: Places, no_tools: None) -> None:
    _integrate(places, "yaml")
    mimeapps = places.config / "mimeapps.list"
    text = mimeapps.read_text("utf-8").replace("text/html=firefox", "text/html=chromium")
    mimeapps.write_text(text.replace("code.desktop;cassette", "code.desktop;new.desktop;cassette"), "utf-8")
    notes = _undo(places)
    left = mimeapps.read_text("utf-8")
    assert "cassette-viewer" not in left
    assert "text/html=chromium.desktop" in left
    assert "application/json=code.desktop;new.desktop;\n" in left
    assert "yaml" not in left
    assert len(notes) == 1


def test_done_twice_is_done_once(places: Places, no_tools: None) -> None:
    before = _snapshot(places)
    _integrate(places)
    after = _snapshot(places)
    assert linux.integration(_COMMAND, (), places, load(places.record)).steps == ()
    _integrate(places)
    assert _snapshot(places) == after
    _undo(places)
    assert _snapshot(places) == before


@pytest.mark.parametrize(("line", "left"), [("", "archives.desktop"), ("gone.desktop;", "gone.desktop;")])
def test_a_type_that_both_claim_stays_with_the_program_that_opens_it_now(
    places: Places, no_tools: None, monkeypatch: pytest.MonkeyPatch, line: str, left: str
) -> None:
    monkeypatch.setattr(mime_defaults, "default_application", {"application/har+json": "archives.desktop"}.get)
    before = f"[Default Applications]\napplication/har+json={line}\n" if line else ""
    (places.config / "mimeapps.list").write_text(before, "utf-8")
    _integrate(places)
    assert _section(_defaults(places), "Default Applications") == f"application/har+json={left}\n"
    assert f"application/har+json=archives.desktop;{_OURS};\n" in _defaults(places)
    _undo(places)
    assert _defaults(places) == before


def test_done_again_after_the_program_moved_it_still_opens_its_own_types(
    places: Places, no_tools: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    _integrate(places)
    # As GIO answers while the entry names a program that is gone: HAR files are JSON files.
    monkeypatch.setattr(mime_defaults, "default_application", {**_EDITORS, "application/har+json": "code.desktop"}.get)
    before = _defaults(places)
    _integrate(places)
    assert _defaults(places) == before


def test_half_of_it_is_undone_too(places: Places, no_tools: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = _snapshot(places)
    plan = linux.integration(_COMMAND, (), places, None)
    told: list[str] = []

    def stop(line: str) -> None:
        told.append(line)
        if "mimeapps.list" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        apply(plan, stop)
    assert _snapshot(places) != before
    _undo(places)
    assert _snapshot(places) == before


def test_a_file_changed_between_plan_and_deed_is_not_overwritten(places: Places, no_tools: None) -> None:
    plan = linux.integration(_COMMAND, (), places, None)
    (places.config / "mimeapps.list").write_bytes(b"[Default Applications]\nx/y=z.desktop\n")
    with pytest.raises(OSError, match="changed by another program"):
        apply(plan)
    assert _defaults(places) == "[Default Applications]\nx/y=z.desktop\n"


def test_a_link_stays_a_link(places: Places, no_tools: None, tmp_path: Path) -> None:
    kept, link = tmp_path / "dotfiles", places.config / "mimeapps.list"
    link.rename(kept)
    link.symlink_to(kept)
    _integrate(places)
    assert link.is_symlink()
    assert b"cassette-viewer" in kept.read_bytes()
    _undo(places)
    assert (link.is_symlink(), kept.read_bytes()) == (True, _MIMEAPPS)


def test_a_package_that_brought_the_types_is_left_alone(places: Places, no_tools: None, tmp_path: Path) -> None:
    program = tmp_path / "usr" / "bin" / "cassette-viewer"
    entry = tmp_path / "usr" / "applications" / freedesktop.DESKTOP_FILE
    for path in (program, entry):
        path.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    entry.write_text(freedesktop.desktop_entry([str(program)]), "utf-8")
    plan = linux.integration([str(program)], (), places, None)
    assert [line for line in describe(plan) if line.startswith(("write", "change"))] == [
        f"change {places.config / 'mimeapps.list'}"
    ]
    assert any("came with the package" in note for note in plan.notes)


@pytest.mark.skipif(not shutil.which("gio"), reason="gio is not installed")
def test_the_desktop_starts_the_program_with_the_files_whatever_its_path_has(tmp_path: Path) -> None:
    program = tmp_path / "a b" / '"$HOME" \\n `x` ü' / "it's"
    program.parent.mkdir(parents=True)  # a `%` in it GLib finds no program for, doubled as it must be or not
    program.write_text(f"#!{sys.executable}\nimport sys, json\nprint(json.dumps(sys.argv[1:]))\n", "utf-8")
    program.chmod(0o755)
    entry, file = tmp_path / freedesktop.DESKTOP_FILE, tmp_path / "x y.yaml"
    entry.write_text(freedesktop.desktop_entry([str(program), "-c", "import x; print('a$b' % 1)"]), "utf-8")
    file.touch()
    done = subprocess.run(["gio", "launch", entry, file], check=False, capture_output=True, text=True)
    assert done.stdout == f'["-c", "import x; print(\'a$b\' % 1)", "{file}"]\n', done.stderr
