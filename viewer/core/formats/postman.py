# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Postman collections, schema 2.0 and 2.1 (schema.postman.com), with the responses that were saved in them.

Items stand in folders in folders. An item without a saved response is a request that nobody answered.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from viewer.core.errors import Severity
from viewer.core.formats._document import MAX_DEPTH, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.model import Body, Cassette, Headers, Interaction, Request, Response
from viewer.core.registry import Match


class PostmanReader:
    """Reads collections."""

    name = "postman"
    title = "Postman collection"
    suffixes: tuple[str, ...] = (".json",)

    def match(self, probe: Probe) -> Match:
        """Sure of a collection that names Postman's schema."""
        root = mapping(probe.document.value)
        schema = str(mapping(root, "info").get("schema"))
        is_postman = "postman.com/json/collection" in schema or "_postman_id" in mapping(root, "info")
        return Match.SURE if is_postman and isinstance(root.get("item"), list) else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: every saved response with its request."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        saved = list(_saved(root["item"]))
        interactions = [_interaction(index, item, response) for index, (item, response) in enumerate(saved)]
        if not interactions:
            root["item"].say("no response was saved in the collection", Severity.INFO)
        return probe.cassette(self.name, interactions, problems)


def _saved(items: Entry, depth: int = 0) -> Iterator[tuple[Entry, Entry | None]]:
    """Every item with each of its saved responses, in the order of the collection."""
    for item in items.mappings():
        if item["item"].value is not None:
            if depth < MAX_DEPTH:
                yield from _saved(item["item"], depth + 1)
            continue
        responses = list(item["response"].mappings())
        yield from ((item.apart(), response) for response in responses)
        if not responses and item["request"].value is not None:
            yield item.apart(), None


def _interaction(index: int, item: Entry, saved: Entry | None) -> Interaction:
    told = saved.apart() if saved is not None else item
    asked = (
        told["originalRequest"] if saved is not None and told["originalRequest"].value is not None else item["request"]
    )
    response = Response(None) if saved is None else _response(told)
    if saved is None:
        item.say("no response was saved for this request", Severity.INFO)
    duration = told["responseTime"].number() if saved is not None and told["responseTime"].value is not None else None
    return Interaction(
        index=index,
        request=_request(asked),
        response=response,
        id=item["name"].text() or None,
        duration_ms=duration if duration and duration > 0 else None,
        place=told.place,
        problems=tuple(dict.fromkeys((*item.problems, *told.problems))),
    )


def _request(asked: Entry) -> Request:
    """The request; one that is only a text is its URL."""
    if isinstance(asked.value, str):
        return Request("GET", asked.text())
    return Request(
        asked["method"].text().upper() or "GET", _url(asked["url"]), _headers(asked["header"]), _body(asked["body"])
    )


def _url(url: Entry) -> str:
    return url["raw"].text() if isinstance(url.value, dict) else url.text()


def _headers(entry: Entry) -> Headers:
    if not isinstance(entry.value, list):
        return Headers()
    kept = (field for field in entry.mappings() if field["disabled"].value is not True)
    return Headers(tuple((field["key"].text(), field["value"].text()) for field in kept))


def _body(body: Entry) -> Body:
    match body["mode"].value:
        case "raw":
            return body["raw"].body()
        case "graphql":
            return body["graphql"].parsed_body()
        case "urlencoded":
            kept = [field for field in body["urlencoded"].mappings() if field["disabled"].value is not True]
            form = urlencode([(field["key"].text(), field["value"].text()) for field in kept])
            return Body(form.encode(), body["urlencoded"].place, was_text=False)
        case None:
            return Body(place=body.place)
        case _:
            body.say(f"a body of mode {body['mode'].text()[:40]} is not shown", Severity.INFO)
            return Body(place=body.place)


def _response(saved: Entry) -> Response:
    return Response(saved["code"].integer(), saved["status"].text(), _headers(saved["header"]), saved["body"].body())
