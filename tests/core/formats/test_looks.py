# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""A file that is no cassette is called what a person would call it."""

from __future__ import annotations

import json
import random

import pytest

from viewer.core.errors import CassetteError, NotACassette
from viewer.core.formats import Probe, read_probe

_NOISE = random.Random(7).randbytes(3000)  # noqa: S311
_CODE = b"# A program\n\nimport sys\n\nlimit: int = 3\n\n\ndef run(x):\n    print({'a': x}, sys.argv)\n"
_NOTES = b"# Notes\n\nData files from the survey: see below.\n\n- [one](x): `y`\n"


def _said(path: str, content: bytes) -> str:
    with pytest.raises(NotACassette) as caught:
        read_probe(Probe(path, content))
    return caught.value.reason.removeprefix("not a cassette; it looks like ")


@pytest.mark.parametrize("path", ["x", "x.yaml", "x.json", "x.yaml.gz", "x.har", "x.py"])
@pytest.mark.parametrize("content", [_NOISE, _NOISE.replace(b"\0", b""), b"a: 1\n\0\1\2"])
def test_binary_data_is_no_damaged_cassette(path: str, content: bytes) -> None:
    assert _said(path, content) == "binary data"


def test_a_text_with_a_few_odd_bytes_is_still_a_damaged_one() -> None:
    with pytest.raises(CassetteError, match="damaged YAML") as caught:
        read_probe(Probe("x.yaml", b"place: caf\xe9 \xe9t\xe9\ninteractions: 'b\n  - \t{"))
    assert not isinstance(caught.value, NotACassette)


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("x.py", _CODE, "Python source"),
        ("x", _CODE, "text"),
        ("x", b"#!/bin/sh\necho one\n", "a script"),
        ("NOTES.MD", _NOTES, "Markdown source"),
        ("x", _NOTES, "text"),
        ("x.txt", b"Dear reader: this is text.\n", "text"),
        ("x", b"<!DOCTYPE html>\n<html></html>\n", "an HTML page"),
        ("x.toml", b'# Settings\n[build-system]\nrequires = ["x"]\n', "TOML source"),
        ("x.yaml", b"# only this\n\n# and that\n", "nothing but comments or white space"),
        ("x.yaml", b"a: 1\nlong_name: 2\nc.d-e: 3\n", "a mapping with the keys a, long_name, c.d-e"),
        ("x.yaml", b"a: 1\na: 2\n", "a mapping with the keys a"),
        ("x.json", b'{"some long key": 1}', "a mapping with 1 key"),
        ("x.json", b"{}", "an empty mapping"),
        ("x.json", b"[{}]", "a list of mappings with no keys"),
        ("x.json", b'{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}', "a mapping with the keys a, b, c, d, e and 2 more"),
        ("x", b"id: 1\nname: x\n", "a mapping with the keys id, name"),
        ("x.yaml", b"- 1\n- 2\n", "a list"),
    ],
)
def test_what_a_file_looks_like(path: str, content: bytes, said: str) -> None:
    assert _said(path, content) == said


@pytest.mark.parametrize(
    "secret",
    [
        "sk-ant-api03-" + "A1b2C3d4" * 6,
        "sk-" + "a1B2" * 5,
        "AKIA" + "Q7RS" * 4,
        "x" * 50,
        "d41d8cd98f00b204e980",
        "alice:$6$salt$hash",
        "two words",
        "hf_" + "abcDEF" * 5,
    ],
)
def test_a_key_that_may_be_a_secret_is_only_counted(secret: str) -> None:
    assert _said("x.json", json.dumps({secret: 1}).encode()) == "a mapping with 1 key"
    assert _said("x.json", json.dumps({secret: 1, "b": 2}).encode()) == "a mapping with the keys b and 1 more"
    assert _said("x.json", json.dumps([{secret: 1, secret * 2: 2}]).encode()) == "a list of mappings with 2 keys"
    assert secret not in _said("x.json", json.dumps({"interactions": [{secret: 1}]}).encode())


def test_a_damaged_table_of_toml_is_told_as_toml() -> None:
    with pytest.raises(CassetteError, match="damaged TOML"):
        read_probe(Probe("x.toml", b"[first]\na = 1\n[second\n"))
