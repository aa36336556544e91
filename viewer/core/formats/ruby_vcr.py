# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Cassettes of VCR for Ruby (github.com/vcr/vcr, lib/vcr/structs.rb).

From version 2 on a mapping with `http_interactions`. Version 1 dumped its own Ruby structs as a list, with the method
as a symbol. `encoding: ASCII-8BIT` is said of text too: what is binary has the tag `!binary` or is `base64_string`.
"""

from __future__ import annotations

from viewer.core.formats._http_interactions import RUBY_VCR, match_recorder, read_cassette
from viewer.core.formats.api import Probe
from viewer.core.model import Cassette
from viewer.core.registry import Match

_STRUCT = "!ruby/struct:VCR::HTTPInteraction"


class RubyVcrReader:
    """Reads what VCR for Ruby writes."""

    name = RUBY_VCR
    title = "Ruby VCR cassette"
    suffixes: tuple[str, ...] = (".yml", ".yaml", ".json")
    outlined: tuple[tuple[str, ...], ...] = (("http_interactions",), ())

    def match(self, probe: Probe) -> Match:
        """Sure when `recorded_with` names it, or when the file is a list of its structs."""
        if not isinstance(probe.document.value, list):
            return match_recorder(probe, self.name)
        return Match.SURE if probe.document.tag((0,)) == _STRUCT else Match.NO

    def read(self, probe: Probe) -> Cassette:
        """The cassette, with problems for what could not be read."""
        return read_cassette(probe, self.name)
