# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""`cassette-viewer check --stale --duplicates`: recordings that are old, requests that stand in several files."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from viewer.cli import main

Capture = pytest.CaptureFixture[str]


def _write(path: Path, *asked: str, days: int = 0, answer: str = "Yes.") -> Path:
    at = format_datetime(datetime.now(UTC) - timedelta(days=days), usegmt=True)
    message = {"role": "assistant", "content": answer}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    answered = {"id": "x", "model": "m", "choices": [choice], "usage": usage}
    interactions = [
        {
            "id": number,
            "request": {
                "url": "https://llm.example/v1/chat/completions",
                "method": "POST",
                "body": json.dumps({"model": "m", "messages": [{"role": "user", "content": text}]}),
            },
            "response": {
                "code": 200,
                "body": json.dumps(answered),
                "headers": {"Content-Type": ["application/json"], "Date": [at]},
            },
        }
        for number, text in enumerate(asked)
    ]
    path.write_text(json.dumps({"version": 2, "interactions": interactions}), "utf-8")
    return path


def _lines(capsys: Capture) -> list[str]:
    return [line for line in capsys.readouterr().out.splitlines() if ": warning: " in line]


def test_old_recordings(tmp_path: Path, capsys: Capture) -> None:
    old, new = _write(tmp_path / "old.yaml", "a", days=400), _write(tmp_path / "new.yaml", "b", days=3)
    assert main(["check", str(old), str(new), "--stale", "180d"]) == 1
    [line] = _lines(capsys)
    assert line.startswith(f"{old}:1: warning: recorded on ")
    assert line.endswith("400 days ago")
    assert main(["check", str(old), str(new), "--stale", "2y"]) == 0


def test_requests_in_several_files(tmp_path: Path, capsys: Capture) -> None:
    first = _write(tmp_path / "1.yaml", "a", "b", "a")
    second = _write(tmp_path / "2.yaml", "c", "a", "a")
    third = _write(tmp_path / "3.yaml", "b", answer="No.")
    assert main(["check", str(tmp_path), "--duplicates"]) == 1
    assert _lines(capsys) == [
        f"{second}:1: warning: {first}:1 records this request too, with the same answer",
        f"{third}:1: warning: {first}:1 records this request too, with another answer",
    ]
    assert main(["check", str(tmp_path)]) == 0


def test_duplicates_with_answers_that_nothing_reads(tmp_path: Path, capsys: Capture) -> None:
    first = tmp_path / "1.yaml"
    for number, body in enumerate(("a", "b", "a"), 1):
        request = {"method": "GET", "url": "https://plain.example/pages"}
        told = {"code": 200, "body": body, "headers": {"Content-Type": ["text/plain"]}}
        recorded = {"version": 2, "interactions": [{"id": 0, "request": request, "response": told}]}
        (tmp_path / f"{number}.yaml").write_text(json.dumps(recorded), "utf-8")
    assert main(["check", str(tmp_path), "--duplicates"]) == 1
    assert _lines(capsys) == [
        f"{tmp_path / '2.yaml'}:1: warning: {first}:1 records this request too, with another answer",
        f"{tmp_path / '3.yaml'}:1: warning: {first}:1 records this request too, with the same answer",
    ]


def test_an_age_that_is_none(tmp_path: Path, capsys: Capture) -> None:
    assert main(["check", str(tmp_path), "--stale", "long"]) == 2
    assert "is no age" in capsys.readouterr().err
