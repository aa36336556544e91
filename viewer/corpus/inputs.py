# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Arguments -> inputs: files, folders, standard input, and URLs, which `fsspec` reads.

Rule: a URL is opened here and nowhere else in the program, and only one that the user named or that lies below it.
Nothing that stands in a cassette is ever followed.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import quote

from viewer import batch
from viewer.batch import UNREADABLE, Report, Source
from viewer.blake2 import blake2b
from viewer.core.errors import CassetteError
from viewer.core.formats import Probe
from viewer.core.secrets.masking import Masker
from viewer.dataclass import dataclass
from viewer.loose_text import LooseText

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_CHAIN = "::"
_MASKER = Masker()


@dataclass(frozen=True, slots=True)
class Input:
    """One file: what it is called, where it lies, and the place of its rows in a folder of tables.

    `at` is an absolute path or a URL, which may hold a password; `name` is for people and shows none. `refused` says
    why it cannot be worked on.
    """

    name: str
    at: str
    relative: str
    refused: Report | None = None
    text: LooseText | None = None

    @property
    def is_url(self) -> bool:
        """Whether it lies elsewhere than in the file system."""
        return is_url(self.at)

    def state(self) -> str:
        """What changes when the file does; raises CassetteError."""
        if self.text is not None:
            return _digest(self.text.data)
        if self.is_url:
            with _RemoteFile(self.name, self.at) as (system, path):
                return _digest(repr(sorted(system.info(path).items(), key=str)).encode())
        try:
            found = Path(self.at).stat()
        except (OSError, ValueError) as error:
            raise CassetteError(self.name, None, getattr(error, "strerror", None) or str(error)) from error
        return f"{found.st_size} {found.st_mtime_ns}"

    def probe(self) -> Probe:
        """The file as readers see it; raises CassetteError."""
        if self.text is not None:
            return Probe(self.text.name, self.text.data)
        if not self.is_url:
            return Probe.open(Path(self.at))
        with _RemoteFile(self.name, self.at) as (system, path), system.open(path, "rb") as stream:
            return Probe.drain(self.name, cast("BinaryIO", stream))


def is_url(argument: str) -> bool:
    """Whether an argument is a URL; a path has no scheme before `//`, and one letter would be a drive."""
    return _URL.match(argument) is not None


def inputs(arguments: Sequence[str], output: Path) -> Iterator[Input]:
    """Every file that the arguments name, also in folders and below URLs; hidden ones and `output` are left out."""
    paths = [argument for argument in arguments if not is_url(argument)]
    urls = [argument for argument in arguments if is_url(argument)]
    local = map(_local, batch.sources(paths, leave_out=output))
    found = {given.at: given for given in chain(local, *map(_below, urls))}
    places = Counter(given.relative for given in found.values())
    for given in found.values():
        yield given if places[given.relative] == 1 or not given.is_url else _set_apart(given)


def _set_apart(given: Input) -> Input:
    """A URL whose rows would lie where those of a path do, at a place of its own."""
    return replace(given, relative=f"{given.relative}.{_digest(given.at.encode())[:8]}")


def _local(source: Source) -> Input:
    at = str(source.path) if source.text else os.path.abspath(source.path)  # noqa: PTH100 - links are not followed
    return Input(source.name, at, source.relative.as_posix(), source.refused, source.text)


def _below(url: str) -> Iterator[Input]:
    """What a URL names: one file, those that fit a pattern, or those of a folder."""
    name = _MASKER.url(url)
    try:
        with _RemoteFile(name, url) as (system, path):
            pattern = any(sign in path for sign in "*?[")
            found = system.glob(path) if pattern else system.find(path) if system.isdir(path) else [path]
            root = re.split(r"[*?[]", path)[0].rpartition("/")[0] if pattern else path
            names = [file for file in sorted(map(str, found)) if not _is_hidden(file, root) and not system.isdir(file)]
            urls = [_url(system, file, url) for file in names]
    except CassetteError as error:
        refused = Report(errors=(batch.error_line(error.path, None, error.reason),), status=UNREADABLE)
        yield Input(name, url, relative_place(name), refused)
        return
    for one in urls:
        yield Input(_MASKER.url(one), one, relative_place(_MASKER.url(one)))


def _is_hidden(file: str, root: str) -> bool:
    """Whether a file below `root` is hidden, or in a hidden folder."""
    return any(part.startswith(".") for part in file.removeprefix(root).split("/"))


def _url(system: AbstractFileSystem, path: str, url: str) -> str:
    """The URL of a path, reached as `url` was."""
    _, chain, rest = url.partition(_CHAIN)
    user = re.match(r"[^:]+://(?P<user>[^/@]*@)", url)
    full = str(system.unstrip_protocol(path))
    if user and user["user"] not in full:
        full = full.replace("://", f"://{user['user']}", 1)
    return full + chain + rest


def relative_place(url: str) -> str:
    """The place of a URL's rows: its scheme, host and path, each a folder, in characters that any file system takes."""
    pieces = [part for link in reversed(url.split(_CHAIN)) for part in re.split(r"://|/", link) if part]
    return "/".join(_folder_name(part) for part in pieces)


def _folder_name(part: str) -> str:
    return part.replace(".", "%2E") if part in (".", "..") else quote(part, safe=" @+=,~()[]")


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


class _RemoteFile:
    """The file system of a URL and the path in it; whatever it raises becomes one CassetteError."""

    def __init__(self, name: str, url: str) -> None:
        self._name, self._url = name, url

    def __enter__(self) -> tuple[AbstractFileSystem, str]:
        try:
            from fsspec.core import url_to_fs  # noqa: PLC0415

            return url_to_fs(self._url)  # type: ignore[no-any-return]
        except Exception as error:
            raise self._told(error) from error

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, Exception) and not isinstance(error, CassetteError):
            raise self._told(error) from error

    def _told(self, error: Exception) -> CassetteError:
        if isinstance(error, FileNotFoundError):
            return CassetteError(self._name, None, "no such file")
        reason = getattr(error, "strerror", None) or f"{type(error).__name__}: {error}"
        return CassetteError(self._name, None, _MASKER.text(str(reason)))
