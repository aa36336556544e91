# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What `curl --trace` and `--trace-ascii` wrote here, and what of a body can be known behind dots."""

from __future__ import annotations

from pathlib import Path

import pytest

from viewer.core import recording
from viewer.core.formats import Probe, read_probe
from viewer.core.messages import Text
from viewer.core.model import Interaction
from viewer.core.timeline import TimeSource

_DATA = Path(__file__).parents[2] / "data" / "formats" / "curl-trace"


def _blocks(*told: tuple[str, bytes], time: str = "", id_: str = "") -> str:
    """A trace as `curl --trace-ascii` writes it."""
    lines = ["== Info:   Trying 192.0.2.1:8080..."]
    for what, data in told:
        lines.append(f"{time}{id_}{what}, {len(data)} bytes (0x{len(data):x})")
        at = 0
        while at < len(data):
            end = data.find(b"\r\n", at, at + 66)
            piece = data[at : end if end >= 0 else at + 64]
            shown = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in piece)
            lines.append(f"{at:04x}: {shown}")
            at += len(piece) + 2 * (end >= 0)
    return "\n".join([*lines, "== Info: Closing connection 0", ""])


def _read(text: str) -> list[Interaction]:
    cassette = read_probe(Probe("x", text.encode()))
    assert (cassette.recorder, cassette.problems) == ("curl-trace", ())
    return list(cassette.interactions)


_SENT = b"POST /v1/x HTTP/1.1\r\nHost: gale.example:8080\r\nContent-Type: application/json\r\n\r\n"
_CAME = (("<= Recv header", b"HTTP/1.1 200 OK\r\n"), ("<= Recv header", b"\r\n"))


def _one(asked: bytes, answered: bytes, *fields: bytes) -> Interaction:
    heads = (b"HTTP/1.1 200 OK\r\n", *fields, b"\r\n")
    came = [("<= Recv header", head) for head in heads]
    (only,) = _read(_blocks(("=> Send header", _SENT), ("=> Send data", asked), *came, ("<= Recv data", answered)))
    return only


@pytest.mark.parametrize("sample", ["ascii.trace", "bytes-with-times.trace"])
def test_both_kinds_say_the_same(sample: str) -> None:
    (exchange,) = recording.load(_DATA / sample).exchanges
    assert (exchange.interaction.request.method, exchange.interaction.response.status) == ("POST", 200)
    assert [part for message in exchange.asked for part in message.parts] == [Text("hi")]
    assert [part for message in exchange.answered for part in message.parts] == [Text("The lake is 56 metres deep. ")]
    assert len(exchange.events) == 8


def test_times_of_blocks_are_those_of_events() -> None:
    (exchange,) = recording.load(_DATA / "bytes-with-times.trace").exchanges
    interaction = exchange.interaction
    assert exchange.timeline.source is TimeSource.RECORDED
    assert (interaction.first_byte_ms, interaction.recorded_at) == (9.169, None)
    assert interaction.duration_ms is not None
    assert interaction.response.body.event_times_ms[0] == pytest.approx(9.246)
    assert interaction.response.body.event_times_ms[-1] <= interaction.duration_ms
    (untimed,) = recording.load(_DATA / "ascii.trace").exchanges
    assert untimed.interaction.duration_ms is None


def test_line_ends_outside_of_json_texts_are_known() -> None:
    body = b'{\n  "a": [1.5,\r\n 2],\n "b": "one. two",\n "c": 3\n}'
    only = _one(body, body)
    assert only.request.body.stored == only.response.body.stored == body


def test_line_ends_of_events_are_known() -> None:
    body = b'event: ping\nid: 7\ndata: {"said": "wait..."}\n\ndata: {"n": 1.5}\n\n'
    assert _one(b"{}", body, b"Content-Type: text/event-stream\r\n").response.body.stored == body


def test_what_is_not_ascii_stays_dots_and_is_told() -> None:
    only = _one('{"a": "hä"}'.encode(), b"plain. text.")
    assert only.request.body.stored == b'{"a": "h.."}'
    assert only.response.body.stored == b"plain. text."
    assert [problem.text.split(";")[0] for problem in only.problems] == [
        "curl --trace-ascii writes line ends and what is not ASCII as dots"
    ]


def test_every_head_that_is_sent_is_a_request_whether_it_was_answered_or_not() -> None:
    unanswered = (("=> Send header", _SENT), ("=> Send data", b"{}"))
    both = _read(_blocks(*unanswered, *unanswered, *_CAME, ("=> Send header", _SENT), *_CAME))
    assert [one.response.status for one in both] == [None, 200, 200]
    assert {one.request.url for one in both} == {"http://gale.example:8080/v1/x"}


def test_interim_answers_and_tunnels_are_none() -> None:
    on_the_way = ("<= Recv header", b"HTTP/1.1 100 Continue\r\n\r\n")
    told = (("=> Send header", _SENT), on_the_way, ("=> Send data", b"{}"), *_CAME, ("<= Recv data", b"{}"))
    (only,) = _read(_blocks(*told))
    assert (only.response.status, only.request.body.stored) == (200, b"{}")


def test_transfers_side_by_side_are_told_apart_by_their_ids() -> None:
    parts = [
        _blocks(("=> Send header", _SENT.replace(b"/v1/x", f"/v1/{name}".encode())), id_=f"[{name}-0] ")
        for name in "01"
    ]
    parts += [_blocks(("<= Recv header", f"HTTP/1.1 20{name} X\r\n\r\n".encode()), id_=f"[{name}-0] ") for name in "10"]
    found = _read("".join(parts))
    assert [(one.request.target.path, one.response.status) for one in found] == [("/v1/0", 200), ("/v1/1", 201)]


def test_midnight_and_encryption() -> None:
    sent = _blocks(("=> Send header", _SENT), time="23:59:59.900000 ")
    came = _blocks(("<= Recv SSL data", b"\x17\x03"), *_CAME, time="00:00:00.100000 ")
    (only,) = _read(sent + came)
    assert only.duration_ms == 200
    assert only.request.url == "https://gale.example:8080/v1/x"


def test_a_trace_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = (_DATA / "bytes-with-times.trace").read_bytes()
    (cut,) = recording.load_text("x", whole[: len(whole) // 2]).exchanges
    assert cut.interaction.response.status == 200
    assert b"The " in (cut.interaction.response.body.stored or b"")
