# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A reader says no when a key of another recorder is there: every sample, with every such key added."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from viewer.core.formats import READERS, Probe, owners_of, reader_of
from viewer.core.formats._own_keys import OWN_KEYS

_DATA = Path(__file__).parents[2] / "data" / "formats"
_KEYS = [(name, paths) for name, several in OWN_KEYS.items() for paths in several]


def _as_json(value: object) -> Probe:
    return Probe("x.json", json.dumps(value, default=str).encode())


def _documents() -> list[tuple[str, Any]]:
    """The samples that can be written as JSON and are still known by it."""
    found = []
    for path in sorted(_DATA.glob("*/*")):
        value = Probe.open(path).document.value
        root = value if isinstance(value, dict) else next(iter(value), None) if isinstance(value, list) else None
        reader = reader_of(_as_json(value)) if isinstance(root, dict) else None
        if reader is not None and reader.name == path.parent.name:
            found.append((path.parent.name, value))
    return found


_DOCUMENTS = _documents()


def _with(value: Any, together: str) -> Any:  # noqa: ANN401 - whatever a document holds
    """The document with something at each of these paths."""
    made = copy.deepcopy(value)
    for path in together.split(" + "):
        here = made[0] if isinstance(made, list) else made
        for step in path.split("."):
            name = step.removesuffix("[]")
            inside: Any = [{}] if step.endswith("[]") else {}
            if not isinstance(here.get(name), type(inside)) or (step.endswith("[]") and not here[name]):
                here[name] = inside
            here = here[name][0] if step.endswith("[]") else here[name]
            if not isinstance(here, dict):
                break
    return made


def test_every_reader_has_a_row() -> None:
    assert set(OWN_KEYS) == {reader.name for reader in READERS}


def test_most_recorders_write_documents() -> None:
    assert len({name for name, _ in _DOCUMENTS}) > 30


@pytest.mark.parametrize(("owner", "together"), _KEYS)
def test_a_key_of_another_recorder_refuses_every_sample(owner: str, together: str) -> None:
    for name, value in _DOCUMENTS:
        changed = _with(value, together)
        assert owner in owners_of(changed)
        reader = reader_of(_as_json(changed))
        assert reader is None or name == owner or reader.name != name, name
