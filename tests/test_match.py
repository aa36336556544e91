# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer match`: real libraries are made to fail, and their errors explained."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from tests.talks import KEY
from viewer.cli import main
from viewer.core.replay.matchers import KNOWN_MATCHERS

Capture = pytest.CaptureFixture[str]
_DEFAULTS = ("method", "scheme", "host", "port", "path", "query")
URL = "https://llm.example/v1/chat/completions"


def _body(text: str) -> dict[str, Any]:
    return {"model": "m", "messages": [{"role": "user", "content": text}]}


def _interaction(text: str, answer: str = "Hi") -> dict[str, Any]:
    message = {"role": "assistant", "content": answer}
    answered = {"id": "x", "model": "m", "choices": [{"index": 0, "message": message, "finish_reason": "stop"}]}
    return {
        "request": {
            "method": "POST",
            "uri": URL,
            "body": json.dumps(_body(text)),
            "headers": {"Content-Type": ["application/json"], "Authorization": [f"Bearer {KEY}"]},
        },
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": {"Content-Type": ["application/json"]},
            "body": {"string": json.dumps(answered)},
        },
    }


@pytest.fixture
def cassette(tmp_path: Path) -> Path:
    path = tmp_path / "hello.yaml"
    path.write_text(json.dumps({"interactions": [_interaction("Hello")], "version": 1}), "utf-8")
    return path


def _match(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    status = main(["match", *arguments])
    out, err = capsys.readouterr()
    return status, out, err


def _failing(path: Path, asked: list[tuple[str, str]], match_on: tuple[str, ...] = _DEFAULTS) -> str:
    """What VCR.py says of the last of these requests."""
    requests, vcr = pytest.importorskip("requests"), pytest.importorskip("vcr")
    with vcr.use_cassette(str(path), record_mode="none", match_on=match_on):
        for url, text in asked[:-1]:
            requests.post(url, json=_body(text))
        with pytest.raises(Exception) as caught:  # noqa: PT011 - whatever its version raises
            requests.post(asked[-1][0], json=_body(asked[-1][1]))
    return "".join(f"E       {line}\n" for line in str(caught.value).splitlines())


def test_vcrpy_another_path(cassette: Path, capsys: Capture) -> None:
    error = _failing(cassette, [("https://llm.example/v2/chat/completions?x=1", "Hello")])
    status, out, _ = _match(capsys, str(cassette), error)
    assert status == 1
    assert "✗ path" in out
    assert "recorded /v1/chat/completions, asked /v2/chat/completions" in out
    assert "✗ query" in out
    assert "✓ method, scheme, host, port" in out


def test_vcrpy_another_body(cassette: Path, capsys: Capture) -> None:
    error = _failing(cassette, [(URL, "Hullo")], match_on=("method", "uri", "body"))
    status, out, _ = _match(capsys, str(cassette), error)
    assert status == 1
    assert "nothing matches" in out or "not told" in out  # older versions do not print the body


def test_vcrpy_played_already(cassette: Path, capsys: Capture) -> None:
    error = _failing(cassette, [(URL, "Hello"), (URL, "Hello")])
    if "already been played" not in error:
        pytest.skip("this version of VCR.py does not say so")
    status, out, _ = _match(capsys, str(cassette), error)
    assert status == 1
    assert "#0 would match, but the library says that all of them were played already" in out


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning:betamax")
def test_betamax(tmp_path: Path, capsys: Capture) -> None:
    requests, betamax = pytest.importorskip("requests"), pytest.importorskip("betamax")
    tape = {
        "request": {"method": "POST", "uri": URL, "headers": {}, "body": {"encoding": "utf-8", "string": "{}"}},
        "response": {
            "status": {"code": 200, "message": "OK"},
            "headers": {},
            "body": {"encoding": "utf-8", "string": "{}"},
            "url": URL,
        },
        "recorded_at": "2025-01-01T00:00:00",
    }
    path = tmp_path / "hello.json"
    path.write_text(json.dumps({"http_interactions": [tape], "recorded_with": "betamax/0.9.0"}), "utf-8")
    session = requests.Session()
    recorder = betamax.Betamax(session, cassette_library_dir=str(tmp_path))
    with recorder.use_cassette("hello", record="none"), pytest.raises(betamax.BetamaxError) as caught:
        session.post("https://llm.example/v2/chat/completions", json={})
    status, out, _ = _match(capsys, str(path), str(caught.value))
    assert status == 1
    assert "from Betamax" in out
    assert "✗ uri" in out


@pytest.mark.filterwarnings("ignore:datetime.datetime.utcnow:DeprecationWarning:betamax")
def test_betamax_plays_the_same_request_in_order(tmp_path: Path, capsys: Capture) -> None:
    requests, betamax = pytest.importorskip("requests"), pytest.importorskip("betamax")
    tapes = [
        {
            "request": {"method": "POST", "uri": URL, "headers": {}, "body": {"encoding": "utf-8", "string": "{}"}},
            "response": {
                "status": {"code": 200, "message": "OK"},
                "headers": {},
                "body": {
                    "encoding": "utf-8",
                    "string": json.dumps({"choices": [{"message": {"role": "assistant", "content": said}}]}),
                },
                "url": URL,
            },
            "recorded_at": "2025-01-01T00:00:00",
        }
        for said in ("Hello", "Good day")
    ]
    path = tmp_path / "hello.json"
    path.write_text(json.dumps({"http_interactions": tapes, "recorded_with": "betamax/0.9.0"}), "utf-8")
    session = requests.Session()
    recorder = betamax.Betamax(session, cassette_library_dir=str(tmp_path))
    with recorder.use_cassette("hello", record="none"):
        answers = [session.post(URL, json={}).json()["choices"][0]["message"]["content"] for _ in tapes]
    assert answers == ["Hello", "Good day"]
    status, out, _ = _match(capsys, str(path), f"curl -X POST {URL} -d '{{}}'")
    assert status == 0
    assert "so do #1, with 2 different answers: they are played in order" in out


_RUBY = """
require 'vcr'; require 'webmock'; require 'net/http'
VCR.configure { |c| c.cassette_library_dir = ARGV[0]; c.hook_into :webmock }
begin
  VCR.use_cassette('hello', record: :none, match_requests_on: [:method, :uri, :body]) do
    Net::HTTP.post(URI(ARGV[1]), '{"a": 2}', 'Content-Type' => 'application/json')
  end
rescue VCR::Errors::UnhandledHTTPRequestError => error
  puts error.message
end
"""


def test_ruby_vcr(tmp_path: Path, capsys: Capture) -> None:
    ruby = which("ruby")
    needed = [str(ruby), "-e", "require 'vcr'; require 'webmock'"]
    if ruby is None or subprocess.run(needed, capture_output=True, check=False).returncode:
        pytest.skip("no Ruby VCR")
    request = {"method": "post", "uri": URL, "headers": {}, "body": {"encoding": "UTF-8", "string": '{"a": 1}'}}
    answered = {"encoding": "UTF-8", "string": "{}"}
    response = {"status": {"code": 200, "message": "OK"}, "headers": {}, "body": answered}
    tape = {"request": request, "response": response, "recorded_at": "Wed, 01 Jan 2025 00:00:00 GMT"}
    path = tmp_path / "hello.yml"
    path.write_text(json.dumps({"http_interactions": [tape], "recorded_with": "VCR 5.0.0"}), "utf-8")
    command = [ruby, "-e", _RUBY, str(tmp_path), URL]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    status, out, _ = _match(capsys, str(path), done.stdout)
    assert status == 1
    assert "from Ruby VCR" in out
    assert "a: recorded 1, asked 2" in out
    assert "✓ method, uri" in out


def test_what_matches_and_what_is_not_told(cassette: Path, capsys: Capture) -> None:
    status, out, _ = _match(capsys, str(cassette), json.dumps(_body("Hello")), "--match-on", "method,body")
    assert status == 0
    assert "matches #0" in out
    assert "not told, so not compared: method" in out


def test_the_same_request_twice_with_another_answer(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "two.yaml"
    both = [_interaction("Hello"), _interaction("Hello", "Good day")]
    path.write_text(json.dumps({"interactions": both, "version": 1}), "utf-8")
    status, out, _ = _match(capsys, str(path), f"{path}#1")
    assert status == 0
    assert "so do #1, with 2 different answers: they are played in order" in out


@pytest.mark.parametrize(("second", "told"), [("b", "2 different answers"), ("a", "the same answer")])
def test_answers_that_nothing_reads_are_told_apart_by_their_bodies(
    tmp_path: Path, capsys: Capture, second: str, told: str
) -> None:
    both = [_interaction("Hello"), _interaction("Hello")]
    for one, body in zip(both, ("a", second), strict=True):
        one["request"].update(uri="https://plain.example/pages", method="GET", body="")
        one["response"]["body"]["string"] = body
        one["response"]["headers"] = {"Content-Type": ["text/plain"]}
    path = tmp_path / "two.yaml"
    path.write_text(json.dumps({"interactions": both, "version": 1}), "utf-8")
    status, out, _ = _match(capsys, str(path), f"{path}#1")
    assert status == 0
    assert f"so do #1, with {told}: " in out


def test_standard_input_and_json(cassette: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    text = f"curl {URL} -d '{json.dumps(_body('Hej'))}'"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    status, out, _ = _match(capsys, str(cassette), "--match-on", "method,uri,body", "--json")
    assert status == 1
    told = json.loads(out)
    assert told["matches"] == []
    [failed] = told["nearest"][0]["failed"]
    assert failed["matcher"] == "body"
    paths = failed["differences"][0]["paths"]
    assert paths == [{"path": "messages[0].content", "recorded": '"Hello"', "asked": '"Hej"'}]


def test_secrets_are_masked(cassette: Path, capsys: Capture) -> None:
    url = f"https://llm.example/v1/other?api_key={KEY}"
    _, out, _ = _match(
        capsys, str(cassette), f"curl {url} -H 'Authorization: Bearer {KEY}'", "--match-on", "uri,headers"
    )
    assert KEY not in out
    assert "•••" in out


def test_what_cannot_be_read(cassette: Path, tmp_path: Path, capsys: Capture) -> None:
    assert _match(capsys, str(tmp_path / "nowhere.yaml"), "GET https://a.example/")[0] == 2
    status, out, err = _match(capsys, str(cassette), "nothing of the kind")
    assert (status, out) == (2, "")
    assert "no request is told there" in err
    assert _match(capsys, str(cassette), f"{cassette}#7")[0] == 2


def test_bytes_count_where_the_recorder_says_so(tmp_path: Path, capsys: Capture) -> None:
    recorded = _interaction("Hello")
    request = {"method": "POST", "url": URL, "body": json.dumps(_body("Hello")), "headers": {}}
    response = {"code": 200, "status": "200 OK", "body": recorded["response"]["body"]["string"], "headers": {}}
    path = tmp_path / "go.yaml"
    path.write_text(
        json.dumps({"version": 2, "interactions": [{"id": 0, "request": request, "response": response}]}), "utf-8"
    )
    compact = json.dumps(_body("Hello"), separators=(",", ":"))
    status, out, _ = _match(capsys, str(path), compact)
    assert status == 1
    assert "the same JSON in other bytes" in out


def test_a_matcher_that_has_no_such_name_is_wrong_use(cassette: Path, capsys: Capture) -> None:
    status, out, err = _match(capsys, str(cassette), json.dumps(_body("Hello")), "--match-on", "method,bdy")
    assert (status, out) == (2, "")
    assert err.startswith("cassette-viewer: no matcher bdy; known are method, scheme, host, ")


@pytest.mark.parametrize("name", KNOWN_MATCHERS)
def test_every_matcher_that_is_offered_is_compared(cassette: Path, capsys: Capture, name: str) -> None:
    request = f"curl {URL} -H 'Content-Type: application/json' -d '{json.dumps(_body('Hello'))}'"
    _, out, _ = _match(capsys, str(cassette), request, "--match-on", name, "--json")
    assert "a rule of your own" not in out
