# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""VCR.py cassettes (github.com/kevin1024/vcrpy, vcr/serialize.py), YAML and JSON, of every age.

Format 1 names the URL `uri`, and often `version` comes last or not at all. Before 1.0 a cassette was a bare list whose
requests have the URL in parts. Serializers of its users store JSON bodies parsed (`parsed_body`), or the lists
`requests` and `responses` that VCR.py hands them (LangChain's, in a compressed file). The httpx stub of version 4 put a
response's `content` and `status_code` side by side. Only serializers of its users tell a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from viewer.core.errors import Severity
from viewer.core.formats._dates import moment
from viewer.core.formats._document import first_mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats._headers import header_fields
from viewer.core.formats._typed_body import has_typed_body
from viewer.core.formats._vcr_message import http_version, read_body, read_status
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"version", "interactions", "metadata", "requests", "responses"})
_KNOWN_INTERACTION = frozenset({"id", "request", "response", "recorded_at"})
_URL_PARTS = frozenset({"protocol", "host", "port", "path"})
_KNOWN_REQUEST = frozenset({"method", "uri", "headers", "body", "parsed_body"})
_KNOWN_RESPONSE = frozenset({"status", "headers", "body", "parsed_body", "url", "protocol"})
_KNOWN_RESPONSE |= {"content", "status_code", "http_version"}
_DEFAULT_PORTS = {"http": 80, "https": 443}


class VcrPyReader:
    """Reads what VCR.py and serializers for it write."""

    name = "vcrpy"
    title = "VCR.py cassette"
    suffixes: tuple[str, ...] = (".yaml", ".yml", ".json")
    outlined: tuple[tuple[str, ...], ...] = (("interactions",), ())

    def match(self, probe: Probe) -> Match:
        """Sure when the first request has a `uri`, or in a bare list the parts of a URL."""
        value = probe.document.value
        if isinstance(value, list):
            return _match_list(value)
        return _match_mapping(value) if isinstance(value, dict) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        if not isinstance(root.value, list):
            root.expect(_KNOWN_ROOT)
        interactions = tuple(_interactions(root))
        if not interactions:
            root["interactions"].say("no interactions were recorded", Severity.INFO)
        return probe.cassette(self.name, interactions, problems, version=root["version"].integer())


def _match_list(interactions: list[object]) -> Match:
    request = first_mapping(interactions).get("request")
    return Match.SURE if isinstance(request, dict) and request.keys() >= _URL_PARTS else Match.NO


def _match_mapping(root: dict[str, object]) -> Match:
    if "interactions" not in root:
        is_of_lists = "responses" in root and "uri" in first_mapping(root.get("requests"))
        return Match.SURE if is_of_lists else Match.NO
    interactions = root["interactions"]
    if not interactions:
        return _match_unfinished(root)
    return _match_first(first_mapping(interactions), root) if isinstance(interactions, list) else Match.NO


def _match_first(first: dict[str, object], root: dict[str, object]) -> Match:
    """How well the first interaction fits; `uri` comes last in a request, so a file may be cut off before it."""
    if "recorded" in first:  # Betamax for the JVM
        return Match.NO
    request, response = first.get("request"), first.get("response")
    if isinstance(request, dict):
        if "uri" in request:
            return Match.NO if has_typed_body(request) or has_typed_body(response) else Match.SURE
        return _match_unfinished(root) if request.keys() <= _KNOWN_REQUEST else Match.NO
    if isinstance(response, dict):
        return Match.LIKELY if isinstance(response.get("status"), dict) else Match.NO
    return _match_unfinished(root) if first.keys() == {"request"} else Match.NO


def _match_unfinished(root: dict[str, object]) -> Match:
    """A mapping in which nothing else tells: VCR.py alone writes the interactions before the version."""
    return Match.LIKELY if next(iter(root)) == "interactions" else Match.MAYBE


def _interactions(root: Entry) -> Iterator[Interaction]:
    """The interactions of whichever layout it is, each with its own problems."""
    if isinstance(root.value, dict) and "interactions" not in root.value:
        yield from _paired(root)
        return
    elements = (root if isinstance(root.value, list) else root["interactions"]).elements()
    for index, shared in enumerate(elements):
        entry = shared.apart()
        entry.expect(_KNOWN_INTERACTION, "request", "response")
        yield _interaction(index, entry, entry["request"], entry["response"])


def _paired(root: Entry) -> Iterator[Interaction]:
    """Request and response of the same number in two lists."""
    requests, responses = (list(root[name].elements()) for name in ("requests", "responses"))
    if len(requests) != len(responses):
        root.say(f"{len(requests)} requests and {len(responses)} responses were recorded")
    nothing = Entry(root.document, root.path, None, [])
    for index, (sent, received) in enumerate(zip_longest(requests, responses, fillvalue=nothing)):
        request = sent.apart()
        yield _interaction(index, request, request, replace(received, problems=request.problems))


def _interaction(index: int, entry: Entry, request: Entry, response: Entry) -> Interaction:
    return Interaction(
        index=index,
        request=_request(request),
        response=_response(response),
        id=entry["id"].text() or None,
        recorded_at=moment(entry["recorded_at"]),
        place=entry.place,
        problems=tuple(entry.problems),
    )


def _request(entry: Entry) -> Request:
    is_old = isinstance(entry.value, dict) and "uri" not in entry.value and "host" in entry.value
    if is_old:
        entry.expect(_KNOWN_REQUEST | _URL_PARTS, "method")
    else:
        entry.expect(_KNOWN_REQUEST, "uri", "method")
    return Request(
        method=entry["method"].text().upper(),
        url=_url_of_parts(entry) if is_old else entry["uri"].text(),
        headers=header_fields(entry["headers"]),
        body=_body(entry, "body"),
    )


def _response(entry: Entry) -> Response:
    entry.expect(_KNOWN_RESPONSE)
    status, reason = read_status(entry)
    return Response(
        status=status,
        reason=reason,
        headers=header_fields(entry["headers"]),
        body=_body(entry, "body", "content"),
        http_version=http_version(entry["http_version"]),
    )


def _body(message: Entry, *names: str) -> Body:
    """The body that stands under one of the names, or parsed under `parsed_body`."""
    if message["parsed_body"].value is not None:
        return message["parsed_body"].parsed_body()
    entry = next((message[name] for name in names if message[name].value is not None), message[names[0]])
    tag = entry.document.tag(entry.path) or ""
    if tag.endswith("_io.BytesIO"):
        return next(entry["state"].elements(), entry).body()
    return _joined(entry["args"]) if tag.endswith("builtins.iter") else read_body(entry)


def _joined(arguments: Entry) -> Body:
    """The pieces of an iterator that was sent as a body."""
    pieces = [piece.body().stored or b"" for argument in arguments.elements() for piece in argument.elements()]
    return Body(b"".join(pieces), arguments.place, was_text=False)


def _url_of_parts(entry: Entry) -> str:
    """The URL that VCR.py before 1.0 wrote as protocol, host, port and path."""
    scheme, port = entry["protocol"].text(), entry["port"].integer()
    is_default = port is None or port == _DEFAULT_PORTS.get(scheme)
    return f"{scheme}://{entry['host'].text()}{'' if is_default else f':{port}'}{entry['path'].text()}"
