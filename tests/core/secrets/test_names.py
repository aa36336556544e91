# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Every name of the table is known before a sign, in either case and however it is joined; one like it is not."""

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
