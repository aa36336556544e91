# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
"""The one table of what this program opens by double-click. Every platform's files are made from it.

Rule: a type of ours may be opened with this program by default; `shared` suffixes belong to everybody, so for them it
is offered and never the default, and on Linux only the content (see `file_signatures`) makes such a file one of ours.
"""

from __future__ import annotations

from viewer.dataclass import dataclass
from viewer.desktop import file_signatures


@dataclass(frozen=True, slots=True)
class Application:
    """What desktops show of the program itself."""

    name: str
    command: str
    id: str
    summary: str
    description: tuple[str, ...]
    keywords: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentType:
    """One kind of file: its media type, how people call it and which suffixes it has.

    `own` suffixes are always of this type, `shared` ones only where the content has one of the type's signatures.
    `parents` are the media types that it is a special case of. `ours` is false for a format that other
    programs open as well.
    """

    media_type: str
    title: str
    uniform_type: str
    own: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    uniform_parents: tuple[str, ...] = ("public.data",)
    ours: bool = True

    @property
    def signatures(self) -> tuple[file_signatures.Signature, ...]:
        """What files of this type begin with, whatever they are called."""
        return tuple(found for found in file_signatures.SIGNATURES if found.media_type == self.media_type)


@dataclass(frozen=True, slots=True)
class SharedFormat:
    """A format of everybody's that some cassettes are written in: the program is offered for it, no more.

    `media_types` are its names, those of newer MIME databases first.
    """

    option: str
    title: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    uniform_type: str


APPLICATION = Application(
    name="Cassette Viewer",
    command="cassette-viewer",
    id="org.cassetteviewer.viewer",
    summary="Read, replay and export recorded LLM traffic",
    description=(
        (
            "Tests of programs that talk to language models often keep the HTTP traffic in files, called cassettes."
            " Cassette Viewer opens them and shows the conversation in them: messages, reasoning, tool calls and their"
            " results, errors, usage and costs."
        ),
        (
            "A recorded stream can be played token by token, as it once arrived. Requests, responses, events and"
            " headers are shown as they were recorded, each with its line in the file. Secrets are masked, and a"
            " cassette is never changed."
        ),
    ),
    keywords=("cassette", "VCR", "vcrpy", "go-vcr", "HAR", "HTTP", "LLM", "SSE", "stream", "replay"),
    categories=("Development", "WebDevelopment"),
)

DOCUMENT_TYPES: tuple[DocumentType, ...] = (
    DocumentType(
        file_signatures.YAML,
        "HTTP cassette (YAML)",
        "org.cassetteviewer.cassette-yaml",
        own=(".cassette.yaml", ".cassette.yml", ".vcr.yaml", ".vcr.yml"),
        shared=(".yaml", ".yml"),
        parents=("application/x-yaml",),
        uniform_parents=("public.yaml",),
    ),
    DocumentType(
        file_signatures.JSON,
        "HTTP cassette (JSON)",
        "org.cassetteviewer.cassette-json",
        own=(".cassette.json", ".vcr.json"),
        shared=(".json",),
        parents=("application/json",),
        uniform_parents=("public.json",),
    ),
    DocumentType(
        file_signatures.TOML,
        "HTTP cassette (TOML)",
        "org.cassetteviewer.cassette-toml",
        own=(".cassette.toml", ".vcr.toml"),
        shared=(".toml",),
        parents=("application/toml",),
        uniform_parents=("public.text",),
    ),
    DocumentType(
        file_signatures.HAR,
        "HTTP archive",
        "org.cassetteviewer.har",
        own=(".har",),
        shared=(".json",),
        parents=("application/json",),
        uniform_parents=("public.json",),
        ours=False,
    ),
    DocumentType(
        file_signatures.HTTPRR,
        "HTTP trace of httprr",
        "org.cassetteviewer.httprr",
        own=(".httprr",),
    ),
    # Other programs' archives and logs have these suffixes too, so the content alone tells.
    DocumentType(
        file_signatures.JSON_LINES,
        "HTTP cassette (JSON lines)",
        "org.cassetteviewer.cassette-jsonl",
        parents=("text/plain",),
        uniform_parents=("public.text",),
    ),
    DocumentType(
        file_signatures.TXTAR,
        "HTTP cassette (txtar)",
        "org.cassetteviewer.cassette-txtar",
        parents=("text/plain",),
        uniform_parents=("public.text",),
    ),
    # What is inside is not seen without unpacking, so the name alone tells.
    DocumentType(
        "application/x-vcr-cassette-compressed",
        "HTTP cassette (compressed)",
        "org.cassetteviewer.cassette-compressed",
        own=(
            ".cassette.yaml.gz",
            ".cassette.yml.gz",
            ".vcr.yaml.gz",
            ".vcr.yml.gz",
            ".cassette.json.gz",
            ".vcr.json.gz",
            ".har.gz",
            ".httprr.gz",
        ),
        parents=("application/gzip",),
        uniform_parents=("org.gnu.gnu-zip-archive",),
    ),
    DocumentType("application/x-zhar", "HTTP archive (compressed)", "org.cassetteviewer.zhar", own=(".zhar",)),
)

SHARED_FORMATS: tuple[SharedFormat, ...] = (
    SharedFormat("yaml", "YAML file", (".yaml", ".yml"), ("application/yaml", "application/x-yaml"), "public.yaml"),
    SharedFormat("json", "JSON file", (".json",), ("application/json",), "public.json"),
    SharedFormat("har", "HTTP archive", (".har",), (file_signatures.HAR,), "org.cassetteviewer.har"),
)
"""Formats that `cassette-viewer integrate` makes this program the default for, only when it is told to."""
