# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Snapshots of the tests of GitHub's Copilot SDK (github.com/github/copilot-sdk, test/snapshots): YAML.

A conversation is a list of messages as in chat completions; each of the model's is the answer to those before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from viewer.core.errors import Severity
from viewer.core.formats import _chat_completion as chat
from viewer.core.formats._document import first_mapping, mapping
from viewer.core.formats._entry import Entry
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette, Interaction, Request, Response
from viewer.core.registry import Match

_KNOWN_ROOT = frozenset({"models", "conversations"})


class CopilotSdkReader:
    """Reads snapshots."""

    name = "copilot-sdk"
    title = "Copilot SDK snapshot"
    suffixes: tuple[str, ...] = (".yaml", ".yml")

    def match(self, probe: Probe) -> Match:
        """Sure of models and conversations whose messages have roles."""
        root = mapping(probe.document.value)
        first = first_mapping(root.get("conversations"))
        is_own = root.keys() == _KNOWN_ROOT and "role" in first_mapping(first.get("messages"))
        return Match.SURE if is_own else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette: an interaction for each message of the model."""
        problems = list(probe.problems)
        root = Entry(probe.document, (), probe.document.value, problems)
        root.expect(_KNOWN_ROOT)
        model = next((name.text() for name in root["models"].elements()), "")
        interactions: list[Interaction] = []
        for conversation in root["conversations"].mappings():
            for before, said in _turns(conversation["messages"]):
                interactions.append(_interaction(len(interactions), model, before, said.apart()))
        return probe.cassette(self.name, interactions, problems)


def _turns(messages: Entry) -> Iterator[tuple[list[object], Entry]]:
    """Each message of the model with those before it; what nobody answered has an empty answer."""
    before: list[object] = []
    last = None
    for message in messages.mappings():
        if message["role"].value == "assistant":
            yield list(before), message
        before.append(message.value)
        last = message
    if last is not None and last["role"].value != "assistant":
        yield before, Entry(last.document, last.path, {}, [])


def _interaction(index: int, model: str, before: list[object], said: Entry) -> Interaction:
    request = Request("POST", chat.PATH, body=chat.asked(model, before, {}, said.place))
    if not said.value:
        said.say("no answer was recorded", Severity.INFO)
        return Interaction(index, request, Response(None), place=said.place, problems=tuple(said.problems))
    said.say(chat.IS_COMPOSED, Severity.INFO)
    finish = "tool_calls" if said["tool_calls"].value else "stop"
    return Interaction(
        index=index,
        request=request,
        response=Response(200, body=chat.answered(mapping(said.value), finish, {}, said.place)),
        place=said.place,
        problems=tuple(said.problems),
    )
