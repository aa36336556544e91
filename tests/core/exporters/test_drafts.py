# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What is written of pieces of a file is what is written of all of it, wherever it is cut."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.conftest import delta, interaction, stream
from viewer.core import recording
from viewer.core.analysis import Exchange
from viewer.core.columns.spooled_bytes import SpooledBytes
from viewer.core.conversations import converse
from viewer.core.exporters import EXPORTERS, ExchangeText, Exporter, ExportOptions, InParts, drafting, exchange_texts
from viewer.core.exporters.drafting import draft
from viewer.core.exporters.drafts import Drafts, packed
from viewer.core.exporters.jsonl import JsonLines
from viewer.core.exporters.writing import write_export
from viewer.core.formats import Probe, read_probe
from viewer.core.model import Cassette
from viewer.core.second_look import look_closer
from viewer.core.secrets.masking import Masker
from viewer.core.summaries import Look, understood
from viewer.core.summary import linked
from viewer.core.text.json_values import Json

_SECRET = "sk-live-4f8Qm2Zx7Lr9Tb3Nc6Vw1Yd5"
_TOOL: Json = {"type": "function", "function": {"name": "depth", "parameters": {"type": "object"}}}
_IN_PARTS = [exporter for exporter in EXPORTERS if isinstance(exporter, InParts)]

every = pytest.mark.parametrize("exporter", _IN_PARTS, ids=lambda exporter: exporter.name)


def _turns(talk: int) -> Iterator[Json]:
    """Requests of a conversation: a streamed answer with a secret, one that failed, tried again, another question."""
    said: list[Json] = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": f"Lake {talk}?"}]
    for turn in range(3):
        ask: Json = {"messages": list(said), "tools": [_TOOL], "stream": not turn}
        if turn == 1:
            yield interaction(ask, json.dumps({"error": {"message": "Slow down."}}), code=429, status="429")
        answer = f"{turn} of {talk} <b>`|` {_SECRET}"
        if turn:
            choice = {"index": 0, "message": {"role": "assistant", "content": answer}, "finish_reason": "stop"}
            yield interaction(
                ask, json.dumps({"model": "demo-1", "choices": [choice], "usage": {"prompt_tokens": turn}})
            )
        else:
            yield interaction(ask, stream(delta(role="assistant", content=answer), delta("stop")))
        said += [{"role": "assistant", "content": answer}, {"role": "user", "content": f"And {turn}?"}]


def _cassette() -> Cassette:
    """Two conversations that take turns, and what is none between them."""
    one, other = list(_turns(1)), list(_turns(2))
    get = interaction({"url": "https://llm.example/v1/files", "method": "GET"}, "{}")
    told = [found for both in zip(one, other, strict=True) for found in both]
    text = json.dumps({"version": 2, "interactions": [*told[:3], get, *told[3:]]})
    return read_probe(Probe("demo.yaml", text.encode()))


def _cut(at: Sequence[int]) -> Callable[..., Iterator[object]]:
    """Goes through a cassette as workers do: pieces end before these numbers."""

    def told_of_pieces(
        cassette: Cassette,
        of_piece: Callable[[Sequence[Exchange]], Sequence[object]],
        _: Callable[[Exchange], object],
        look: Look | None = None,
    ) -> Iterator[object]:
        bounds = sorted({0, *at, len(cassette.interactions)})
        for first, stop in pairwise(bounds):
            yield from of_piece([understood(one, look) for one in cassette.interactions[first:stop]])

    return told_of_pieces


def _texts(exporter: Exporter, cut: Sequence[int], masker: Masker) -> tuple[str, str, int]:
    """What is written with drafts of pieces, what without any, and how many drafts were taken."""
    options, with_drafts, without, taken = ExportOptions(masker), io.StringIO(), io.StringIO(), 0
    assert isinstance(exporter, InParts)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(drafting, "told_of_pieces", _cut(cut))
        found, written = draft(exporter, _cassette(), options, look_closer)

    def counted(part: ExchangeText) -> str | None:
        nonlocal taken
        text = written.text(part)
        taken += text is not None
        return text

    write_export(exporter, found, with_drafts, options, counted)
    write_export(exporter, recording.understand(_cassette(), look=look_closer), without, options)
    return with_drafts.getvalue(), without.getvalue(), taken


@given(
    exporter=st.sampled_from(_IN_PARTS),
    cut=st.lists(st.integers(min_value=1, max_value=8), unique=True),
    shown=st.booleans(),
)
def test_the_text_never_depends_on_how_the_file_was_cut(exporter: Exporter, cut: list[int], *, shown: bool) -> None:
    with_drafts, without, taken = _texts(exporter, cut, Masker(shown))
    assert with_drafts == without != ""
    assert taken


@every
def test_of_a_piece_that_is_the_file_every_text_is_a_draft(exporter: Exporter) -> None:
    _, _, in_one = _texts(exporter, [], Masker())
    _, _, alone = _texts(exporter, range(1, 9), Masker())
    assert in_one >= alone
    assert in_one == sum(1 for _ in _asked(exporter))


def _asked(exporter: Exporter) -> Iterator[ExchangeText]:
    assert isinstance(exporter, InParts)
    for part in exporter.parts(recording.understand(_cassette()), ExportOptions()):
        yield from exchange_texts(part)


def test_drafts_are_masked() -> None:
    exporter = JsonLines()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(drafting, "told_of_pieces", _cut([]))
        found, written = draft(exporter, _cassette(), ExportOptions(), None)
    texts = [written.text(part) for part in exporter.parts(found, ExportOptions()) if isinstance(part, ExchangeText)]
    assert len(texts) == 2
    for text in texts:
        assert text is not None
        assert "sk-live•••" in text
        assert _SECRET not in text


def test_conversations_are_found_by_links_as_by_summaries() -> None:
    whole = recording.understand(_cassette())
    by_links = converse(linked(exchange) for exchange in whole.exchanges)
    assert list(by_links.turns) == list(whole.threads.turns)
    assert list(by_links) == list(whole.threads)
    good = [summary.says_something and not summary.failed for summary in whole.summaries]
    assert [by_links.is_good(number) for number in range(len(good))] == good


def test_summaries_are_there_for_who_asks() -> None:
    exporter = JsonLines()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(drafting, "told_of_pieces", _cut([4]))
        found, _ = draft(exporter, _cassette(), ExportOptions(), None)
    whole = recording.understand(_cassette())
    assert list(found.summaries) == list(whole.summaries)
    assert found.summaries[2:4] == tuple(whole.summaries)[2:4]
    assert found.counts == whole.counts


# --- Where they are kept


def _part(number: int, stands: tuple[int | None, ...] = (), place: int = 0) -> ExchangeText:
    return ExchangeText(number, lambda: "made", stands, place)


def _packed(text: str, stands: tuple[int | None, ...] = (), place: int = 0) -> bytes:
    return packed([(_part(0, stands, place), text)])


def test_a_draft_is_taken_for_the_same_text_alone() -> None:
    kept = Drafts()
    for drafts in (_packed("first", (None, 1)), b"", _packed("third", place=1)):
        kept.add(drafts)
    assert kept.text(_part(0, (None, 1))) == "first"
    assert kept.text(_part(0, (0, 1))) is None
    assert kept.text(_part(0, (None, 1), place=1)) is None
    assert kept.text(_part(1)) is None
    assert _part(0, (None, 1)) in kept
    assert _part(1) not in kept
    assert kept.text(_part(2, place=1)) == "third"
    assert kept.text(_part(3)) is None


def test_drafts_behind_damage_are_forgotten() -> None:
    kept = Drafts()
    for number in range(4):
        kept.add(_packed(str(number)))
    kept.keep_first(2)
    kept.keep_first(9)
    assert [kept.text(_part(number)) for number in range(5)] == ["0", "1", None, None, None]


def test_where_the_disk_is_full_drafts_are_not_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, append = Drafts(), SpooledBytes.append
    kept.add(_packed("first"))

    def full(_: SpooledBytes, __: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(SpooledBytes, "append", full)
    kept.add(_packed("second"))
    monkeypatch.setattr(SpooledBytes, "append", append)
    kept.add(_packed("third"))
    assert [kept.text(_part(number)) for number in range(3)] == ["first", None, "third"]
