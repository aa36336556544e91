# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A large recording is written by worker processes: what they make together is what one process writes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from viewer import writing
from viewer.core.exporters import ExchangeText, Part
from viewer.core.exporters.drafts import Drafts, packed

_SAMPLE = Path(__file__).resolve().parents[1] / "resources" / "samples" / "agent-tools.yaml"

# In a process of its own: one that has threads, as this may, makes no copies. A line for each exporter in parts.
_BOTH_WAYS = """
import io, pathlib, sys, time
from viewer import writing
from viewer.core import formats, recording, summaries
from viewer.core.exporters import EXPORTERS, ExportOptions, InParts, exchange_texts
from viewer.core.exporters.drafts import NO_DRAFTS
from viewer.core.exporters.writing import write_export
from viewer.core.second_look import look_closer
from viewer.workers import Workers

path, part_most, is_drafted = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "drafted"
summaries.WORTH_SHARING = writing.WORTH_SHARING = 0
summaries._PART_MOST, writing._PIECE_MOST, writing.count = part_most, 2, lambda: 2
sent, submit = [], Workers._submit
Workers._submit = lambda pool, work, item: (sent.append(item), submit(pool, work, item))[1]

def one_thread():
    end = time.monotonic() + 10
    while not writing.can_copy() and time.monotonic() < end:  # threads of the pool before may still be ending
        time.sleep(0.01)

for exporter in EXPORTERS:
    if not isinstance(exporter, InParts):
        continue
    together, alone, options = io.StringIO(), io.StringIO(), ExportOptions()
    whole = recording.understand(formats.read(path, large=1 << 40), look=look_closer)
    write_export(exporter, whole, alone, options)
    one_thread()
    cassette = formats.read(path, large=0)
    if is_drafted:
        found, drafts = writing.understand(exporter, cassette, options, look_closer)
    else:
        found, drafts = recording.understand(cassette, look=look_closer), NO_DRAFTS
    one_thread()
    sent.clear()
    writing.write(exporter, found, together, options, drafts)
    is_same = together.getvalue() == alone.getvalue() != ""
    parts = exporter.parts(found, options)
    taken = [text in drafts for part in parts for text in exchange_texts(part)]
    print(exporter.name, is_same, len(sent), any(taken), all(taken))
"""


def _written(path: Path, part_most: int, *, drafted: bool) -> dict[str, tuple[bool, int, bool, bool]]:
    """By format whether it is the same, pieces sent to workers, and whether any and all texts were drafts."""
    way = "drafted" if drafted else "not drafted"
    run = [sys.executable, "-c", _BOTH_WAYS, str(path), str(part_most), way]
    done = subprocess.run(run, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = (line.split() for line in done.stdout.splitlines())
    return {
        name: (same == "True", int(sent), some == "True", every == "True") for name, same, sent, some, every in told
    }


def test_workers_write_what_one_process_writes() -> None:
    told = _written(_SAMPLE, 200, drafted=False)
    assert set(told) == {"markdown", "html", "json", "jsonl", "curl"}
    for name, (is_same, sent, is_any_draft, _) in told.items():
        assert is_same, name
        assert sent, name
        assert not is_any_draft, name


@pytest.mark.parametrize("part_most", [1, 2, 3, 200])
def test_what_is_drafted_of_pieces_is_what_one_process_writes(part_most: int) -> None:
    told = _written(_SAMPLE, part_most, drafted=True)
    for name, (is_same, _, is_any_draft, _) in told.items():
        assert is_same, name
        assert is_any_draft, name


def test_nothing_is_left_to_be_written_of_texts_that_follow_from_their_exchange_alone() -> None:
    told = _written(_SAMPLE, 1, drafted=True)
    for name in ("json", "curl"):
        _, sent, _, is_every_draft = told[name]
        assert is_every_draft, name
        assert not sent, name


@pytest.mark.parametrize("part_most", [1, 200])
def test_behind_damage_nothing_is_drafted_and_the_text_is_the_same(tmp_path: Path, part_most: int) -> None:
    between = "\n    - "
    head, *interactions = _SAMPLE.read_text("utf-8").split(between + "id")
    damaged = interactions[1].replace("url: https", "url: 'https", 1)
    path = tmp_path / "damaged.yaml"
    path.write_text(f"{between}id".join([head, *interactions, damaged, *interactions]), "utf-8")
    told = _written(path, part_most, drafted=True)
    assert {name for name, (is_same, *_) in told.items() if not is_same} == set()
    assert {name for name, (*_, is_every_draft) in told.items() if is_every_draft} == set()


def test_pieces_are_all_parts_in_order_and_end_behind_the_text_of_an_exchange() -> None:
    def text(number: int) -> ExchangeText:
        return ExchangeText(number, lambda: "")

    parts: list[Part] = ["a", text(0), "b", "c", text(1), text(2), "d"]
    drafts = Drafts()
    assert list(writing._pieces(parts, 2, drafts)) == [(0, 5, False), (5, 2, False)]
    drafts.add(packed([(text(0), "first")]))
    assert list(writing._pieces(parts, 1, drafts)) == [(0, 2, True), (2, 3, False), (5, 1, False), (6, 1, True)]
    assert list(writing._pieces([], 2, drafts)) == []
