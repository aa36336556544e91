# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Realtime API: what a session was set up with -> Prompt. What the client asked for counts before what it was told."""

from __future__ import annotations

from viewer.core.dialects._shape import mapping, optional_string, sequence, string
from viewer.core.dialects.openai._realtime_items import mime_type
from viewer.core.messages import Message, Prompt, Text, ToolDefinition
from viewer.core.text.json_values import Json

_NOT_SETTINGS = ("instructions", "tools", "model")


class Setup:
    """The session's configuration so far."""

    def __init__(self) -> None:
        """Nothing was configured."""
        self._asked: dict[str, Json] = {}
        self._told: dict[str, Json] = {}
        self._instructions = ""

    def configure(self, session: dict[str, Json], *, asked: bool, is_begun: bool) -> str | None:
        """Take a configuration; the new instructions, when they changed after something was said."""
        (self._asked if asked else self._told).update(session)
        before, now = self._instructions, string(self._value("instructions"))
        if is_begun and before and now != before:
            return now if asked and now else None
        self._instructions = now
        return None

    def _value(self, key: str) -> Json:
        return self._asked.get(key, self._told.get(key))

    @property
    def input_format(self) -> str | None:
        """The media type of what the client says."""
        return self._format("input")

    @property
    def output_format(self) -> str | None:
        """The media type of what the model says."""
        return self._format("output")

    def _format(self, way: str) -> str | None:
        sides = [mapping(mapping(told.get("audio")).get(way)).get("format") for told in (self._told, self._asked)]
        named = [told.get(f"{way}_audio_format") for told in (self._told, self._asked)]
        return next((found for found in map(mime_type, (*sides, *named)) if found), None)

    def prompt(self) -> Prompt:
        """Instructions, tools and settings."""
        told = self._instructions
        return Prompt(
            model=optional_string(self._asked.get("model")) or optional_string(self._told.get("model")),
            system=(Message("system", (Text(told),)),) if told else (),
            tools=tuple(_tool(mapping(item)) for item in sequence(self._value("tools"))),
            settings={key: value for key, value in self._asked.items() if key not in _NOT_SETTINGS},
        )


def _tool(told: dict[str, Json]) -> ToolDefinition:
    kind = string(told.get("type")) or "function"
    return ToolDefinition(
        name=string(told.get("name")) or string(told.get("server_label")) or kind,
        description=optional_string(told.get("description")),
        parameters=told.get("parameters"),
        type=kind,
    )
