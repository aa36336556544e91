#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
#
# Installs the wheel by pip, the sdist by pip and the wheel by pipx, each into a clean place, tries what came, and takes
# it out again:
#
#   packaging/try_wheel.sh [FOLDER]      after ./run package wheel; FOLDER (build/wheel-try) is emptied first
set -euo pipefail

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
folder=${1:-$project/build/wheel-try}
python=$project/.venv/bin/python
wheel=$(echo "$project"/dist/cassette_viewer-*.whl)
sdist=$(echo "$project"/dist/cassette_viewer-*.tar.gz)
rm -rf "$folder"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
cd "$folder" # away from the project, so that nothing of it is found by chance

say() { printf '%-8s %s\n' "$1" "$2"; }

try_program() { # NAME PROGRAM
    local program=$2
    "$program" --self-test >"$folder/$1.self-test" || { cat "$folder/$1.self-test"; exit 1; }
    say "$1" "$("$program" --version), $(grep -c '^ok' "$folder/$1.self-test") checks of the self-test"
}

by_pip() { # NAME PACKAGE
    local venv=$folder/$1
    "$python" -m venv "$venv"
    "$venv/bin/pip" install -q --disable-pip-version-check "$2"
    try_program "$1" "$venv/bin/cassette-viewer"
    (cd "$venv"/lib/python3*/site-packages/viewer && ls py.typed _resources/samples/agent-tools.yaml >/dev/null)
    "$venv/bin/pip" uninstall -q -y cassette-viewer
    if find "$venv" -ipath '*cassette*viewer*' -o -path '*site-packages/viewer*' | grep . ; then exit 1; fi
    say "$1" "uninstalled without a trace"
}

by_pip wheel "$wheel"
by_pip sdist "$sdist"

"$python" -m venv "$folder/tools"
"$folder/tools/bin/pip" install -q --disable-pip-version-check pipx
export PIPX_HOME=$folder/pipx PIPX_BIN_DIR=$folder/bin PIPX_MAN_DIR=$folder/man
"$folder/tools/bin/pipx" install --python "$python" "$wheel" >/dev/null 2>&1
try_program pipx "$folder/bin/cassette-viewer"
"$folder/tools/bin/pipx" uninstall cassette-viewer >/dev/null 2>&1
[[ ! -e $folder/bin/cassette-viewer ]]
say pipx "uninstalled"
