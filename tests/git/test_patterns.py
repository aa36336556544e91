# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Patterns that match cassettes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from viewer.git import patterns

Git = Callable[..., str]


@pytest.mark.parametrize(
    ("cassettes", "others", "wanted"),
    [
        (["a/rec/1.yaml", "a/rec/2.yaml"], [], ["a/rec/**/*.yaml"]),
        (["a/rec/x/1.yaml", "a/rec/y/2.yaml"], ["b.yaml"], ["a/rec/**/*.yaml"]),
        (["a/rec/1.yaml", "a/rec/2.json"], ["a/c.yaml"], ["a/rec/**/*.json", "a/rec/**/*.yaml"]),
        (["a/1.yaml"], ["a/c.yaml"], ["a/1.yaml"]),
        (["1.yaml", "2.yaml"], [], ["/1.yaml", "/2.yaml"]),
        (["a/1.yaml.gz"], ["a/1.yaml"], ["a/**/*.yaml.gz"]),
        (["a/1.har", "b.vcr.yaml", "a/c.har"], ["d.har"], ["*.vcr.yaml", "*.har"]),
        ([], ["a/1.yaml"], []),
    ],
)
def test_patterns_are_narrow(cassettes: list[str], others: list[str], wanted: list[str]) -> None:
    assert patterns.proposed([*cassettes, *others], lambda name: name in cassettes) == (wanted, [])


def test_too_many_to_be_named_is_told() -> None:
    cassettes = [f"a/{number}.yaml" for number in range(patterns.MOST_NAMED + 1)]
    assert patterns.proposed([*cassettes, "a/c.yaml"], lambda name: name in cassettes) == ([], ["a"])


@pytest.mark.parametrize("name", ["plain.yaml", "a b/[c] *?.yaml", '#x "y".yaml', "!not.yaml", "back\\slash\tä.yaml"])
def test_git_reads_a_line_as_it_is_meant(tmp_path: Path, git: Git, name: str) -> None:
    pattern = patterns.anchored(name)
    line = patterns.line(pattern, "diff=cassette")
    git(tmp_path, "init", "-q")
    (tmp_path / ".gitattributes").write_text(line + "\n", "utf-8")
    assert patterns.pattern_of(line) == pattern
    told = git(tmp_path, "check-attr", "-z", "diff", "--", name, name.replace("[c]", "c"), "other.yaml").split("\0")
    assert told[2] == "cassette"
    assert told[8] == "unspecified"


def test_content_decides(samples: Path, tmp_path: Path) -> None:
    assert patterns.is_cassette(samples / "errors.yaml")
    plain, link = tmp_path / "plain.yaml", tmp_path / "link.yaml"
    plain.write_text("on: push\n", "utf-8")
    link.symlink_to(samples / "errors.yaml")
    assert not any(patterns.is_cassette(path) for path in (plain, link, tmp_path / "gone.yaml", tmp_path))
