# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Markdown says what was said and cannot be broken out of."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from hypothesis import given
from hypothesis import strategies as st

from viewer.core.exporters.markdown import _fenced
from viewer.core.recording import Recording
from viewer.core.text.markdown import code_span
from viewer.core.transcript.blocks import Block

_ticks = st.text(st.sampled_from("`~ a\n#"), max_size=30)


def _outside_fences(markdown: str) -> Iterator[str]:
    """Lines that are no part of a fenced block (CommonMark 4.5)."""
    fence = ""
    for line in markdown.splitlines():
        if fence:
            if re.fullmatch(f"{fence}`*", line.strip()):
                fence = ""
        elif opened := re.match("`{3,}", line):
            fence = opened[0]
        else:
            yield line
    assert fence == ""


def _without_code_spans(line: str) -> str:
    """A line without its code spans (CommonMark 6.1): a run of backticks to the next of the same length."""
    return re.sub(r"(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "", line)


def test_cassette_text_stands_in_code_only(hostile: Recording, export: Callable[..., str]) -> None:
    written = export("markdown", hostile)
    plain = [_without_code_spans(line) for line in _outside_fences(written)]
    assert [line for line in plain if re.search(r"script|evil|onerror|rm -rf|out of the fence|!\[", line)] == []
    assert {line.split(" ")[0] for line in plain if line.startswith("#")} == {"#", "##", "###"}
    assert sum(line.startswith("# ") for line in plain) == 1


def test_bars_do_not_end_a_cell(hostile: Recording, export: Callable[..., str]) -> None:
    table = [line for line in _outside_fences(export("markdown", hostile)) if line.startswith("| ")]
    assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table}) == 1


def test_each_thing_is_said_once(talk: Recording, export: Callable[..., str]) -> None:
    written = export("markdown", talk)
    for text in ("Be brief.", '{"lake": "Oeschinen"}', '{"metres":56}', "56 metres deep."):
        assert written.count(f"\n{text}\n") == 1, text
    assert "retry of #1" in written
    assert "timing: scaled from 1.50 s" in written
    assert "<details><summary>reasoning</summary>\n\n```text\nA tool knows.\n```\n\n</details>" in written


def test_an_exchange_alone_shows_its_whole_request(talk: Recording, export: Callable[..., str]) -> None:
    written = export("markdown", talk, interactions=[2])
    assert "Be brief." in written
    assert '{"lake": "Oeschinen"}' in written


@given(_ticks)
def test_fence_holds_any_text(text: str) -> None:
    lines = _fenced(Block("text", "", text)).split("\n")
    fence = lines[0].removesuffix("text")
    assert re.fullmatch("`{3,}", fence)
    assert [line for line in lines[1:-1] if re.match(f" *{fence}", line)] == []
    assert lines[-1] == fence


@given(_ticks.map(lambda text: text.replace("\n", "")))
def test_code_span_holds_any_line(text: str) -> None:
    assert _without_code_spans(code_span(text)) == ""
