# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""file -> Cassette. One module per recorder family; the order of `READERS` breaks ties."""

from __future__ import annotations

import stat
from pathlib import Path

from viewer.core.errors import CassetteError, NotACassette, Severity
from viewer.core.formats._document import collector_paused
from viewer.core.formats._own_keys import is_foreign, owners_of
from viewer.core.formats.api import Probe, Reader
from viewer.core.model import Cassette
from viewer.core.registry import Match, Registry

__all__ = [
    "HIDDEN_FOLDERS",
    "LARGE",
    "READERS",
    "Probe",
    "Reader",
    "begin",
    "collector_paused",
    "file_suffixes",
    "fit",
    "owners_of",
    "read",
    "read_probe",
    "reader_of",
]

HIDDEN_FOLDERS = frozenset({".claude-trace"})
"""Folders that recorders write to although their names begin with a dot; others of that kind are passed over."""

LARGE = 1 << 20
"""Bytes from which on a file is read in parts, where it can be."""

READERS: Registry[Reader] = Registry(
    "viewer.readers",
    (
        "viewer.core.formats.govcr:GoVcrReader",
        "viewer.core.formats.vcrpy:VcrPyReader",
        "viewer.core.formats.txtar:TxtarReader",
        "viewer.core.formats.httprr:HttprrReader",
        "viewer.core.formats.ruby_vcr:RubyVcrReader",
        "viewer.core.formats.r_vcr:RVcrReader",
        "viewer.core.formats.betamax:BetamaxReader",
        "viewer.core.formats.betamax_tape:BetamaxTapeReader",
        "viewer.core.formats.dd_test_agent:DdTestAgentReader",
        "viewer.core.formats.har:HarReader",
        "viewer.core.formats.nock:NockReader",
        "viewer.core.formats.websocket_cassette:WebSocketCassetteReader",
        "viewer.core.formats.xai_grpc:XaiGrpcReader",
        "viewer.core.formats.exvcr:ExVcrReader",
        "viewer.core.formats.php_vcr:PhpVcrReader",
        "viewer.core.formats.cassetter:CassetterReader",
        "viewer.core.formats.req_llm:ReqLlmReader",
        "viewer.core.formats.response_only:ResponseOnlyReader",
        "viewer.core.formats.claude_tap:ClaudeTapReader",
        "viewer.core.formats.claude_trace:ClaudeTraceReader",
        "viewer.core.formats.agent_transport:AgentTransportReader",
        "viewer.core.formats.azure_test_proxy:AzureTestProxyReader",
        "viewer.core.formats.easyvcr:EasyVcrReader",
        "viewer.core.formats.wiremock:WireMockReader",
        "viewer.core.formats.batch_lines:BatchLinesReader",
        "viewer.core.formats.opencode:OpencodeReader",
        "viewer.core.formats.dvr:DvrReader",
        "viewer.core.formats.req_cassette:ReqCassetteReader",
        "viewer.core.formats.responses_recorder:ResponsesRecorderReader",
        "viewer.core.formats.wiremock_journal:WireMockJournalReader",
        "viewer.core.formats.hoverfly:HoverflyReader",
        "viewer.core.formats.talkback:TalkbackReader",
        "viewer.core.formats.postman:PostmanReader",
        "viewer.core.formats.charles:CharlesReader",
        "viewer.core.formats.httpmock:HttpmockReader",
        "viewer.core.formats.mastra:MastraReader",
        "viewer.core.formats.cachy:CachyReader",
        "viewer.core.formats.saloon:SaloonReader",
        "viewer.core.formats.govcr_tracks:GovcrTracksReader",
        "viewer.core.formats.aimock:AimockReader",
        "viewer.core.formats.copilot_sdk:CopilotSdkReader",
        "viewer.core.formats.gemini_cli:GeminiCliReader",
        "viewer.core.formats.inspect_log:InspectReader",
        "viewer.core.formats.claude_code:ClaudeCodeReader",
        "viewer.core.formats.codex_rollout:CodexRolloutReader",
        "viewer.core.formats.otlp:OtlpReader",
        "viewer.core.formats.copilot_cli:CopilotCliReader",
        "viewer.core.formats.opencode_session:OpencodeSessionReader",
        "viewer.core.formats.gemini_session:GeminiSessionReader",
        "viewer.core.formats.mitmproxy:MitmproxyReader",
        "viewer.core.formats.fiddler:FiddlerReader",
        "viewer.core.formats.curl_output:CurlReader",
        "viewer.core.formats.curl_trace:CurlTraceReader",
        "viewer.core.formats.node_replay:NodeReplayReader",
        "viewer.core.formats.httptest2:Httptest2Reader",
        "viewer.core.formats.raw_body:RawBodyReader",
    ),
)


def file_suffixes() -> tuple[str, ...]:
    """Suffixes of files that recorders write, packed ones too: they are offered and looked through, never decide."""
    plain = {suffix for reader in READERS for suffix in reader.suffixes}
    return tuple(sorted(plain | {f"{suffix}.gz" for suffix in plain}))


def read(path: Path, *, large: int = LARGE) -> Cassette:
    """The cassette in a file, looked through to its end; raises CassetteError when it cannot be read or is none."""
    cassette = begin(path, large=large)
    while cassette.grow():
        pass
    return cassette


def begin(path: Path, *, large: int = LARGE) -> Cassette:
    """The cassette in a file; one of `large` bytes or more may still have to grow. Raises CassetteError as `read`."""
    return _in_parts(path, large) or read_probe(Probe.open(path))


def _in_parts(path: Path, large: int) -> Cassette | None:
    """The cassette of a large file that can be read in parts; of another one, and of what is no file, None."""
    try:
        found = path.stat()
        if found.st_size < max(large, 1) or not stat.S_ISREG(found.st_mode):
            return None
        # Imported here: a first picture is mostly of a small file.
        from viewer.core.formats.outline.cassette import in_parts  # noqa: PLC0415
        from viewer.core.formats.outline.file import CassetteFile  # noqa: PLC0415
        from viewer.core.formats.outline.interactions import Recorders  # noqa: PLC0415

        file = CassetteFile(path)
    except (OSError, ValueError):
        return None  # whoever reads it whole says what is wrong with it
    cassette = None
    try:
        cassette = in_parts(file, READERS, Recorders(reader_of, read_probe))
    except OSError as error:
        raise CassetteError(str(path), None, error.strerror or str(error)) from error
    finally:
        if cassette is None:
            file.close()
    return cassette


def read_probe(probe: Probe) -> Cassette:
    """The cassette that a probe shows; raises NotACassette when it is none, CassetteError when it is unreadable."""
    if not probe.data.strip():
        raise NotACassette(probe.path, None, "the file is empty")
    reader = reader_of(probe)
    if reader is None:
        raise _unknown(probe)
    with collector_paused():
        return reader.read(probe)


def reader_of(probe: Probe) -> Reader | None:
    """The reader that fits a file best; None when none does, and for our own transcripts, which resemble cassettes."""
    if probe.is_transcript:
        return None
    owners = owners_of(probe.document.value)
    return READERS.best(lambda reader: fit(reader, probe, owners))


def fit(reader: Reader, probe: Probe, owners: frozenset[str]) -> Match:
    """How well a reader fits a file in which these recorders have keys of their own: not at all if another one has."""
    return Match.NO if is_foreign(reader.name, owners) else reader.match(probe)


def _unknown(probe: Probe) -> CassetteError:
    """A text that does not parse is a damaged cassette where it says what those say; any other file is none."""
    from viewer.core.formats._looks import describe, is_binary, resembles_cassette  # noqa: PLC0415 - most files are one

    broken = next((p for p in probe.document.problems if p.severity is Severity.ERROR), None)
    if broken is not None and not is_binary(probe) and any(probe.suffix in reader.suffixes for reader in READERS):
        if resembles_cassette(probe):
            return CassetteError(probe.path, broken.line, broken.text)
        return NotACassette(probe.path, broken.line, f"not a cassette; {broken.text}")
    return NotACassette(probe.path, None, f"not a cassette; it looks like {describe(probe)}")
