# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What every row keeps, whatever a cassette holds, and what the rows of a talk say."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from viewer.core import formats
from viewer.core.errors import CassetteError
from viewer.core.secrets.masking import Masker
from viewer.corpus.columns import INTERACTIONS, MESSAGES, OWN, Column, Kind
from viewer.corpus.rows import InteractionRows, Row, rows

_TYPES = {
    Kind.TEXT: str,
    Kind.TEXTS: list,
    Kind.INTEGER: int,
    Kind.NUMBER: float,
    Kind.BOOLEAN: bool,
    Kind.TIME: datetime,
    Kind.JSON: str,
}
_STANDARD = ("gen_ai.", "http.", "url.", "server.", "error.")


def _made(path: Path, *, show: bool = False) -> list[InteractionRows]:
    return list(rows(formats.read(path), path.name, Masker(show)))


def _wrong(columns: tuple[Column, ...], row: Row) -> Iterator[str]:
    """What of a row is not as its columns say."""
    if list(row) != [column.name for column in columns]:
        yield f"columns: {list(row)}"
    for column in columns:
        value = row[column.name]
        if value is None:
            if column.always:
                yield f"{column.name} is null"
        elif type(value) is not _TYPES[column.kind]:
            yield f"{column.name} is {value!r}"
        elif isinstance(value, list) and not all(isinstance(item, str) for item in value):
            yield f"{column.name} holds {value!r}"
        elif isinstance(value, datetime) and value.utcoffset() != UTC.utcoffset(None):
            yield f"{column.name} is not in UTC"
        elif column.kind is Kind.JSON:
            json.loads(str(value))


def _recordings(repository: Path) -> list[Path]:
    folders = (repository / "resources" / "samples", repository / "tests" / "data" / "formats")
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


def test_every_column_of_every_sample_is_filled_as_documented(repository: Path) -> None:
    filled: set[str] = set()
    read = 0
    for path in _recordings(repository):
        try:
            made = _made(path)
        except CassetteError:
            continue
        read += 1
        for one in made:
            assert list(_wrong(INTERACTIONS, one.interaction)) == [], path
            for message in one.messages:
                assert list(_wrong(MESSAGES, message)) == [], path
            filled |= {
                name
                for row in (one.interaction, *one.messages)
                for name, value in row.items()
                if value not in (None, [])
            }
    assert read > 50
    assert {column.name for column in INTERACTIONS} - filled <= {
        "cassette.tools.failed",
        "gen_ai.usage.cache_read.input_tokens",
        "gen_ai.usage.cache_creation.input_tokens",
        "cassette.cost",
        "cassette.cost.estimate",
    }


def test_names_are_standard_or_our_own() -> None:
    names = [column.name for column in (*INTERACTIONS, *MESSAGES)]
    assert [name for name in names if not name.startswith((OWN, *_STANDARD))] == []
    assert len(set(names)) == len(names) - len({"cassette.file", "cassette.interaction"})


def test_no_secret_in_any_row(cassette: Callable[..., Path], secret: str) -> None:
    path = cassette()
    assert secret in repr(_made(path, show=True))
    masked = repr(_made(path))
    assert secret[-8:] not in masked
    assert "•••" in masked


def test_an_interaction(cassette: Callable[..., Path]) -> None:
    first, second = (one.interaction for one in _made(cassette()))
    told: dict[str, Any] = {
        "cassette.file": "talk.yaml",
        "cassette.interaction": 1,
        "cassette.conversation": first["cassette.conversation"],
        "cassette.continues": 0,
        "server.address": "api.anthropic.com",
        "server.port": 443,
        "http.response.status_code": 200,
        "error.type": None,
        "gen_ai.provider.name": "anthropic",
        "gen_ai.operation.name": "chat",
        "gen_ai.request.model": "demo-1",
        "gen_ai.response.model": "demo-1-2026",
        "gen_ai.response.finish_reasons": ["stop"],
        "gen_ai.usage.input_tokens": 10,
        "gen_ai.usage.output_tokens": 5,
        "cassette.duration": 1.5,
        "cassette.tools.declared": ["depth"],
    }
    assert {name: second[name] for name in told} == told
    assert json.loads(str(second["cassette.request.settings"])) == {"temperature": 0.5}
    assert first["cassette.tools.called"] == ["depth"]


def test_messages_that_came_before_are_marked(cassette: Callable[..., Path]) -> None:
    first, second = (one.messages for one in _made(cassette()))
    places = ("cassette.message.side", "cassette.message.role", "cassette.message.repeated")
    assert [tuple(row[name] for name in places) for row in first] == [
        ("system", "system", False),
        ("input", "user", False),
        ("output", "assistant", False),
    ]
    assert [tuple(row[name] for name in places) for row in second] == [
        ("system", "system", True),
        ("input", "user", True),
        ("input", "assistant", True),
        ("input", second[3]["cassette.message.role"], False),
        ("output", "assistant", False),
    ]


def test_tools_are_named_where_they_are_called_answer_and_fail(cassette: Callable[..., Path]) -> None:
    messages = _made(cassette())[1].messages
    assert [row["cassette.message.tool_calls"] for row in messages] == [[], [], ["depth"], [], []]
    assert [row["cassette.message.tool_results"] for row in messages] == [[], [], [], ["depth"], []]
    assert [row["cassette.message.failed_tools"] for row in messages] == [[], [], [], ["depth"], []]
    assert json.loads(str(messages[3]["cassette.message.parts"]))[0]["type"] == "tool_call_response"


def test_a_retry_repeats_all_that_it_says(cassette: Callable[..., Path], repository: Path) -> None:
    interactions = json.loads(cassette().read_text("utf-8"))["interactions"][:1]
    failed = {**interactions[0], "response": {**interactions[0]["response"], "code": 529, "body": "{}"}}
    _, again = _made(cassette("retried.yaml", [failed, *interactions]))
    assert again.interaction["cassette.retry_of"] == 0
    repeated = [row["cassette.message.repeated"] for row in again.messages]
    assert repeated == [True, True, False]


@pytest.mark.parametrize(("count", "held"), [(2**63 - 1, 2**63 - 1), (2**63, None), (10**40, None)])
def test_a_count_beyond_64_bits_is_none(cassette: Callable[..., Path], count: int, held: int | None) -> None:
    interactions = json.loads(cassette().read_text("utf-8"))["interactions"][:1]
    answer = json.loads(interactions[0]["response"]["body"])
    answer["usage"] = {"input_tokens": 1, "output_tokens": count}
    interactions[0]["response"]["body"] = json.dumps(answer)
    (one,) = _made(cassette("many.yaml", interactions))
    assert one.interaction["gen_ai.usage.output_tokens"] == held


def test_an_error_has_a_type(cassette: Callable[..., Path]) -> None:
    (good,) = json.loads(cassette().read_text("utf-8"))["interactions"][:1]

    def error_type(code: int, body: str) -> object:
        response = {**good["response"], "code": code, "body": body}
        return _made(cassette("bad.yaml", [{**good, "response": response}]))[0].interaction["error.type"]

    told = '{"type": "error", "error": {"type": "overloaded_error", "message": "Later."}}'
    assert error_type(529, told) == "overloaded_error"
    assert error_type(502, "") == "502"
    assert error_type(0, "") == "_OTHER"
