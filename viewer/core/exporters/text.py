# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Plain text made for diffing: two recordings of the same talk differ only where something else was said.

Rule: no ids, numbers, dates, durations or costs unless details are asked for; one fact a line; nothing is wrapped.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from viewer.core.exporters import _facts, _json_text
from viewer.core.exporters._api import ExportOptions
from viewer.core.exporters._blocks import Block, Blocks, body_blocks
from viewer.core.exporters._dialogue import Said, Section, dialogue
from viewer.core.exporters._visible import indented, name, one_line, visible
from viewer.core.messages import Message
from viewer.core.recording import Recording

_TITLES = {"tool_call": "call ", "tool_result": "result of ", "blob": "data ", "uri": "link "}


class PlainText:
    """Writes lines in a fixed order."""

    name = "text"
    title = "Plain text, to compare recordings with diff"
    suffix = ".txt"

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the text."""
        if options.details:
            out.write(f"{name(recording.cassette.name)}: {_facts.source_line(recording)}\n\n")
        problems = (_facts.problem(found, options.masker) for found in recording.cassette.problems)
        out.writelines(_problem(text, options) + "\n" for text in problems)
        for number, section in enumerate(dialogue(recording, options)):
            out.write("\n" if number else "")
            out.writelines(line + "\n" for line in _section(section, options))


def _section(section: Section, options: ExportOptions) -> Iterator[str]:
    title = section.conversation.title if section.conversation else ""
    yield f"conversation: {one_line(options.masker.text(title))}" if section.conversation else "other requests"
    before: list[str] = []
    for said in section.said:
        yield ""
        yield from _request(said, options)
        settings = list(_settings(said, options))
        yield from settings if settings != before else ()
        before = settings
        blocks = Blocks(said.exchange, options.masker)
        for message in (*said.asked, *said.answered):
            yield from _message(message, blocks, options)
        if said.exchange.prompt is None:
            for body in body_blocks(said.exchange, options.masker):
                yield from _block(body, "", options)
        yield from _outcome(said, options)


def _request(said: Said, options: ExportOptions) -> Iterator[str]:
    number = f" #{said.index}" if options.details else ""
    yield f"request{number}: {_facts.endpoint(said.exchange, options.masker)}"
    if said.turn.retry_of is not None:
        yield "  the same request again"


def _settings(said: Said, options: ExportOptions) -> Iterator[str]:
    """What the request asks beside its messages; shown where it changes."""
    prompt, masker = said.exchange.prompt, options.masker
    if prompt is None:
        return
    yield f"  model: {one_line(masker.text(prompt.model or 'not told'))}"
    yield f"  stream: {'yes' if prompt.stream else 'no'}"
    for key, value in sorted(prompt.settings.items()):
        yield f"  {one_line(key)}: {visible(_json_text.dump(masker.json(value), sort_keys=True))}"
    for tool in prompt.tools:
        yield f"  tool: {one_line(masker.text(tool.name))}"


def _message(message: Message, blocks: Blocks, options: ExportOptions) -> Iterator[str]:
    yield f"{one_line(message.role)}:"
    for block in blocks.of(message):
        yield from _block(block, "  ", options)
    if message.native_finish_reason:
        yield f"  finish: {one_line(message.native_finish_reason)}"


def _block(block: Block, indent: str, options: ExportOptions) -> Iterator[str]:
    inner = indent
    if block.label:
        id_ = f" {block.id}" if options.details and block.id else ""
        yield f"{indent}{_TITLES.get(block.kind, '')}{block.label}{id_}:"
        inner += "  "
    yield indented(block.text, inner)


def _outcome(said: Said, options: ExportOptions) -> Iterator[str]:
    exchange, masker = said.exchange, options.masker
    yield f"status: {_facts.status(exchange)}"
    if told := _facts.error(exchange, masker):
        yield f"error: {told}"
    if exchange.is_stream:
        yield f"timing: {exchange.timeline.source.value}"
    if counts := _facts.tokens(exchange.answer.usage):
        yield f"tokens: {counts}"
    for found in exchange.problems:
        yield _problem(_facts.problem(found, masker), options)
    if options.details:
        yield from _details(said, options)


def _details(said: Said, options: ExportOptions) -> Iterator[str]:
    exchange = said.exchange
    recorded_at = exchange.interaction.recorded_at
    facts = {
        "id": one_line(options.masker.text(exchange.answer.id or "")),
        "answered by": _facts.model(exchange, options.masker),
        "recorded at": recorded_at.isoformat() if recorded_at else "",
        "duration": _facts.duration(exchange),
        "events": str(len(exchange.events)) if exchange.is_stream else "",
        "cost": _facts.cost(exchange),
    }
    yield from (f"{key}: {value}" for key, value in facts.items() if value)


def _problem(text: str, options: ExportOptions) -> str:
    """A problem; its place moves with every change of the file and is a detail."""
    return f"problem, {text if options.details else text.rpartition(' (')[0] or text}"
