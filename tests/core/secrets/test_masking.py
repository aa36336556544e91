# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""No value here is a real secret: all are made up, and put together so that no scanner takes them for one."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viewer.core.secrets.masking import BULLETS, Masker, mask
from viewer.core.secrets.patterns import SHAPES, Shape
from viewer.core.secrets.placeholders import is_placeholder
from viewer.core.text.json_values import Json

_ALNUM = "a1B2c3D4e5F6g7H8i9J0" * 5
_UPPER = "A1B2C3D4E5F6G7H8"
_HEX = "0123456789abcdef" * 4
_JWT = "ey" + "J" + _ALNUM[:20] + ".ey" + "J" + _ALNUM[:30] + "." + _ALNUM[:43]

_SECRETS = [
    "sk-" + _ALNUM[:48],
    "sk-ant-api03-" + _ALNUM[:60] + "-AA",
    "sk-or-v1-" + _HEX,
    "sk-proj-" + _ALNUM[:40] + "_x",
    "AKI" + "A" + _UPPER,
    "AIz" + "a" + _ALNUM[:35],
    "gh" + "p_" + _ALNUM[:36],
    "github" + "_pat_" + _ALNUM[:40],
    "glpa" + "t-" + _ALNUM[:20],
    "xox" + "b-1234567890-" + _ALNUM[:20],
    "hf" + "_" + _ALNUM[:34],
    "gs" + "k_" + _ALNUM[:40],
    "xai" + "-" + _ALNUM[:40],
    "dap" + "i" + _HEX[:32],
    "user" + "_2" + _ALNUM[:25],
    _JWT,
]
_SURROUNDINGS: list[Callable[[str], str]] = [
    "{}".format,
    'key "{}".'.format,
    "(key={})".format,
    "line\n{}\nline".format,
    'raw JSON: "a\\n{}\\n"'.format,
    "https://host/{}/x".format,
]


@pytest.mark.parametrize("secret", _SECRETS, ids=lambda secret: secret[:6])
@pytest.mark.parametrize("around", _SURROUNDINGS)
def test_a_shape_is_masked_wherever_it_stands(secret: str, around: Callable[[str], str]) -> None:
    text = around(secret)
    masked = Masker().text(text)
    assert secret[8:] not in masked
    assert masked == text.replace(secret, mask(secret))
    ((start, end),) = Masker().found(text)
    assert text[start:end] == secret


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("Authorization: Bearer " + _ALNUM[:40], _ALNUM[:40]),
        ("authorization: basic " + _ALNUM[:18] + "==", _ALNUM[:18] + "=="),
        ("AWS4 Credential=ABCDEFGHIJ0123456789/20260101/x, Signature=" + _HEX, _HEX),
        ("postgres://me:hunter2pass@db/x", "hunter2pass"),
        ("https://host/v1?alt=sse&key=" + _ALNUM[:20] + "&x=1", _ALNUM[:20]),
        ("https://host/v1?X-Amz-Signature=" + _HEX, _HEX),
        ("grant_type=refresh&client_secret=" + _ALNUM[:20], _ALNUM[:20]),
        ("refresh_token=" + _ALNUM[:20] + "&x=1", _ALNUM[:20]),
        ('{"api_key" : "' + _ALNUM[:20] + '"}', _ALNUM[:20]),
        ('"{\\"accessToken\\": \\"' + _ALNUM[:20] + '\\"}"', _ALNUM[:20]),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE" + _ALNUM + "\n-----END RSA PRIVATE KEY-----", "MIIE" + _ALNUM),
    ],
)
def test_a_value_is_masked_by_what_stands_before_it(text: str, secret: str) -> None:
    masked = Masker().text(text)
    assert secret not in masked
    assert BULLETS in masked
    assert Masker(show=True).text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "sk-learn-style-names-are-no-keys",
        "risk-assessment-2024-01-01-report",
        "Bearer token_based_authentication",
        "Basic understanding of everything",
        "AKIAXYZ",
        "chatcmpl-" + _ALNUM[:29],
        "gen-1758000000-" + _ALNUM[:20],
        "msg_01" + _ALNUM[:22],
        "toolu_01" + _ALNUM[:22],
        "call_" + _ALNUM[:24],
        "resp_" + _HEX,
        "req_" + _ALNUM[:24],
        "3f2504e0-4f89-11d3-9a0c-0305e82c3301",
        "2026-01-01T00:00:00.000Z",
        '{"max_tokens": 1000, "token": "hi", "key": "value of a key"}',
        '{"password": {"type": "string"}}',
        "https://host/path?alt=sse&page=2#section",
        "https://host:8080/a@b",
        "a==b; c://d",
        "Bearer <YOUR_KEY>",
        "Bearer fake-token-for-testing-1",
        "https://host/?key=REDACTED_REDACTED",
        '{"api_key": "your-api-key-here"}',
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert Masker().text(text) == text
    assert Masker().found(text) == []


def test_pictures_are_not_searched() -> None:
    chance = random.Random(5)  # noqa: S311
    picture = base64.b64encode(chance.randbytes(300_000)).decode()
    secret = _SECRETS[0]
    hidden = "AKI" + "A" + _UPPER
    text = f'{{"image": "{picture[:3000]}{hidden}{picture}", "key": "{secret}"}}'
    assert Masker().text(text) == text.replace(secret, mask(secret))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer " + _ALNUM[:30]),
        ("proxy-authorization", "Basic " + _ALNUM[:30]),
        ("X-Api-Key", _ALNUM[:30]),
        ("api-key", _ALNUM[:30]),
        ("X-Goog-Api-Key", _ALNUM[:30]),
        ("Cookie", "session=" + _ALNUM[:30]),
        ("Set-Cookie", "__cf_bm=REDACTED; session=" + _ALNUM[:30] + "; Path=/"),
        ("X-Amz-Security-Token", _ALNUM[:90]),
        ("openai-organization", "org-" + _ALNUM[:20]),
        ("x-vendor-secret", _ALNUM[:30]),
        ("Ocp-Apim-Subscription-Key", _ALNUM[:30]),
    ],
)
def test_headers_are_masked_by_name(name: str, value: str) -> None:
    assert Masker().header(name, value) == value[:7] + BULLETS
    assert Masker(show=True).header(name, value) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Authorization", "Bearer <X>"),
        ("Authorization", "AUTHORIZATION-XXX"),
        ("x-api-key", "REDACTED"),
        ("x-api-key", "test-api-key"),
        ("Cookie", "***"),
        ("Cookie", ""),
        ("x-time-per-token", "33"),
        ("x-ratelimit-remaining-tokens", "149999984"),
        ("x-request-id", _ALNUM[:30]),
        ("Content-Type", "application/json"),
        ("Set-Cookie", "__cf_bm=REDACTED; path=/; domain=.api.example.com; HttpOnly; Secure"),
    ],
)
def test_other_headers_and_placeholders_are_left_alone(name: str, value: str) -> None:
    assert Masker().header(name, value) == value


def test_a_secret_in_a_harmless_header_is_masked_by_shape() -> None:
    assert Masker().header("X-Debug", f"used {_SECRETS[0]}") == f"used {mask(_SECRETS[0])}"


def test_json_is_masked_by_name_and_by_shape_and_copied() -> None:
    deep: Json = [{"note": f"it is {_SECRETS[0]}", "n": 1.5, "none": None}]
    value: Json = {"api_key": _ALNUM[:20], "deep": deep, "key": "a"}
    before = json.dumps(value)
    assert Masker().json(value) == {
        "api_key": mask(_ALNUM[:20]),
        "deep": [{"note": f"it is {mask(_SECRETS[0])}", "n": 1.5, "none": None}],
        "key": "a",
    }
    assert json.dumps(value) == before


def test_json_may_be_deeper_than_calls_may() -> None:
    value: Json = _SECRETS[0]
    for _ in range(5000):
        value = [value]
    masked = Masker().json(value)
    while isinstance(masked, list):
        masked = masked[0]
    assert masked == mask(_SECRETS[0])


@given(value=st.text())
def test_at_most_seven_characters_are_shown(value: str) -> None:
    shown = mask(value).removesuffix(BULLETS)
    assert value.startswith(shown)
    assert len(shown) <= min(7, len(value) / 2)


_ODD = [*'sk-aA1 /:@?&="\\n.{}', "eyJ", "key=", "Bearer ", '"api_key":"', "://"]


@given(text=st.lists(st.sampled_from(_ODD)).map("".join))
def test_masking_is_stable_and_spans_are_in_order(text: str) -> None:
    spans = Masker().found(text)
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert Masker().text(text) == Masker().text(text)


_EVERYTHING = [around(secret) for secret in _SECRETS for around in _SURROUNDINGS]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.hints[0])
def test_no_hint_hides_what_its_pattern_finds(shape: Shape) -> None:
    for text in _EVERYTHING:
        assert shape.pattern.search(text) is None or any(hint in text for hint in shape.hints)


@given(text=st.lists(st.sampled_from([*(hint for shape in SHAPES for hint in shape.hints), " ", "a"])).map("".join))
def test_a_shape_is_hinted_where_one_of_its_hints_stands(text: str) -> None:
    for shape in SHAPES:
        assert shape.is_hinted(text) is any(hint in text for hint in shape.hints)


@given(before=st.integers(0, 2100), length=st.integers(1990, 2010), behind=st.integers(0, 2100))
def test_a_run_of_base64_is_passed_over_from_2000_characters_on(before: int, length: int, behind: int) -> None:
    """Whatever stands around it; the last of it looks like a key, which is one in a shorter run."""
    key = "/AKI" + "A" + _UPPER
    text = "." * before + " " + "a" * (length - len(key)) + key + " " + "." * behind
    assert bool(Masker().found(text)) is (length < 2000)


_BEGINNINGS = ["sk-", "eyJa", "eyJ.", "://a:", "://", "Bearer ", "bearer a", '"api_key":"', '"api_key', "key=", "?key="]
_BEGINNINGS += ["&", "-----BEGIN PRIVATE KEY-----", "\\", "A", "=", " ", "xox", "<", "{"]


@pytest.mark.parametrize("piece", _BEGINNINGS)
def test_no_text_takes_more_than_linear_time(piece: str) -> None:
    """Half a megabyte of what a pattern begins with; a pattern of quadratic time would take an hour."""
    Masker().text(piece * (500_000 // len(piece)))


_PLACEHOLDERS = ["", "  ", "123", "REDACTED", "xxxxxxxx", "${KEY}", "<key>", "Bearer ***", "00000000", "my-secret"]


@pytest.mark.parametrize("value", _PLACEHOLDERS)
def test_placeholders(value: str) -> None:
    assert is_placeholder(value)


_PEM_HEAD = "-----BEGIN " + "PRIVATE KEY-----"


@given(
    st.lists(st.sampled_from(["-", "--", "MIIa", "\n", "\\n", '"', "-----END", "x" * 19_990]), min_size=1).map("".join)
)
def test_a_private_key_reaches_to_its_end(rest: str) -> None:
    stops = [at for at in (rest.find("--"), rest.find('"')) if at >= 0]
    secret = rest[: min([*stops, 20_000])]
    shape = next(shape for shape in SHAPES if "PRIVATE KEY" in shape.hints)
    found = shape.pattern.search("key " + _PEM_HEAD + rest)
    assert (found["secret"] if found else "") == secret


@given(st.lists(st.text(alphabet="aZ0_-.", max_size=12), min_size=3, max_size=4))
def test_a_web_token_is_three_parts(parts: list[str]) -> None:
    text = "eyJ" + ".eyJ".join(parts)
    header, payload, *rest = text.split(".")
    is_token = len(header) >= 11 and payload.startswith("eyJ") and len(payload) >= 11 and bool(rest)
    shape = next(shape for shape in SHAPES if "eyJ" in shape.hints)
    found = shape.pattern.match(text)
    assert (found[0] if found else None) == (".".join((header, payload, rest[0])) if is_token else None)
