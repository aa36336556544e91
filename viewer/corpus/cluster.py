# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""Inputs given to the workers of a Dask cluster, one task a file; their results come in order.

Rule: a task that fails is the result of its file and of no other. What a lost worker had goes to another one; a file
that several workers are lost over is told and left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from viewer import __version__
from viewer.batch import UNREADABLE, Report, error_line
from viewer.core.errors import CassetteError
from viewer.corpus.file_formats import FILE_FORMATS, require
from viewer.corpus.inputs import Input
from viewer.corpus.tabulate import FileResult

if TYPE_CHECKING:
    from distributed import Client

_PATIENCE = 30
"""Seconds within which the scheduler has to answer, and then to have a worker."""


def results(
    scheduler: str, file_format: str, work: Callable[[Input], FileResult], inputs: Sequence[Input]
) -> Iterator[FileResult]:
    """What comes of each input; raises CassetteError where the cluster cannot do it at all."""
    client = _connected(scheduler)
    try:
        _check(client, scheduler, file_format)
        futures = client.map(work, inputs, pure=False, key="cassette-viewer-table")
        for given, future in zip(inputs, futures, strict=True):
            yield _result(given, future)
            future.release()
    finally:
        client.close()


def _connected(scheduler: str) -> Client:
    from distributed import Client  # noqa: PLC0415

    try:
        client = Client(scheduler, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CassetteError(scheduler, None, str(error)) from error
    try:
        client.wait_for_workers(1, timeout=_PATIENCE)
    except TimeoutError:
        client.close()
        raise CassetteError(scheduler, None, "the scheduler has no workers") from None
    return client


def _check(client: Client, scheduler: str, file_format: str) -> None:
    """Raise CassetteError where a worker has another version of this program, or lacks what it needs."""
    try:
        told: dict[str, str] = client.run(_readiness, file_format)
    except Exception as error:
        reason = f"its workers need cassette-viewer {__version__}: {error}"
        raise CassetteError(scheduler, None, reason) from error
    for worker, readiness in told.items():
        if readiness != __version__:
            reason = f"its worker {worker} has cassette-viewer {readiness}, this is {__version__}"
            raise CassetteError(scheduler, None, reason)


def _readiness(file_format: str) -> str:
    """On a worker: the version that it has, and what it lacks."""
    needs = FILE_FORMATS[file_format].needs
    try:
        if needs is not None:
            require(needs, file_format, "corpus")
    except CassetteError as error:
        return f"{__version__}, but {error}"
    return __version__


def _result(given: Input, future: Any) -> FileResult:  # noqa: ANN401 - distributed's own futures
    from distributed.scheduler import KilledWorker  # noqa: PLC0415

    try:
        result: FileResult = future.result()
    except KilledWorker:
        reason = "workers were lost over it, and it is not given to another"
    except Exception as error:  # noqa: BLE001 - whatever a cluster raises is the failure of this file alone
        reason = f"{type(error).__name__}: {error}"
    else:
        return result
    return FileResult(Report(errors=(error_line(given.name, None, reason),), status=UNREADABLE))
