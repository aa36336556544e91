# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The command line keeps its contract: what it writes where, and how it ends."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sys
from pathlib import Path

import pytest

from viewer.cli import main
from viewer.core.exporters import EXPORTERS

BROKEN = "version: 2\ninteractions:\n  - id: 0\n    request: {url: [\n"

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def sample(samples: Path) -> str:
    return str(samples / "agent-tools.yaml")


@pytest.fixture
def folder(samples: Path, tmp_path: Path) -> Path:
    """A folder with two cassettes, a file that is none and a damaged one."""
    root = tmp_path / "testdata"
    (root / "deep").mkdir(parents=True)
    (root / "a.yaml").write_bytes((samples / "agent-tools.yaml").read_bytes())
    (root / "deep" / "b.yaml").write_bytes((samples / "reasoning.yaml").read_bytes())
    (root / "notes.md").write_text("# Notes\n\n- [one](x): `y`\n", "utf-8")
    (root / "settings.json").write_text('{"a": 1}', "utf-8")
    (root / "damaged.yaml").write_text("interactions: 'b\n  - \t{", "utf-8")
    return root


# --- export ---


@pytest.mark.parametrize("to", [exporter.name for exporter in EXPORTERS])
def test_one_file_goes_to_standard_output(to: str, sample: str, capsys: Capture) -> None:
    assert main(["export", sample, "--to", to]) == 0
    out, err = capsys.readouterr()
    assert out
    assert err == ""


@pytest.mark.parametrize("to", [exporter.name for exporter in EXPORTERS])
def test_a_file_holds_what_standard_output_shows(to: str, sample: str, tmp_path: Path, capsys: Capture) -> None:
    target = tmp_path / "x.out"
    assert main(["export", sample, "--to", to, "--output", str(target)]) == 0
    assert capsys.readouterr().out == ""
    main(["export", sample, "--to", to])
    assert target.read_text("utf-8") == capsys.readouterr().out


def test_one_file_into_a_folder_that_exists(sample: str, tmp_path: Path) -> None:
    assert main(["export", sample, "--to", "json", "--output", str(tmp_path)]) == 0
    assert [path.name for path in tmp_path.iterdir()] == ["agent-tools.yaml.json"]


def test_folder_is_mirrored(folder: Path, tmp_path: Path, capsys: Capture) -> None:
    output = tmp_path / "out"
    assert main(["export", str(folder), "--to", "json", "--output", str(output)]) == 2
    written = sorted(path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file())
    assert written == ["a.yaml.json", "deep/b.yaml.json"]
    assert json.loads((output / "a.yaml.json").read_text("utf-8"))["source"]["name"] == "a.yaml"
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 3
    assert re.fullmatch(rf"cassette-viewer: {folder}/damaged.yaml:\d+: .+", errors[0])
    assert errors[1].startswith(f"cassette-viewer: {folder}/notes.md: not a cassette")
    assert [error.endswith("skipped") for error in errors] == [False, True, True]


def test_what_is_no_cassette_is_no_failure_among_others(folder: Path, tmp_path: Path) -> None:
    (folder / "damaged.yaml").unlink()
    assert main(["export", str(folder), "--to", "text", "--output", str(tmp_path / "out")]) == 0


def test_several_files_keep_their_paths(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    assert main(["export", "a.yaml", "deep/b.yaml", "--to", "text", "--output", "out"]) == 0
    assert (folder / "out" / "a.yaml.txt").is_file()
    assert (folder / "out" / "deep" / "b.yaml.txt").is_file()


def test_exporting_again_gives_the_same_files(folder: Path) -> None:
    output = folder / "out"
    (folder / "damaged.yaml").unlink()
    for _ in range(2):
        assert main(["export", str(folder), "--to", "json", "--output", str(output)]) == 0
    assert sorted(path.name for path in output.rglob("*.json")) == ["a.yaml.json", "b.yaml.json"]


@pytest.mark.parametrize("inputs", [["."], ["a.yaml", "deep/b.yaml"]])
def test_several_inputs_need_an_output(
    inputs: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(folder)
    assert main(["export", *inputs, "--to", "text"]) == 2
    assert "--output" in capsys.readouterr().err


def test_interactions_are_chosen(sample: str, capsys: Capture) -> None:
    assert main(["export", sample, "--to", "json", "--interaction", "2", "--interaction", "0"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [interaction["index"] for interaction in document["interactions"]] == [0, 2]


@pytest.mark.parametrize("number", ["3", "-1"])
def test_interaction_that_is_not_there(number: str, sample: str, capsys: Capture) -> None:
    assert main(["export", sample, "--to", "json", f"--interaction={number}"]) == 2
    assert capsys.readouterr().err == f"cassette-viewer: {sample}: no interaction {number}: the file holds 0 to 2\n"


def test_secrets_are_masked_unless_shown(sample: str, tmp_path: Path, capsys: Capture) -> None:
    key = "sk-live-4f8Qm2Zx7Lr9Tb3Nc6Vw1Yd5"
    path = tmp_path / "secret.yaml"
    path.write_text(Path(sample).read_text("utf-8").replace("mountains", key), "utf-8")
    assert key in path.read_text("utf-8")
    main(["export", str(path), "--to", "json"])
    assert key not in capsys.readouterr().out
    main(["export", str(path), "--to", "json", "--show-secrets"])
    assert key in capsys.readouterr().out


@pytest.mark.parametrize("name", ["sample", "copy"])
def test_never_writes_to_a_cassette(name: str, sample: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "own.yaml"
    path.write_bytes(Path(sample).read_bytes())
    digest = hashlib.sha256(path.read_bytes()).digest()
    source = str(path) if name == "sample" else sample
    assert main(["export", source, "--to", "json", "--output", str(path)]) == 2
    assert capsys.readouterr().err == f"cassette-viewer: {path}: is a cassette and is not overwritten\n"
    assert hashlib.sha256(path.read_bytes()).digest() == digest


def test_output_that_cannot_be_written(sample: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    for parent, reason, source in (
        (tmp_path / "file", "is no folder", sample),
        (tmp_path / "gone", "no such folder", sample),
        (tmp_path / "file", "is no folder", str(Path(sample).parent)),
    ):
        assert main(["export", source, "--to", "json", "--output", str(parent / "x")]) == 2
        assert capsys.readouterr().err == f"cassette-viewer: {parent}: {reason}\n"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_is_exported_to_a_folder_made_for_it(sample: str, tmp_path: Path) -> None:
    output = tmp_path / "new" / "deep"
    assert main(["export", str(Path(sample).parent), "--to", "text", "--output", str(output)]) == 0
    assert (output / f"{Path(sample).name}.txt").is_file()


# --- errors ---


@pytest.mark.parametrize("command", [["export", "--to", "json"], ["check"], ["play"]])
def test_errors_are_one_line(command: list[str], tmp_path: Path, capsys: Capture) -> None:
    for name, content in {"gone": None, "empty": b"", "text": b"just words", "zeros": b"\0" * 99}.items():
        path = tmp_path / name
        if content is not None:
            path.write_bytes(content)
        assert main([command[0], str(path), *command[1:]]) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert re.fullmatch(rf"cassette-viewer: {path}(:\d+)?: .+\n", err), err


@pytest.mark.parametrize(
    "arguments",
    [["export"], ["export", "x", "--to", "word"], ["play"], ["play", "x", "--speed", "0"], ["check"], ["--what"]],
)
def test_wrong_use_is_one_line(arguments: list[str], capsys: Capture) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"cassette-viewer: .+ \(see cassette-viewer.* --help\)\n", err)


@pytest.mark.parametrize(
    ("option", "values", "told"),
    [
        ("--speed", ["0", "-1", "nan", "inf", "fast", "0.001", ""], "from 0.01 to 1000"),
        ("--interaction", ["first", "1.5", ""], "a whole one, counted from 0"),
    ],
)
def test_wrong_value_is_told_with_the_right_ones(option: str, values: list[str], told: str, capsys: Capture) -> None:
    for value in values:
        assert main(["play", "x", f"{option}={value}"]) == 2
        err = capsys.readouterr().err
        assert f"argument {option}: {value!r} is no " in err
        assert told in err


def test_fault_of_a_plug_in_is_one_line(sample: str, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    def fail(*_: object) -> None:
        raise ValueError("a plug-in's mistake")

    monkeypatch.setattr(type(next(iter(EXPORTERS))), "parts", fail)
    assert main(["export", sample, "--to", next(iter(EXPORTERS)).name]) == 2
    assert capsys.readouterr().err.startswith("cassette-viewer: internal error: ValueError: a plug-in's mistake")


# --- check ---


def test_check_tells_each_problem_with_its_line(samples: Path, capsys: Capture) -> None:
    path = samples / "errors.yaml"
    assert main(["check", str(path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(rf"{path}:\d+: (error|warning|info): .+", line)] == []


def test_check_finds_nothing(samples: Path, capsys: Capture) -> None:
    assert main(["check", str(samples / "reasoning.yaml")]) == 0
    assert capsys.readouterr() == ("", "")


def test_check_counts_no_infos(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "empty.yaml"
    path.write_text("version: 2\ninteractions: []\n", "utf-8")
    assert main(["check", str(path)]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "cassette-viewer: 1 note (info) in 1 file left out, --all tells everything\n"
    assert main(["check", "--all", str(path)]) == 0
    told = capsys.readouterr()
    assert ": info: " in told.out
    assert told.err == ""


@pytest.mark.parametrize(
    ("options", "told", "status"),
    [
        ([], {"error", "warning"}, 1),
        (["--all"], {"error", "warning", "info"}, 1),
        (["--severity", "error"], {"error"}, 1),
        (["--severity", "warning"], {"error", "warning"}, 1),
        (["--severity", "info"], {"error", "warning", "info"}, 1),
        (["--severity", "error", "--all"], {"error", "warning", "info"}, 1),
    ],
)
def test_check_tells_what_matters_so_much(
    options: list[str], told: set[str], status: int, samples: Path, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "errors.yaml").write_bytes((samples / "errors.yaml").read_bytes())
    (tmp_path / "empty.yaml").write_text("version: 2\ninteractions: []\n", "utf-8")
    assert main(["check", *options, str(tmp_path)]) == status
    found = capsys.readouterr()
    assert {line.split(": ")[1] for line in found.out.splitlines()} == told
    assert ("left out" in found.err) is (options == [])


def test_an_info_counts_where_it_was_asked_for(tmp_path: Path) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text("version: 2\ninteractions: []\n", "utf-8")
    for options, status in ([], 0), (["--all"], 0), (["--severity", "warning"], 0), (["--severity", "info"], 1):
        assert main(["check", *options, str(empty)]) == status


def test_check_of_a_folder(folder: Path, capsys: Capture) -> None:
    assert main(["check", str(folder)]) == 2
    assert "damaged.yaml" in capsys.readouterr().err


_MANY = [["check"], ["export", "--to", "text", "--output", "out"]]


@pytest.mark.parametrize("command", _MANY)
def test_a_folder_without_cassettes_is_a_failure(command: list[str], tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "notes.md").write_text("# Notes\n", "utf-8")
    (tmp_path / "a" / "chart.yaml").write_text("{{ if }}\na: 'b\n  - \t{", "utf-8")
    assert main([*command, str(tmp_path / "a")]) == 2
    errors = capsys.readouterr().err.splitlines()
    assert [line.endswith(", skipped") for line in errors] == [True, True, False]
    assert errors[-1] == "cassette-viewer: no cassettes there"


@pytest.mark.parametrize("command", _MANY)
def test_a_damaged_file_that_is_no_cassette_is_only_passed_over(
    command: list[str], samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "chart.yaml").write_text("{{ if }}\na: 'b\n  - \t{", "utf-8")
    (tmp_path / "a" / "good.yaml").write_bytes((samples / "reasoning.yaml").read_bytes())
    assert main([*command, "a"]) == 0
    assert "not a cassette; damaged YAML" in capsys.readouterr().err
    (tmp_path / "a" / "cut.yaml").write_text("interactions: 'b\n  - \t{", "utf-8")
    assert main([*command, "a"]) == 2
    assert main([*command, "a/chart.yaml"]) == 2, "it was named"


@pytest.mark.parametrize("command", _MANY)
def test_a_folder_without_files_is_a_failure(command: list[str], tmp_path: Path, capsys: Capture) -> None:
    assert main([*command, str(tmp_path)]) == 2
    assert capsys.readouterr().err == "cassette-viewer: no files there\n"


# --- the window ---


def test_a_link_opens_no_window(capsys: Capture) -> None:
    assert main(["https://user:pa55@example.com/x.yaml?key=s3cret"]) == 2
    said = "https://example.com was not opened: nothing is fetched. Save the file and open that."
    assert capsys.readouterr().err == f"cassette-viewer: {said}\n"


# --- play, formats, help ---


def test_play_at_once(sample: str, capsys: Capture) -> None:
    assert main(["play", sample, "--no-wait", "--interaction", "0"]) == 0
    out = capsys.readouterr().out
    assert "timing: scaled from" in out
    assert "→ get_forecast" in out
    assert "#1 " not in out


@pytest.mark.parametrize(
    ("arguments", "speed", "wait"), [([], 1.0, True), (["--speed", "2.5x"], 2.5, True), (["--no-wait"], 1.0, False)]
)
def test_play_is_given_its_pace(
    arguments: list[str], speed: float, *, wait: bool, sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import viewer.cli.play
    import viewer.play

    paces: list[viewer.play.Pace] = []
    monkeypatch.setattr(viewer.cli.play, "play", lambda _found, _out, _options, pace: paces.append(pace))
    assert main(["play", sample, *arguments]) == 0
    assert [(pace.speed, pace.wait) for pace in paces] == [(speed, wait)]


def test_formats_lists_all_that_is_registered(capsys: Capture) -> None:
    from viewer.core.dialects import DIALECTS
    from viewer.core.formats import READERS
    from viewer.core.streams import DECODERS

    assert main(["formats"]) == 0
    out = capsys.readouterr().out
    for registry in (READERS, DECODERS, DIALECTS, EXPORTERS):
        for plugin in registry:
            assert re.search(rf"^  {re.escape(plugin.name)} +{re.escape(plugin.title)}", out, re.MULTILINE)


def test_progress_shows_on_a_terminal_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    terminal, plain = Terminal(), io.StringIO()
    for stream in (terminal, plain):
        monkeypatch.setattr("sys.stderr", stream)
        main(["check", str(folder)])
    assert "3 of 5 files" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert "of 5" not in plain.getvalue()


def test_a_program_without_a_terminal_prints_into_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is in the window program of Windows."""
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    assert main(["formats"]) == 0
    assert main(["check", "none.yaml"]) == 2
    for stream in (sys.stdout, sys.stderr):
        assert stream.name == os.devnull
        stream.close()
