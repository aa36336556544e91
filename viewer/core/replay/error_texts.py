# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What libraries print when a request has no recording -> the request, and what they say about it.

Printed here by the library itself: VCR.py 9 (and pytest-recording, which uses it), Betamax 0.9, Ruby VCR 6, nock.
Written after the sources: older VCR.py, go-vcr 3 and 4, Polly.JS 6, httprr. They may stand anywhere in the output of a
test run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from viewer.core.replay.asked import AskedRequest
from viewer.core.replay.http_text import of_object, parse_http

_MARGIN = re.compile(r"(?m)^(?:E {1,8}|> {1,4}|\[\w+\] )")
"""What test runners put before each line of an error."""
_VCRPY = re.compile(r"Can't play back this request:[ ]?(?P<why>.*)")
_VCRPY_OLD = re.compile(r"No match for the request \(<Request \((?P<method>[A-Z]+)\) (?P<url>\S+)>\) was found")
_VCRPY_OLD_CASSETTE = re.compile(r"Can't overwrite existing cassette \('(?P<path>[^'\n]+)'\)")
_RUBY = re.compile(r"An HTTP request has been made that VCR does not know how to handle:")
_BETAMAX = re.compile(
    r"A request was made to (?P<url>\S+) that could not be found in (?P<name>[^\n]+?)\.?$", re.MULTILINE
)
_NOCK = re.compile(r"Nock: No match for request (?=\{)")
_NOCK_NET = re.compile(r"Nock: Disallowed net connect for \"(?P<where>[^\"\n]+)\"")
_GO = re.compile(
    r"\b(?P<method>Get|Head|Post|Put|Patch|Delete|Options) \"(?P<url>[^\"\n]+)\":[^\n]*interaction not found"
)
_POLLY = re.compile(r"Recording for the following request is not found")
_HTTPRR = re.compile(r"cached HTTP response not found for:?\s*\n")
_REQUEST_LINE = re.compile(r"^[ \t]*(?P<method>[A-Z]{3,10}) (?P<url>[a-z]+://\S+)[ \t]*$", re.MULTILINE)
_BODY = re.compile(r"^[ \t]*(?:body|Body): (?P<body>.*)$", re.MULTILINE)
_CASSETTE = re.compile(r"^[ \t]*(?:Cassette:|-) (?P<path>\S[^\n]*\.\w+)$", re.MULTILINE)
_MATCH_ON = re.compile(
    r"(?:match_on: |:match_requests_on ?=> ?\[|match_requests_on: ?\[|match_options \{)(?P<names>[^\]}\n]+)"
)
_NAME = re.compile(r"[A-Za-z_]+")
_LONGEST_REPORT = 20_000


def requests_of_errors(text: str) -> Iterator[AskedRequest]:
    """Every request that an error tells of, in order of the shapes."""
    plain = _MARGIN.sub("", text)
    for pattern, read in _SHAPES:
        for found in pattern.finditer(plain):
            asked = read(found, plain[found.end() : found.end() + _LONGEST_REPORT])
            if asked is not None:
                yield asked


def _vcrpy(found: re.Match[str], rest: str) -> AskedRequest | None:
    was_played = "already been played back" in found["why"]
    return _with_settings(replace(_of_lines("VCR.py", rest), was_played=was_played), rest)


def _vcrpy_old(found: re.Match[str], _: str) -> AskedRequest | None:
    before = found.string[max(found.start() - 1000, 0) : found.start()]
    cassettes = [told["path"] for told in _VCRPY_OLD_CASSETTE.finditer(before)]
    return AskedRequest("VCR.py", found["method"], found["url"], cassette=cassettes[-1] if cassettes else None)


def _ruby(_: re.Match[str], rest: str) -> AskedRequest | None:
    return _with_settings(_of_lines("Ruby VCR", rest), rest)


def _betamax(found: re.Match[str], rest: str) -> AskedRequest | None:
    return _with_settings(AskedRequest("Betamax", url=found["url"], cassette=found["name"]), rest)


def _nock(_: re.Match[str], rest: str) -> AskedRequest | None:
    return _in_object("nock", rest)


def _nock_net(found: re.Match[str], _: str) -> AskedRequest | None:
    host, slash, path = found["where"].partition("/")
    scheme = "http" if host.endswith(":80") else "https"
    return AskedRequest("nock", url=f"{scheme}://{host.removesuffix(':443').removesuffix(':80')}{slash}{path}")


def _go(found: re.Match[str], _: str) -> AskedRequest | None:
    return AskedRequest("go-vcr", found["method"].upper(), found["url"])


def _polly(_: re.Match[str], rest: str) -> AskedRequest | None:
    return _in_object("Polly.JS", rest)


def _httprr(_: re.Match[str], rest: str) -> AskedRequest | None:
    asked = parse_http(rest)
    return replace(asked, source="httprr") if asked is not None else None


_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], str], AskedRequest | None]], ...] = (
    (_VCRPY, _vcrpy),
    (_VCRPY_OLD, _vcrpy_old),
    (_RUBY, _ruby),
    (_BETAMAX, _betamax),
    (_NOCK, _nock),
    (_NOCK_NET, _nock_net),
    (_GO, _go),
    (_POLLY, _polly),
    (_HTTPRR, _httprr),
)


def _of_lines(source: str, rest: str) -> AskedRequest:
    """Method, URL and body, each on a line of its own."""
    line = _REQUEST_LINE.search(rest)
    if line is None:
        return AskedRequest(source)
    following = rest[line.end() :].lstrip("\n")
    body = _BODY.match(following)
    return AskedRequest(source, line["method"], line["url"], body=body["body"] if body else None)


def _with_settings(asked: AskedRequest, rest: str) -> AskedRequest | None:
    if asked.is_empty:
        return None
    cassette, names = _CASSETTE.search(rest), _MATCH_ON.search(rest)
    return replace(
        asked,
        cassette=asked.cassette or (cassette["path"].strip() if cassette else None),
        match_on=tuple(_NAME.findall(names["names"])) if names else (),
    )


def _in_object(source: str, rest: str) -> AskedRequest | None:
    """The request that the next JSON object describes."""
    at = rest.find("{")
    try:
        value, _ = json.JSONDecoder().raw_decode(rest, max(at, 0))
    except (ValueError, RecursionError):
        return None
    asked = of_object(value) if isinstance(value, dict) else None
    return replace(asked, source=source) if asked is not None else None
