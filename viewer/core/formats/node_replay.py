# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Fixtures of node-replay (github.com/assaf/node-replay): a request and a raw response, parted by an empty line.

The request's body stands among its header fields, escaped as in JavaScript; its host is the name of the folder.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from viewer.core.errors import Problem, Severity
from viewer.core.formats._raw_http import raw_body, raw_message, raw_response
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.place import Place
from viewer.core.registry import Match

_HEAD = re.compile(
    rb"(?P<method>[A-Za-z]{1,20}) +(?P<path>/[^\n]*|REGEXP [^\n]*)\n(?P<fields>(?:[^\s:]+: ?[^\n]*\n)*)\n"
    rb"(?=HTTP/[0-9.]+ +[0-9]{3}|[0-9]{3} +HTTP/)"
)
_OLD_STATUS = re.compile(rb"([0-9]{3}) +(HTTP/[0-9.]+)[^\n]*")
_PORT = re.compile(r"(.+)-([0-9]+)")
_QUOTED = re.compile(r'"(.*)"', re.DOTALL)


class NodeReplayReader:
    """Reads fixtures."""

    name = "node-replay"
    title = "node-replay fixture"
    suffixes: tuple[str, ...] = (".replay",)

    def match(self, probe: Probe) -> Match:
        """Sure when a method and a path stand above a status line, an empty line between."""
        return Match.SURE if _HEAD.match(probe.content) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette with its one interaction."""
        data, problems = probe.content, list[Problem]()
        head = _HEAD.match(data)
        end = head.end() if head else 0
        line = data.count(b"\n", 0, end) + 1
        old = _OLD_STATUS.match(data, end)
        answer = data[end:] if old is None else b"%s %s%s" % (old[2], old[1], data[old.end() :])
        response = raw_response(raw_message(answer, line)) or Response(None, body=raw_body(answer, line))
        request = Request("", "") if head is None else _request(head, Path(probe.path).parent.name, problems)
        only = Interaction(0, request, response, place=Place(1), problems=tuple(problems))
        return probe.cassette(self.name, [only], probe.coding_problems)


def _request(head: re.Match[bytes], folder: str, problems: list[Problem]) -> Request:
    lines = head["fields"].decode("utf-8", "replace").splitlines()
    fields = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
    told = [(number, value) for number, (name, value) in enumerate(fields, 2) if name.lower() == "body"]
    body = Body()
    if told:
        number, value = told[0]
        body = Body(_unescaped(value).encode("utf-8", "surrogatepass"), Place(number), was_text=False)
    path = head["path"].decode("utf-8", "replace").strip()
    if path.startswith("REGEXP "):
        problems.append(Problem(Severity.INFO, "the request holds a pattern for its path", 1))
    port = _PORT.fullmatch(folder)
    host = f"{port[1]}:{port[2]}" if port else folder
    is_host = "." in folder or port is not None or folder == "localhost"
    kept = Headers(tuple((name, value) for name, value in fields if name.lower() != "body"))
    url = f"http://{host}{path}" if is_host and path.startswith("/") else path
    return Request(head["method"].decode().upper(), url, kept, body)


def _unescaped(text: str) -> str:
    """The text that was escaped as in JavaScript; as it stands where it was not."""
    quoted = _QUOTED.fullmatch(text)
    plain = (quoted[1] if quoted else text).replace("\\'", "'")
    try:
        return str(json.loads(f'"{plain}"', strict=False))
    except ValueError:
        return text
