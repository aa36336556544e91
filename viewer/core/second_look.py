# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Exchange -> Exchange that also knows what takes longer to know: unfit tool arguments, and what answers may cost.

Rule: never on the way to the first paint. Each first call imports a library (jsonschema 0.1 s, genai-prices 0.4 s), and
only when there is something for it to look at. An exchange to which nothing is added stays the same.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from viewer.core import health, prices
from viewer.core.analysis import Exchange
from viewer.core.case import UncheckedExchange
from viewer.core.deltas import UsageDelta
from viewer.core.dialects import Dialect
from viewer.core.text.json_values import Json, value_at


def look_closer(exchange: Exchange) -> Exchange:
    """Everything that a first look leaves out; the same exchange where there is nothing to add."""
    return with_cost_estimate(with_schema_problems(exchange))


def with_schema_problems(exchange: Exchange) -> Exchange:
    """Adds a problem for each tool call whose arguments do not fit the schema that the request declares."""
    found = health.check_schemas(_evidence(exchange), exchange.response_line)
    new = [problem for problem in found if problem not in exchange.problems]
    return replace(exchange, problems=(*exchange.problems, *new)) if new else exchange


def _evidence(of: Exchange) -> UncheckedExchange:
    given = (of.interaction, of.request, of.response, of.framing, of.events, of.dialect)
    return UncheckedExchange(*given, of.prompt, of.assembly, of.answer)


def with_cost_estimate(exchange: Exchange) -> Exchange:
    """Adds an estimate of the cost to an answer that reports its tokens but no cost."""
    usage, dialect = exchange.answer.usage, exchange.dialect
    if dialect is None or not exchange.model or usage is None or usage.cost is not None or exchange.cost_estimate:
        return exchange
    answered = _streamed(exchange, dialect) if exchange.is_stream else exchange.response.json
    url, at = exchange.interaction.request.url, answered_at(exchange)
    estimate = prices.estimate(answered, url, exchange.model, dialect.name, at)
    return replace(exchange, cost_estimate=estimate) if estimate else exchange


def _streamed(exchange: Exchange, dialect: Dialect) -> Json:
    """What a stream told of its usage, as a whole answer has it: later reports add to earlier ones."""
    told: dict[str, Json] = {}
    for step, _ in exchange.assembly.usages:
        for delta in (addition.delta for addition in exchange.assembly.additions[step]):
            if isinstance(delta, UsageDelta):
                usage = value_at(exchange.events[step].json, delta.path)
                if not delta.path or not isinstance(usage, dict):
                    return dialect.assemble(exchange.answer, exchange.events)
                name, known = str(delta.path[-1]), told.get(str(delta.path[-1]))
                later: dict[str, Json] = {key: value for key, value in usage.items() if value is not None}
                told[name] = {**known, **later} if isinstance(known, dict) else later
    return told


def answered_at(exchange: Exchange) -> datetime | None:
    """When an answer came: as recorded, else by its Date field (RFC 9110, 6.6.1); None where neither tells."""
    if exchange.interaction.recorded_at is not None:
        return exchange.interaction.recorded_at
    try:
        told = parsedate_to_datetime(exchange.interaction.response.headers.get("date") or "")
    except ValueError:
        return None
    return told if told.tzinfo else told.replace(tzinfo=UTC)
