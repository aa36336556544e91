# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Part -> Block: what is to be shown of a part, so that every written form shows the same things.

Rule: a block's text is masked and safe to print; what a form does with it is only a matter of typography.
"""

from __future__ import annotations

from hashlib import sha256

from viewer.core.analysis import Exchange
from viewer.core.messages import Blob, File, Message, Other, Part, Reasoning, Text, ToolCall, ToolCallResponse, Uri
from viewer.core.secrets.masking import Masker
from viewer.core.text.json_values import Json
from viewer.core.text.printable import one_line, visible
from viewer.core.tool_failures import failure, tool_names
from viewer.core.transcript import json_output
from viewer.dataclass import dataclass

LONGEST_BODY = 100_000
"""Characters shown of a body that is no LLM call; who wants all of it takes the cassette."""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a message: `kind` for its look, `label` says what it is, `language` is `json` or empty.

    `id` is that of a tool call; `failed` tells that a tool's result is an error. `part` is what it was made from, for a
    form that can show more than text.
    """

    kind: str
    label: str
    text: str
    language: str = ""
    id: str | None = None
    part: Part | None = None
    failed: bool = False


class Blocks:
    """Makes the blocks of one exchange, whose request names the tool calls that results belong to."""

    def __init__(self, exchange: Exchange, masker: Masker) -> None:
        """Look up the names of all calls in the request."""
        self._masker = masker
        self._names = tool_names(exchange.prompt.messages if exchange.prompt else ())

    def of(self, message: Message) -> list[Block]:
        """The blocks of a message, in order."""
        blocks: list[Block] = []
        for part in message.parts:
            blocks.append(self._block(part))
            if isinstance(part, Text) and part.annotations:
                blocks.append(self._json("annotations", "annotations", list(part.annotations)))
        return blocks

    def _block(self, part: Part) -> Block:  # noqa: PLR0911 - one for each kind of part
        match part:
            case Text():
                kind, label = ("refusal", "refusal") if part.refusal else ("text", "")
                return self._text(kind, label, part.content)
            case Reasoning():
                hidden = "(encrypted)" if part.signature and not part.content else part.content
                return self._text("reasoning", "reasoning", hidden)
            case ToolCall():
                return self._call(part)
            case ToolCallResponse():
                return self._result(part)
            case Blob():
                size = f"{len(part.content):,} characters of base64"
                return Block("blob", self.word(part.mime_type or part.modality), size, part=part)
            case Uri():
                return self._text("uri", self.word(part.mime_type or part.modality), part.uri)
            case File():
                return self._json("other", "file", part.data)
            case Other():
                return self._json("other", self.word(part.title or part.type), part.data)

    def _call(self, part: ToolCall) -> Block:
        label = self.word(part.name or "(no name)")
        arguments = part.arguments if part.arguments.strip() else "{}"
        text = visible(self._masker.text(json_output.pretty(arguments)))
        language = "json" if json_output.parse(arguments)[1] else ""
        return Block("tool_call", label, text, language, self.word(part.id or "") or None, part)

    def _result(self, part: ToolCallResponse) -> Block:
        label = self.word(part.name or self._names.get(part.id or "") or part.id or "(no id)")
        id_ = self.word(part.id or "") or None
        failed = failure(part) is not None
        if isinstance(part.response, str):
            text = visible(self._masker.text(json_output.pretty(part.response)))
            is_object = isinstance(json_output.parse(part.response)[0], dict | list)
            return Block("tool_result", label, text, "json" if is_object else "", id_, part, failed)
        return Block("tool_result", label, self._dump(part.response), "json", id_, part, failed)

    def _text(self, kind: str, label: str, text: str) -> Block:
        return Block(kind, label, visible(self._masker.text(text)))

    def _json(self, kind: str, label: str, value: Json) -> Block:
        return Block(kind, label, self._dump(value), "json")

    def _dump(self, value: Json) -> str:
        return visible(json_output.dump(self._masker.json(value), indent=2))

    def word(self, text: str) -> str:
        """A name or a role, masked, on one line."""
        return one_line(self._masker.text(text))


def body_blocks(exchange: Exchange, masker: Masker) -> list[Block]:
    """Request and response body of an exchange that no dialect reads."""
    found: list[Block] = []
    for label, body in (("request body", exchange.request), ("response body", exchange.response)):
        if not body.data:
            continue
        if body.text is None:
            found.append(Block("body", label, f"({len(body.data):,} bytes that are no text, {digest(body.data)})"))
            continue
        text = masker.text(json_output.pretty(body.text) if body.is_json else body.text)
        left_out = text[LONGEST_BODY:]
        cut = f"\n… {len(left_out):,} more characters, {digest(left_out)}" if left_out else ""
        found.append(Block("body", label, visible(text[:LONGEST_BODY]) + cut, "json" if body.is_json else ""))
    return found


def digest(of: str | bytes) -> str:
    """A few digits that differ where something differs that is not shown."""
    data = of.encode("utf-8", "surrogatepass") if isinstance(of, str) else of
    return "sha256 " + sha256(data).hexdigest()[:12]
