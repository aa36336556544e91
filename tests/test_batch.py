# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Which files a command works on, where it writes, and that no cassette is ever written to."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from viewer import batch
from viewer.batch import Check, Choice, Export, Report, Source, error_line, reports, sources
from viewer.core import formats
from viewer.core.errors import Problem, Severity
from viewer.core.exporters import ExportOptions
from viewer.core.model import Cassette


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a/b.yaml, a/deep/c.yaml, d.yaml and hidden files."""
    for name in ("a/b.yaml", "a/deep/c.yaml", "d.yaml", "a/.git/config", "a/.hidden.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x", "utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def _places(*arguments: str, leave_out: Path | None = None) -> list[str]:
    return [source.relative.as_posix() for source in sources(arguments, leave_out=leave_out)]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "places"),
    [
        (["a"], ["b.yaml", "deep/c.yaml"]),
        (["a/b.yaml", "d.yaml"], ["a/b.yaml", "d.yaml"]),
        (["a", "d.yaml"], ["a/b.yaml", "a/deep/c.yaml", "d.yaml"]),
        (["a", "a/b.yaml"], ["a/b.yaml", "a/deep/c.yaml"]),
        (["a/deep/../b.yaml", "d.yaml"], ["a/b.yaml", "d.yaml"]),
        ([".hidden", "no.yaml"], [".hidden", "no.yaml"]),
    ],
)
def test_places_below_the_output_folder(arguments: list[str], places: list[str]) -> None:
    assert _places(*arguments) == places


def test_absolute_paths_are_placed_below_their_common_folder(here: Path) -> None:
    assert _places(str(here / "a/b.yaml"), str(here / "a/deep/c.yaml")) == ["b.yaml", "deep/c.yaml"]
    assert _places(str(here / "a")) == ["b.yaml", "deep/c.yaml"]


def test_no_place_leads_out_of_the_output_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(here / "a" / "deep")
    assert _places("../../d.yaml", "../b.yaml", "c.yaml") == ["d.yaml", "a/b.yaml", "a/deep/c.yaml"]


def test_output_inside_the_folder_is_left_out(here: Path) -> None:
    assert _places("a", leave_out=here / "a" / "deep") == ["b.yaml"]


@pytest.mark.parametrize(("line", "place"), [(3, "a␊b.yaml:3"), (None, "a␊b.yaml")])
def test_error_is_one_line(line: int | None, place: str) -> None:
    assert error_line("a\nb.yaml", line, "first\n\x1b[31msecond") == f"cassette-viewer: {place}: first ␛[31msecond"


def test_reports_keep_the_order_and_the_faults_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def work(source: Source) -> Report:
        if source.path.name == "b":
            raise ValueError("a plug-in's mistake")
        return Report((source.path.name,))

    first, second, third = reports(work, [Source(Path(name), Path(name)) for name in "abc"])
    assert (first.lines, third.lines) == (("a",), ("c",))
    assert second.status == batch.UNREADABLE
    assert "internal error: ValueError: a plug-in's mistake" in second.errors[0]


def test_shared_among_processors_gives_the_same(samples: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [*sources([str(samples)]), Source(tmp_path / "gone.yaml", Path("gone.yaml"))]
    alone = list(reports(Check(), found))
    monkeypatch.setattr(batch, "_WORTH_SHARING", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert list(reports(Check(), found)) == alone
    assert alone[-1].status == batch.UNREADABLE


def test_cassette_is_not_overwritten(samples: Path, tmp_path: Path) -> None:
    for target in (tmp_path / "copy.yaml", tmp_path / "link.yaml"):
        content = (samples / "agent-tools.yaml").read_bytes()
        (tmp_path / "copy.yaml").write_bytes(content)
        if target.name == "link.yaml":
            target.symlink_to("copy.yaml")
        report = Export("text", Choice(ExportOptions()), target=target)(Source(samples / "reasoning.yaml", Path("r")))
        assert report.status == batch.UNREADABLE
        assert "is a cassette and is not overwritten" in report.errors[0]
        assert (tmp_path / "copy.yaml").read_bytes() == content


def test_problems_are_told_in_order_of_their_lines(samples: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = formats.read(samples / "errors.yaml")
    own = tuple(Problem(Severity.ERROR, text, line) for text, line in (("z", 9999), ("b", 1), ("y", 9999), ("a", None)))
    assert isinstance(found, Cassette)
    monkeypatch.setattr(formats, "read", lambda _: replace(found, problems=own))
    lines = Check()(Source(Path("x"), Path("x"))).lines
    numbers = [int(line.split(":")[1]) for line in lines]
    assert numbers == sorted(numbers)
    assert [line[-1] for line in lines if line.split()[0] in ("x:1:", "x:9999:")] == ["a", "b", "z", "y"]
