# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The prompts of two requests, one of which continues the other -> what the later one instructs and declares anew.

Messages that a request repeats are known by their digests (`conversations`); instructions and tools stand beside the
messages in most APIs, and a client may write them anew from turn to turn.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from viewer.core.messages import Message, Part, Prompt, Text, ToolDefinition
from viewer.dataclass import dataclass

if TYPE_CHECKING:
    from viewer.core.text.line_difference import LineRun


@dataclass(frozen=True, slots=True)
class InstructionChange:
    """Instructions that are not those of before: `changed` are the later prompt's messages that the other has not."""

    changed: tuple[Message, ...]
    difference: tuple[LineRun, ...]


@dataclass(frozen=True, slots=True)
class ToolChange:
    """Tools that are not those of before, by name, and how their declarations differ."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    difference: tuple[LineRun, ...]


def instruction_change(before: Prompt, after: Prompt) -> InstructionChange | None:
    """How the instructions differ, those in both left out; None where they are the same."""
    gone, new = _others(before.system, after.system), _others(after.system, before.system)
    if not gone and not new:
        return None
    return InstructionChange(new, _difference(_words(gone), _words(new)))


def tool_change(before: Prompt, after: Prompt) -> ToolChange | None:
    """How the declared tools differ; None where they do not, whatever their order."""
    old, new = _by_name(before.tools), _by_name(after.tools)
    if old == new:
        return None
    names = dict.fromkeys((*old, *new))
    differing = [name for name in names if old.get(name) != new.get(name)]
    was, now = ("\n".join(tools[n] for n in differing if n in tools) for tools in (old, new))
    return ToolChange(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        changed=tuple(name for name in differing if name in old and name in new),
        difference=_difference(was, now),
    )


def _declared(tool: ToolDefinition) -> str:
    """A declaration as lines: name, description and schema, the same whatever the order of its keys."""
    told = [tool.name, tool.description or ""]
    if tool.parameters is not None:
        told.append(json.dumps(tool.parameters, ensure_ascii=False, indent=2, sort_keys=True))
    return "\n".join(filter(None, told))


def _difference(before: str, after: str) -> tuple[LineRun, ...]:
    # Imported here: the first picture of most files shows no difference.
    from viewer.core.text.line_difference import line_difference  # noqa: PLC0415

    return tuple(line_difference(before, after))


def _by_name(tools: Iterable[ToolDefinition]) -> dict[str, str]:
    """The declaration of each tool; of several with one name all."""
    found: dict[str, str] = {}
    for tool in tools:
        found[tool.name] = f"{found[tool.name]}\n{_declared(tool)}" if tool.name in found else _declared(tool)
    return found


def _others(messages: Iterable[Message], known: Iterable[Message]) -> tuple[Message, ...]:
    """The messages that say what none of the known ones says."""
    said = [(message.role, message.parts) for message in known]
    return tuple(message for message in messages if (message.role, message.parts) not in said)


def _words(messages: Iterable[Message]) -> str:
    return "\n".join(words for message in messages for words in _told(message.parts))


def _told(parts: Iterable[Part]) -> Iterator[str]:
    return (part.content if isinstance(part, Text) else str(part) for part in parts)
