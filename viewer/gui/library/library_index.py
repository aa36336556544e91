# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The index behind the libraries: opened by who first needs it, and not for a first picture. Any thread may ask."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viewer.index.store import Store


class LibraryIndex:
    """The user's index; one that is not `wanted` keeps nothing, and is never opened."""

    def __init__(self, *, wanted: bool = True) -> None:
        """Nothing is opened yet."""
        self.is_wanted = wanted
        self._lock = Lock()
        self._store: Store | None = None

    def store(self) -> Store:
        """The index, opened now where nobody did; takes some time then."""
        from viewer.index.store import no_store, open_store  # noqa: PLC0415 - a first picture needs no index

        with self._lock:
            if self._store is None:
                self._store = open_store() if self.is_wanted else no_store()
            return self._store

    def told(self) -> tuple[str, ...]:
        """What went wrong with it since this was last asked, each thing once."""
        return tuple(problem.text for problem in self._store.told()) if self._store is not None else ()

    def size(self) -> int:
        """The bytes that it takes on the disk."""
        return self.store().size

    def forget(self) -> int:
        """Remove what is kept, and begin anew; the bytes that this takes."""
        store = self.store()
        store.forget()
        return store.size

    def close(self) -> None:
        """Write what waits, and close."""
        with self._lock:
            if self._store is not None:
                self._store.close()
