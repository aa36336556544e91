# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A curl command, as browsers and documentation have it -> the request. Nothing is run, and no file is read."""

from __future__ import annotations

import base64
import shlex
from collections.abc import Iterator, Sequence

from viewer.core.model import Headers
from viewer.core.replay.asked import AskedRequest

_DATA = {"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"}
_TAKES_VALUE = {
    "-A", "-b", "-c", "-C", "-e", "-E", "-F", "-K", "-m", "-o", "-r", "-T", "-w", "-x", "-y", "-Y", "-z",
    "--cacert", "--cert", "--connect-timeout", "--cookie", "--cookie-jar", "--form", "--key", "--limit-rate",
    "--max-time", "--output", "--proto", "--proxy", "--referer", "--resolve", "--retry", "--user-agent", "--write-out",
}  # fmt: skip


def parse_curl(text: str) -> AskedRequest | None:
    """The request of a command; None where the text is none."""
    if not text.lstrip(" $>\t").startswith("curl"):
        return None
    try:
        words = shlex.split(text.lstrip(" $>\t").replace("\\\r\n", " ").replace("\\\n", " "))
    except ValueError:
        return None
    return _request(list(_options(words[1:])))


def _options(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Each option with its value; the URL is one without a name."""
    rest = iter(words)
    for word in rest:
        name, is_set, value = word.partition("=")
        if word.startswith("--") and is_set:
            yield name, value
        elif word.startswith("--"):
            takes = word in _DATA or word in _TAKES_VALUE or word in {"--request", "--url", "--header", "--user"}
            yield word, next(rest, "") if takes else ""
        elif word.startswith("-") and len(word) > 1:
            short, attached = word[:2], word[2:]
            takes = short in {"-X", "-H", "-d", "-u"} or short in _TAKES_VALUE
            yield short, (attached or next(rest, "")) if takes else ""
        else:
            yield "--url", word


def _request(options: Sequence[tuple[str, str]]) -> AskedRequest:
    method, url, data, fields = None, None, [], []
    for name, value in options:
        if name in {"-X", "--request"}:
            method = value.upper()
        elif name == "--url":
            url = url or value
        elif name in {"-H", "--header"}:
            key, _, told = value.partition(":")
            fields.append((key.strip(), told.strip()))
        elif name in {"-u", "--user"}:
            fields.append(("Authorization", "Basic " + base64.b64encode(value.encode()).decode()))
        elif name in _DATA:
            data.append(value)
            if name == "--json":
                fields += [("Content-Type", "application/json"), ("Accept", "application/json")]
        elif name in {"-I", "--head"}:
            method = method or "HEAD"
    body = "&".join(data) if data else None
    if url is not None and "://" not in url:
        url = f"http://{url}"
    return AskedRequest("a curl command", method or ("POST" if data else "GET"), url, Headers(tuple(fields)), body)
