# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A redacted copy holds none of the secrets, and is otherwise the cassette: it opens, plays and replays."""

from __future__ import annotations

import gzip
import json
import random
import re
import urllib.request
import zlib
from base64 import b64encode
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tests.secrets.planted_kinds import KINDS, Draw
from tests.secrets.planted_outlets import shows
from tests.secrets.planted_places import PLACES, cassette
from viewer.cli import main
from viewer.core.recording import load, load_text
from viewer.core.secret_inventory import kept_secrets
from viewer.core.text.spelt_bytes import replaced_bytes
from viewer.redaction import redact

_CODED = {"gzip"}
"""A place whose bytes are compressed: a very short body may become some bytes longer."""
_PACKED = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "gzip, br": lambda data: brotli.compress(gzip.compress(data)),
}


@pytest.mark.parametrize("place", PLACES)
def test_no_planted_secret_is_in_the_copy(place: str) -> None:
    chance = random.Random(place)  # noqa: S311
    planted = [KINDS[kind](Draw(chance)) for kind in chance.sample(list(KINDS), 6)]
    data = cassette([PLACES[place](one.text) for one in planted])
    made = redact("planted.yaml", data)
    before, after = load_text("planted.yaml", data), load_text("planted.yaml", made.data)
    assert len(made.data) == len(data) or place in _CODED
    assert [len(exchange.events) for exchange in after.exchanges] == [len(one.events) for one in before.exchanges]
    assert not made.left
    for one, exchange in zip(planted, after.exchanges, strict=True):
        bodies = (exchange.request.text or "", exchange.response.text or "")
        said = "\n".join((*bodies, repr(exchange.interaction.request)))
        assert not shows(said, one), place


def test_a_value_has_one_stand_in_in_every_file() -> None:
    planted = KINDS["OpenAI"](Draw(random.Random(3)))  # noqa: S311
    places = ("request header", "user text", "other JSON")
    texts = [redact(place, cassette([PLACES[place](planted.text)])).data.decode() for place in places]
    stand_ins = [re.findall(r"REDACTED[a-z]+", text) for text in texts]
    assert stand_ins[0] == stand_ins[1] == stand_ins[2]
    assert len(stand_ins[0]) == 1


def test_the_command_leaves_the_cassette_alone_and_refuses_to_overwrite_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = KINDS["Anthropic"](Draw(random.Random(4)))  # noqa: S311
    data = cassette([PLACES["user text"](planted.text)])
    source, copy = tmp_path / "a.yaml", tmp_path / "b.yaml"
    source.write_bytes(data)
    assert main(["redact", str(source), "--output", str(copy)]) == 0
    assert source.read_bytes() == data
    assert planted.secret not in copy.read_text("utf-8")
    assert main(["check", "--secrets", str(copy)]) == 0
    assert main(["check", "--secrets", str(source)]) == 1
    out = capsys.readouterr().out
    assert "OpenAI or like key in the request body of #0" in out
    assert planted.secret not in out
    known = tmp_path / "known.txt"
    known.write_text(out, "utf-8")
    assert main(["check", "--secrets", "--baseline", str(known), str(source)]) == 0
    assert main(["redact", str(source), "--output", str(source)]) == 2
    assert main(["redact", str(source), "--output", str(tmp_path / "no" / "c.yaml")]) == 2
    assert source.read_bytes() == data
    assert len(load(copy).exchanges) == 1


def test_a_key_of_the_file_that_nobody_reads_is_listed_and_redacted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    planted = KINDS["SendGrid"](Draw(random.Random(8)))  # noqa: S311
    source, copy = tmp_path / "a.yaml", tmp_path / "b.yaml"
    source.write_bytes(cassette([PLACES["unknown key of the file"](planted.text)]))
    assert main(["check", "--secrets", str(source)]) == 1
    assert "SendGrid key in the file, found by its issuer's mark" in capsys.readouterr().out
    assert main(["redact", str(source), "--output", str(copy)]) == 0
    assert main(["check", "--secrets", str(copy)]) == 0


def _packed(coding: str, length: int = 40) -> tuple[bytes, bytes, str]:
    """A cassette with a packed answer of so many lines, the answer as it was packed, and the secret in it."""
    secret = KINDS["GitHub classic"](Draw(random.Random(5))).secret  # noqa: S311
    lines = [f"line {number}: nothing that anybody would keep to himself" for number in range(length)]
    body = _PACKED[coding](json.dumps({"lines": lines, "note": secret}).encode())
    entry = PLACES["gzip"](secret)
    entry["response"]["body"]["string"] = body
    entry["response"]["headers"] = {"content-type": ["application/json"], "content-encoding": [coding]}
    return cassette([entry]), body, secret


@pytest.mark.parametrize("coding", _PACKED)
def test_what_is_packed_is_packed_again(coding: str) -> None:
    data, _, secret = _packed(coding)
    made = redact("a.yaml", data)
    answer = load_text("a.yaml", made.data).exchanges[0].response
    assert (made.left, made.places) == ((), 1)
    assert secret not in (answer.text or "")
    assert answer.encodings == tuple(reversed(coding.split(", ")))
    assert "REDACTED" in json.loads(answer.data)["note"]
    assert len(made.data) == len(data) or coding != "gzip"


def test_a_packed_body_in_one_line_or_in_figures_is_found() -> None:
    body = gzip.compress(b"what is here")
    text, count = replaced_bytes(f'"{b64encode(body).decode()}", ["{body.hex()}"]', body, b"and what is not")
    assert (text, count) == (f'"{b64encode(b"and what is not").decode()}", ["{b"and what is not".hex()}"]', 2)


@given(st.binary(min_size=24, max_size=400), st.binary(max_size=500), st.sampled_from(("\n", "\r\n    ", "\\n")))
def test_base64_stays_in_lines_as_long(old: bytes, new: bytes, line_break: str) -> None:
    def lines(data: bytes) -> str:
        letters = b64encode(data).decode()
        return line_break.join(letters[at : at + 60] for at in range(0, len(letters), 60))

    between = ": !!binary |\n  ", "\n  headers: {}"
    told, count = replaced_bytes(lines(old).join(between), old, new)
    is_one_line = len(lines(old)) <= 60
    assert (told, count) == ((b64encode(new).decode() if is_one_line else lines(new)).join(between), 1)


def test_what_cannot_be_packed_again_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The packed body is cut off: nobody can know what its end would be."""
    secret = KINDS["GitHub classic"](Draw(random.Random(5))).secret  # noqa: S311
    entry = PLACES["gzip"](secret)
    entry["response"]["body"]["string"] = entry["response"]["body"]["string"][:-8]
    source = tmp_path / "a.yaml"
    source.write_bytes(cassette([entry]))
    assert main(["redact", str(source), "--output", str(tmp_path / "b.yaml")]) == 1
    assert "not redacted: GitHub token in the response body of #0" in capsys.readouterr().err


def test_a_length_that_is_told_stays_true() -> None:
    """A body is left as it is where another length than its own stands beside it; that is told."""
    data, body, _ = _packed("br", length=0)
    told = data.replace(b"content-encoding:", b"content-length:\n      - '%d'\n      content-encoding:" % len(body))
    made = redact("a.yaml", told)
    after = load_text("a.yaml", made.data).exchanges[0].interaction.response.body.stored or b""
    assert len(after) == len(body)
    assert bool(made.left) == (after == body)


def test_vcrpy_replays_the_copy(tmp_path: Path) -> None:
    vcr = pytest.importorskip("vcr")
    planted = KINDS["Stripe"](Draw(random.Random(6)))  # noqa: S311
    made = redact("a.yaml", cassette([PLACES["other JSON"](planted.text)]))
    copy = tmp_path / "copy.yaml"
    copy.write_bytes(made.data)
    url = "https://service.internal/v2/things"
    with (
        vcr.VCR(record_mode="none").use_cassette(str(copy)) as played,
        urllib.request.urlopen(urllib.request.Request(url, b"", method="POST")) as answer,
    ):
        said = answer.read().decode()
    assert played.all_played
    assert "REDACTED" in said
    assert planted.secret not in said


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("short.yaml", "    X-Api-Key: [acme5]\n      Set-Cookie: ['sid=f0o2; Path=/']"),
        ("short2.yaml", "    X-Api-Key:\n      - acme5\n      Set-Cookie:\n      - sid=f0o2; Path=/"),
    ],
)
def test_short_values_of_headers_are_replaced_behind_their_names(tmp_path: Path, name: str, text: str) -> None:
    body = "acme5 and f0o2 are words here"
    cassette = tmp_path / name
    cassette.write_text(
        "version: 2\ninteractions:\n- id: 0\n  request:\n    method: GET\n    url: https://a.example/v1\n"
        f"    body: {body}\n    headers:\n  {text}\n  response:\n    code: 200\n    body: ''\n",
        "utf-8",
    )
    redaction = redact(str(cassette), cassette.read_bytes())
    copy = redaction.data.decode()
    assert redaction.left == ()
    assert body in copy, "elsewhere the same letters are words"
    assert copy.count("acme5") == copy.count("f0o2") == 1
    assert [secret for one in load_text(name, redaction.data).exchanges for secret in kept_secrets(one)] == []
