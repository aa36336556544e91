# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""WireMock's stub mappings (wiremock.org/docs/stubbing): one, or a list under `mappings`, in JSON or YAML.

A stub holds what a request must be like, not a request: a body that it compares with stands for the one that came.
"""

from __future__ import annotations

from pathlib import Path

from viewer.core.errors import Severity
from viewer.core.formats._beside import body_beside
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.registry import Match

_URLS = ("url", "urlPath", "urlPattern", "urlPathPattern", "urlPathTemplate")
_BODIES = ("equalToJson", "equalTo", "matchesJsonPath", "contains", "matches")
_ANSWERS = frozenset({"body", "jsonBody", "base64Body", "bodyFileName"})


class WireMockReader:
    """Reads stub mappings."""

    name = "wiremock"
    title = "WireMock stub mappings"
    suffixes: tuple[str, ...] = (".json", ".yaml", ".yml")
    outlined: tuple[tuple[str, ...], ...] = (("mappings",),)

    def match(self, probe: Probe) -> Match:
        """Sure when the first mapping has a request with patterns, or an answer as only WireMock writes it."""
        root = mapping(probe.document.value)
        return Match.SURE if _is_stub(first_mapping(root["mappings"]) if "mappings" in root else root) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        is_list = "mappings" in mapping(root.value)
        stubs = root["mappings"].elements() if is_list else [root]
        files = Path(probe.path).parent.parent / "__files"
        interactions = [_interaction(index, stub.apart(), files) for index, stub in enumerate(stubs)]
        return probe.cassette(self.name, interactions, problems)


def _is_stub(stub: dict[str, object]) -> bool:
    request, response = mapping(stub, "request"), mapping(stub, "response")
    is_pattern = "bodyPatterns" in request or "urlPathPattern" in request or "urlPattern" in request
    is_named = ("uuid" in stub or "id" in stub) and "status" in response and bool(_ANSWERS & response.keys())
    return bool(set(_URLS) & request.keys()) and "status" in response and (is_pattern or is_named)


def _interaction(index: int, entry: Entry, files: Path) -> Interaction:
    request, response = entry["request"], entry["response"]
    url = next((request[name] for name in _URLS if request[name].value is not None), request["url"])
    delay = response["fixedDelayMilliseconds"].number()
    return Interaction(
        index=index,
        request=Request(request["method"].text().upper(), url.text(), Headers(), _asked(request["bodyPatterns"])),
        response=Response(
            response["status"].integer(),
            response["statusMessage"].text(),
            header_fields(response["headers"]),
            _answered(response, files),
        ),
        id=entry["id"].text() or entry["uuid"].text() or None,
        duration_ms=delay if delay and delay > 0 else None,
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _asked(patterns: Entry) -> Body:
    """The body that the first pattern compares with."""
    for pattern in patterns.mappings():
        for name in _BODIES:
            found = pattern[name]
            if isinstance(found.value, dict | list):
                return found.parsed_body()
            if found.value is not None:
                if name not in ("equalToJson", "equalTo"):
                    found.say(f"the request's body is a pattern ({name})", Severity.INFO)
                return found.body()
    return Body(place=patterns.place)


def _answered(response: Entry, files: Path) -> Body:
    """The body, which a large one keeps in a file below `__files`, the folder beside that of the mappings."""
    name = response["bodyFileName"]
    if name.value is not None:
        return body_beside(name, files, name.text())
    if response["jsonBody"].value is not None:
        return response["jsonBody"].parsed_body()
    return response["base64Body"].base64_body() if response["base64Body"].value is not None else response["body"].body()
