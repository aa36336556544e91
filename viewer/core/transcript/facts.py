# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""What every written form says about an exchange beside the messages, in the same words."""

from __future__ import annotations

from viewer.core.analysis import Exchange
from viewer.core.errors import Problem
from viewer.core.messages import Usage
from viewer.core.model import Cassette
from viewer.core.recording import Recording
from viewer.core.secrets.masking import Masker
from viewer.core.text.printable import one_line
from viewer.core.text.quantities import plural
from viewer.core.timeline import duration_text


def source_line(recording: Recording) -> str:
    """The recorder and the size of a cassette: `go-vcr 2 · 3 interactions · 1 conversation`."""
    return f"{size_line(recording.cassette)} · {plural(len(recording.threads), 'conversation')}"


def size_line(cassette: Cassette) -> str:
    """The same without what only a look at all of its interactions tells: `go-vcr 2 · 3 interactions`."""
    version = "" if cassette.version is None else f" {one_line(str(cassette.version))}"
    return f"{cassette.recorder}{version} · {plural(len(cassette.interactions), 'interaction')}"


def endpoint(exchange: Exchange, masker: Masker) -> str:
    """The request's method and URL on one line."""
    request = exchange.interaction.request
    return one_line(f"{request.method} {masker.url(request.url)}", 2000)


def status(exchange: Exchange) -> str:
    """The status of the response: `200 OK`, or that there is none."""
    response = exchange.interaction.response
    return one_line(f"{response.status} {response.reason}") if response.status else "no answer recorded"


def model(exchange: Exchange, masker: Masker) -> str:
    """The model that answered or was asked, empty when neither is known."""
    return one_line(masker.text(exchange.model or ""))


def timing(exchange: Exchange) -> str:
    """Where the times of the stream come from; of a whole answer that it was none."""
    return exchange.timeline.caption if exchange.is_stream else "not streamed"


def duration(exchange: Exchange) -> str:
    """How long the exchange took, empty when nothing was recorded."""
    ms = exchange.interaction.duration_ms
    return duration_text(ms) if ms is not None else ""


def tokens(usage: Usage | None) -> str:
    """Token counts in a few words: `197 in, 41 out, 12 reasoning`; empty when none were reported."""
    if usage is None:
        return ""
    always = ((usage.input_tokens, "in"), (usage.output_tokens, "out"))
    if_any = (
        (usage.cache_read_input_tokens, "cached"),
        (usage.cache_creation_input_tokens, "written to cache"),
        (usage.reasoning_output_tokens, "reasoning"),
    )
    told = [pair for pair in always if pair[0] is not None] + [pair for pair in if_any if pair[0]]
    return ", ".join(f"{number:,} {noun}" for number, noun in told)


def cost(exchange: Exchange) -> str:
    """The cost in US dollars as reported, else an estimate that says so; empty when there is neither."""
    usage, estimate = exchange.answer.usage, exchange.cost_estimate
    if usage is not None and usage.cost is not None:
        return _dollars(usage.cost)
    return f"≈ {_dollars(estimate.amount_usd)} ({estimate.label})" if estimate else ""


def _dollars(amount: float) -> str:
    """All digits of a reported amount, without an exponent."""
    return "$" + f"{amount:.10f}".rstrip("0").rstrip(".")


def tools(exchange: Exchange, masker: Masker) -> str:
    """The tools that the request declares: `tools: add, multiply`; empty when there are none."""
    declared = exchange.prompt.tools if exchange.prompt else ()
    return one_line("tools: " + masker.text(", ".join(tool.name for tool in declared)), 2000) if declared else ""


def error(exchange: Exchange, masker: Masker) -> str:
    """The error that the provider told, on one line: `429 rate_limit_error: try again`; empty when there is none."""
    told = exchange.answer.error
    if told is None:
        return ""
    kind = " ".join(str(word) for word in (told.code, told.type) if word is not None and word != "")
    return one_line(masker.text(f"{kind}: {told.message}" if kind else told.message), 2000)


def problem(found: Problem, masker: Masker) -> str:
    """A problem with its place: `warning: no [DONE] (line 12, event 3)`."""
    places = [f"{word} {number}" for word, number in (("line", found.line), ("event", found.event)) if number]
    place = f" ({', '.join(places)})" if places else ""
    return f"{found.severity.value}: {one_line(masker.text(found.text), 1000)}{place}"
