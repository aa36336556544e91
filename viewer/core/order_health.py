# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The order of a stream's events: ends told twice, heads repeated, blocks left open, names unlike types, models."""

from __future__ import annotations

import re
from collections.abc import Iterator

from viewer.core.case import Case
from viewer.core.errors import Problem, Severity
from viewer.core.tool_calls import called

_LETTERS = re.compile(r"[a-z0-9]+")
_ALIASES = ("latest", "auto")
_HOSTS_OF_DEPLOYMENTS = ("azure.com", "azure.us", "azure.cn", "azure-api.net")
_DATE = re.compile(r"^\d{4,8}$")


def ends(case: Case) -> Iterator[Problem]:
    """End marks told twice, or the one event that ends all streams of an API left out."""
    done, events = case.evidence.assembly.done, case.evidence.events
    if len(done) > 1 and events:
        mark = events[done[1][0]].data.strip()
        shown = mark if len(mark) <= 20 else "the end"
        yield case.problem(Severity.WARNING, f"{shown} is told {len(done)} times", done[1][0])
    last = getattr(case.evidence.dialect, "last_event", None)
    if last and not done and case.is_finished:
        yield case.problem(Severity.WARNING, f"the stream ends without {last}", case.last)


def heads(case: Case) -> Iterator[Problem]:
    """Pieces of a call that say its id and name again, and pieces that do not say which call they belong to."""
    if not case.evidence.events or not case.calls:
        return
    opened: dict[int, int] = {}
    repeated: set[int] = set()
    placeless = False
    known = {track.index: call for track, call in case.calls}
    for step, track, delta in case.evidence.assembly.call_heads:
        if track not in known or delta.cumulative:
            continue
        if delta.id and delta.name and opened.setdefault(track, step) != step and track not in repeated:
            repeated.add(track)
            yield case.problem(Severity.INFO, f"id and name of {called(known[track])} are told again", step)
        if delta.key is None and not delta.id and not delta.name and not placeless:
            placeless = True
            yield case.problem(Severity.INFO, "a piece of arguments has no index", step)


def blocks(case: Case) -> Iterator[Problem]:
    """Blocks that an API opens and closes by events, and of which one was never closed."""
    pair: tuple[str, str] | None = getattr(case.evidence.dialect, "opens_and_closes", None)
    if pair is None or not case.is_answered_stream:
        return
    opened = case.order.open
    if opened and case.is_finished:
        number, step = next(iter(opened.items()))
        yield case.problem(Severity.WARNING, f"block {number} is opened and has no {pair[1]}", step)


def names(case: Case) -> Iterator[Problem]:
    """An event whose name is not the type that its data tells, where the others' are."""
    unlike = case.order.unlike if case.evidence.events.has_names else None
    if unlike and case.order.any_alike:
        text = f"the event is called “{unlike[1]}” and says that it is “{unlike[2]}”"
        yield case.problem(Severity.WARNING, text, unlike[0])


def models(case: Case) -> Iterator[Problem]:
    """A model that changes within a stream, or that is another one than was asked."""
    told = [(step, meta.model) for step, meta in case.evidence.assembly.metas if meta.model]
    if not told or case.evidence.by_client:
        return
    changed = next(((step, model) for step, model in told if model != told[0][1]), None)
    if changed and case.evidence.events:
        text = f"the model changes within the stream, from “{told[0][1]}” to “{changed[1]}”"
        yield case.problem(Severity.INFO, text, changed[0])
    settled, prompt = told[-1][1], case.evidence.prompt
    asked = prompt.model if prompt else None
    if not asked or not settled or asked == settled or not _is_named_in(case, asked) or _is_deployed(case):
        return
    if not _is_same(asked, settled):
        yield case.problem(Severity.INFO, f"“{asked}” was asked and “{settled}” answered", told[-1][0])


def _is_named_in(case: Case, model: str) -> bool:
    """Whether the body names the model; one in a URL is often the name of a deployment."""
    body = case.evidence.request.json
    return isinstance(body, dict) and body.get("model") == model


def _is_deployed(case: Case) -> bool:
    """Whether the host answers with deployments, which are named as their owner likes."""
    host = case.evidence.interaction.request.target.hostname or ""
    return any(host == known or host.endswith(f".{known}") for known in _HOSTS_OF_DEPLOYMENTS)


def _is_same(asked: str, answered: str) -> bool:
    """Whether two names may mean one model: an alias, a date or a vendor may be there in one alone."""
    one, other = (_words(name) for name in (asked, answered))
    return not one or not other or one <= other or other <= one


def _words(model: str) -> frozenset[str]:
    name = model.rpartition("/")[2].lower()
    return frozenset(word for word in _LETTERS.findall(name) if word not in _ALIASES and not _DATE.match(word))
