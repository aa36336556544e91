# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What stands before a secret: names before a sign, in either case and however they are joined; schemes."""

from __future__ import annotations

import pytest

from viewer.core.secrets.finding import find
from viewer.core.secrets.names import KINDS_OF_KEYS

_DRAWN = "x9Kd83Jf72hdQ5rTz"
_NAMES = (
    *(f"{kind}{sign}key" for kind in KINDS_OF_KEYS for sign in ("", "_", "-", ".")),
    *("db_password", "my_passwd", "pwd", "pass", "db_pw", "passphrase", "passcode"),
    *("client_secret", "app_secrets", "access_token", "aws_credential", "aws_credentials", "basic_auth"),
    *("authorization", "session_cookie", "sentry_dsn"),
)


@pytest.mark.parametrize("name", _NAMES)
def test_a_name_is_known_in_either_case(name: str) -> None:
    for spelt in (name, name.upper(), name.title()):
        lines = [f"{spelt}{sign}{_DRAWN}" for sign in ("=", ": ", " = ", " => ")]
        for line in (*lines, f'{{"{spelt}": "{_DRAWN}"}}'):
            found = find(line)
            assert [line[one.start : one.end] for one in found] == [_DRAWN], line


@pytest.mark.parametrize("name", ["monkey", "sort_key", "max_token", "compass", "thread", "width", "request_id"])
def test_what_only_ends_alike_is_no_name(name: str) -> None:
    assert not find(f"\n{name}={_DRAWN}\n")


@pytest.mark.parametrize(
    "letters", ["dXNlcjozMGIyclgrTlhOWFUxRGJK", "dXNlcjpzckNYTWhlREVmS2lZdmQ", "dXNlcjpoZ2ZkYWJjZGVm"]
)
def test_a_user_and_password_in_base64_may_be_without_figures(letters: str) -> None:
    line = f"say Authorization: Basic {letters} to it"
    assert [line[one.start : one.end] for one in find(line)] == [letters]


@pytest.mark.parametrize(
    "words", ["Basic Authenticationmiddleware", "bearer SomeCamelCaseIdentifierName", "Basic aaaaaaaaaaaaaaaaaaaa"]
)
def test_words_behind_a_scheme_are_none(words: str) -> None:
    assert not find(f"the {words} is here")
