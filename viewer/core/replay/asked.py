# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A request that somebody looks for, as far as it was told."""

from __future__ import annotations

from viewer.core.model import Body, Headers, Request, split_url
from viewer.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """A request; None for what was not told, which is another thing than that there is none.

    `source` says where it was read from, `match_on` the rules that an error names, `cassette` the file that it names.
    `was_played` tells that the library said that all that matches was played already.
    """

    source: str
    method: str | None = None
    url: str | None = None
    headers: Headers | None = None
    body: str | None = None
    match_on: tuple[str, ...] = ()
    cassette: str | None = None
    was_played: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was told that could be looked for."""
        return self.method is None and self.url is None and self.body is None

    @property
    def request(self) -> Request:
        """The same as a request of a recording, for what compares those."""
        body = Body(self.body.encode("utf-8", "surrogatepass")) if self.body is not None else Body()
        return Request(self.method or "GET", self.url or "", self.headers or Headers(), body)

    @property
    def host(self) -> str | None:
        """The host that is asked; None where no URL was told, or one without a host."""
        return split_url(self.url).hostname if self.url else None
