# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A whole answer in its provider's own JSON -> what it may have cost, by the price lists of `genai-prices`.

Rule: an estimate is never taken for what was reported. It is made only where the host that answered has a price list:
the same model costs another price elsewhere, and on one's own machine nothing. Nothing is fetched; the lists are those
that were installed.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from types import ModuleType

from viewer.core.messages import Usage
from viewer.core.text.json_values import Json
from viewer.dataclass import dataclass
from viewer.late_imports import import_lock

_LIBRARY = "genai-prices"
_PORT = re.compile(r"^(https?://[^/:?#]+):\d+")


@dataclass(frozen=True, slots=True)
class CostEstimate:
    """US dollars at the prices of a day; `source` names the library and its version, as prices change with both."""

    amount_usd: float
    price_date: date
    source: str

    @property
    def label(self) -> str:
        """What stands behind the amount, in a few words: `estimate, genai-prices 2025-03-02`."""
        return f"estimate, {_LIBRARY} {self.price_date.isoformat()}"


def estimate(answered: Json, url: str, model: str, api: str, at: datetime | None = None) -> CostEstimate | None:
    """What an answer cost at the time `at`, else now; None where host, model or usage are not known. Never raises.

    `answered` is a whole answer, unstreamed; `api` names the dialect that it is in. The first call imports the library
    (0.4 s).
    """
    if not isinstance(answered, dict):
        return None
    # The URL may tell the model better than the answer does, so the library is not to look for it there.
    counted: dict[str, Json] = {key: value for key, value in answered.items() if key not in ("model", "modelVersion")}
    host, moment = _without_port(url), at or datetime.now(UTC)
    if not _has_prices(host):
        return None
    return next((found for way in _ways(api) if (found := _priced(counted, host, model, way, moment))), None)


def estimate_input(tokens: Usage, url: str, model: str, at: datetime | None = None) -> CostEstimate | None:
    """What tokens of a request cost at the time `at`, else now, without any answer; None as above. Never raises."""
    library, moment = _library(), at or datetime.now(UTC)
    try:
        counted = library.Usage(
            input_tokens=tokens.input_tokens,
            cache_read_tokens=tokens.cache_read_input_tokens,
            cache_write_tokens=tokens.cache_creation_input_tokens,
        )
        price = library.calc_price(counted, model, provider_api_url=_without_port(url), genai_request_timestamp=moment)
        amount = float(price.total_price)
    except Exception:  # noqa: BLE001 - the library raises whatever comes where it knows no host or model
        return None
    return CostEstimate(amount, moment.date(), f"{_LIBRARY} {library.__version__}") if amount > 0 else None


def _without_port(url: str) -> str:
    """A URL as the library's patterns expect it."""
    return _PORT.sub(r"\1", url, count=1)


@lru_cache(maxsize=256)
def _has_prices(url: str) -> bool:
    """Whether the library knows the host; the same few answer all interactions, and an error for each takes longer."""
    try:
        _library().data_snapshot.get_snapshot().find_provider(None, None, url)
    except Exception:  # noqa: BLE001 - whatever comes where it knows no host
        return False
    return True


def _ways(api: str) -> tuple[str, ...]:
    """The library's names for the shapes that usage may have: the dialect's own first, then those others speak too."""
    return tuple(dict.fromkeys((api.rpartition(".")[2], "default", "chat", "anthropic")))


def _priced(counted: dict[str, Json], url: str, model: str, way: str, at: datetime) -> CostEstimate | None:
    library = _library()
    try:
        usage = library.extract_usage(counted, provider_api_url=url, api_flavor=way).usage
        price = library.calc_price(usage, model, provider_api_url=url, genai_request_timestamp=at)
        amount = float(price.total_price)
    except Exception:  # noqa: BLE001 - the library expects a provider's shapes; on others it raises whatever comes
        return None
    return CostEstimate(amount, at.date(), f"{_LIBRARY} {library.__version__}") if amount > 0 else None


@cache
def _library() -> ModuleType:
    with import_lock:
        import genai_prices  # noqa: PLC0415  start-up time

    return genai_prices
