# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Plain text made for diffing: two recordings of the same talk differ only where something else was said.

Rule: no ids, numbers, dates, durations, token counts or costs unless details are asked for; JSON has its keys in order;
one fact a line; nothing is wrapped. Of a header that carries a secret the name is told, so that one that leaks is seen.
Nothing depends on the machine, and a digest stands for what is too long to show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TextIO

from viewer.core.compare.secret_places import secret_places
from viewer.core.errors import Problem
from viewer.core.exporters._placeholders import Placeholders
from viewer.core.messages import Blob, Message
from viewer.core.recording import Recording
from viewer.core.text.printable import indented, name, one_line, visible
from viewer.core.transcript import facts, json_output
from viewer.core.transcript.blocks import Block, Blocks, body_blocks, digest
from viewer.core.transcript.dialogue import DialogueEntry, Section, dialogue
from viewer.core.transcript.options import ExportOptions

_TITLES = {"tool_call": "call ", "tool_result": "result of ", "blob": "data ", "uri": "link "}
_SAID = ("tool_call", "tool_result")


class PlainText:
    """Writes lines in a fixed order."""

    name = "text"
    title = "Plain text, to compare recordings with diff"
    suffix = ".txt"

    def is_first_look(self, options: ExportOptions) -> bool:
        """Without details: estimates change with price lists, verdicts on arguments with the library."""
        return not options.details

    def write(self, recording: Recording, out: TextIO, options: ExportOptions) -> None:
        """Write the text."""
        writer = _Writer(options)
        if options.details:
            out.write(f"{name(recording.cassette.name)}: {facts.source_line(recording)}\n\n")
        out.writelines(writer.problem(found) + "\n" for found in recording.cassette.problems)
        for number, section in enumerate(dialogue(recording, options)):
            out.write("\n" if number else "")
            out.writelines(line + "\n" for line in writer.section(section))


class _Writer:
    """Makes the lines of one export."""

    def __init__(self, options: ExportOptions) -> None:
        self._masker, self._details, self._options = options.masker, options.details, options
        self._placeholders = Placeholders(on=not options.details)

    def section(self, section: Section) -> Iterator[str]:
        """A conversation, or what is none."""
        yield self._title(section)
        before: list[str] = []
        for entry in section.entries:
            yield ""
            yield from self._request(entry)
            settings = list(self._settings(entry))
            yield from settings if settings != before else ()
            before = settings
            blocks = Blocks(entry.exchange, self._masker)
            for message in (*entry.asked, *entry.answered):
                yield from self._message(message, blocks)
            if entry.exchange.prompt is None:
                yield from self._bodies(entry)
            yield from self._end(entry)
            for about, words in self._options.notes_on(entry.index):
                yield f"{about}:"
                yield indented(words, "  ")

    def problem(self, found: Problem) -> str:
        """A problem; its place moves with every change of the file and is a detail."""
        told = facts.problem(found if self._details else replace(found, line=None, event=None), self._masker)
        return f"problem, {self._placeholders.words(told)}"

    def _title(self, section: Section) -> str:
        if section.conversation is None:
            return "other requests"
        title = one_line(self._masker.text(section.conversation.title))
        return f"conversation: {self._placeholders.url(title) if title.startswith('/') else title}"

    def _request(self, entry: DialogueEntry) -> Iterator[str]:
        number = f" #{entry.index}" if self._details else ""
        yield f"request{number}: {self._placeholders.url(facts.endpoint(entry.exchange, self._masker))}"
        if entry.retry_of is not None:
            yield "  the same request again"

    def _settings(self, entry: DialogueEntry) -> Iterator[str]:
        """What the request asks beside its messages; shown where it changes."""
        prompt, masker = entry.exchange.prompt, self._masker
        if prompt is None:
            return
        yield f"  model: {one_line(masker.text(prompt.model or 'not told'))}"
        yield f"  stream: {'yes' if prompt.stream else 'no'}"
        for key, value in sorted(prompt.settings.items()):
            told = self._placeholders.value({key: masker.json(value)})
            shown = json_output.dump(told[key] if isinstance(told, dict) else told, sort_keys=True)
            yield f"  {one_line(key)}: {visible(shown)}"
        for tool in prompt.tools:
            yield f"  tool: {one_line(masker.text(tool.name))}"

    def _message(self, message: Message, blocks: Blocks) -> Iterator[str]:
        yield f"{one_line(message.role)}:"
        for block in blocks.of(message):
            yield from self._block(block, "  ")
        if message.native_finish_reason:
            yield f"  finish: {one_line(message.native_finish_reason)}"

    def _bodies(self, entry: DialogueEntry) -> Iterator[str]:
        headers = entry.exchange.interaction.request.headers
        for block in body_blocks(entry.exchange, self._masker):
            text = self._placeholders.body(block.text, headers.get("content-type") or "")
            yield from self._block(replace(block, text=text), "")

    def _block(self, block: Block, indent: str) -> Iterator[str]:
        inner, text = indent, block.text
        if block.language == "json":
            text = (self._placeholders.said_json if block.kind in _SAID else self._placeholders.json)(text)
        if isinstance(block.part, Blob):
            text = f"{text}, {digest(block.part.content)}"
        if block.label:
            id_ = f" {block.id}" if self._details and block.id else ""
            label = self._placeholders.id(block.label) if block.label == block.id else block.label
            failed = ", failed" if block.failed else ""
            yield f"{indent}{_TITLES.get(block.kind, '')}{label}{id_}{failed}:"
            inner += "  "
        yield indented(text, inner)

    def _end(self, entry: DialogueEntry) -> Iterator[str]:
        exchange = entry.exchange
        status = exchange.interaction.response.status
        yield f"status: {facts.status(exchange) if self._details or not status else status}"
        if exchange.answer.model and not self._details:
            yield f"answered by: {one_line(self._masker.text(exchange.answer.model))}"
        yield from (f"secret in {place}" for place in secret_places(exchange, self._masker) if "header" in place)
        if told := facts.error(exchange, self._masker):
            yield f"error: {self._placeholders.words(told)}"
        if exchange.is_stream:
            yield f"timing: {exchange.timeline.source.value}"
        for found in exchange.problems:
            yield self.problem(found)
        if self._details:
            yield from self._facts(entry)

    def _facts(self, entry: DialogueEntry) -> Iterator[str]:
        exchange = entry.exchange
        recorded_at = exchange.interaction.recorded_at
        labelled = {
            "tokens": facts.tokens(exchange.answer.usage),
            "id": one_line(self._masker.text(exchange.answer.id or "")),
            "answered by": facts.model(exchange, self._masker),
            "recorded at": recorded_at.isoformat() if recorded_at else "",
            "duration": facts.duration(exchange),
            "events": str(len(exchange.events)) if exchange.is_stream else "",
            "cost": facts.cost(exchange),
        }
        yield from (f"{key}: {value}" for key, value in labelled.items() if value)
