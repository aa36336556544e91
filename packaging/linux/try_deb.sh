#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
#
# Installs the package into a fresh, minimal Debian, uses it there, removes it, and looks for what is left:
#
#   packaging/linux/try_deb.sh DEB [FOLDER]
#
# FOLDER (build/deb-try) keeps the fresh root for the next run.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
# shellcheck source=packaging/linux/fresh_root.sh
. "$here/fresh_root.sh"
deb=$(realpath "${1:?which .deb}")
folder=${2:-$project/build/deb-try}

# grep without -q reads to the end: a program that loses its reader would count as failed.
try_package() {
    say() { printf '%-12s %s\n' "$1" "$2"; }
    wrong() { say WRONG "$1" >&2; exit 1; }
    type_of() { in_root xdg-mime query filetype "$1"; }
    files() { find "$root" -xdev \( -path "$root/var/*" -o -path "$root/try" \) -prune -o -print | sort; }

    in_root apt-get -qq update
    # A tool to ask with and one that reads manual pages, installed before the first list is made.
    in_root apt-get -y -qq --no-install-recommends install xdg-utils libglib2.0-bin shared-mime-info desktop-file-utils \
        hicolor-icon-theme man-db >/dev/null 2>&1
    in_root apt-get -y -qq purge cassette-viewer >/dev/null 2>&1 || true
    # What the package needs stays when it is purged, so it is there from the first list on.
    in_root apt-get -y -qq --no-install-recommends install /try/viewer.deb >/dev/null 2>&1
    in_root apt-get -y -qq purge cassette-viewer >/dev/null 2>&1
    files >"$root/var/before"

    in_root apt-get -y -qq --no-install-recommends install /try/viewer.deb >/dev/null
    say installed "$(in_root dpkg-query -W -f '${Version}, ${Installed-Size} KiB, depends on ${Depends}' cassette-viewer)"
    say version "$(in_root cassette-viewer --version)"
    in_root cassette-viewer --self-test >"$root/var/self-test" || { cat "$root/var/self-test"; wrong "self-test"; }
    say self-test "$(grep -c '^ok' "$root/var/self-test") checks"
    in_root cassette-viewer export /try/cassette.yaml --to json | grep '"schema": "cassette-viewer/transcript/2"' >/dev/null \
        || wrong "export"
    say export "JSON"
    in_root sh -c 'cassette-viewer play /try/cassette.yaml --no-wait' | grep . >/dev/null || wrong "play"
    say play "in the terminal"
    in_root sh -c 'cat /try/cassette.yaml | cassette-viewer check -' || [[ $? = 1 ]] || wrong "check of standard input"
    say check "of standard input"
    # So much that the work is shared among processes, which in a bundle start in a way of their own.
    mkdir "$root/tmp/many"
    for number in $(seq 600); do cp "$root/try/cassette.yaml" "$root/tmp/many/$number.yaml"; done
    in_root cassette-viewer export /tmp/many --to text --output /tmp/out
    [[ $(ls "$root/tmp/out" | wc -l) = 600 ]] || wrong "export of 600 files"
    say many "600 files exported"
    in_root man --warnings cassette-viewer 2>"$root/var/man" | grep NAME >/dev/null || wrong "man"
    [[ ! -s $root/var/man ]] || wrong "man: $(head -n 1 "$root/var/man")"
    say man "page"
    for file in /usr/share/doc/cassette-viewer/copyright /usr/share/doc/cassette-viewer/changelog.gz \
        /usr/share/icons/hicolor/48x48/apps/cassette-viewer.png; do
        [[ -s $root$file ]] || wrong "$file is missing"
    done

    kind=$(type_of /try/cassette.yaml)
    [[ $kind = application/x-vcr-cassette+yaml ]] || wrong "a cassette is $kind"
    [[ $(in_root xdg-mime query default "$kind") = cassette-viewer.desktop ]] || wrong "$kind is not opened by it"
    [[ $(type_of /try/plain.yaml) = application/x-yaml ]] || wrong "a plain YAML file is $(type_of /try/plain.yaml)"
    in_root gio mime "$kind" | grep 'Default application.*cassette-viewer.desktop' >/dev/null || wrong "gio mime $kind"
    for other in application/x-yaml application/json; do
        [[ -z $(in_root xdg-mime query default "$other") ]] || wrong "it made itself the default for $other"
    done
    say types "$kind, and neither YAML nor JSON"

    in_root apt-get -y -qq purge cassette-viewer >/dev/null
    rm -rf "$root/root/.local" "$root/root/.cache"
    files >"$root/var/after"
    # Indexes that the triggers make anew are the system's.
    diff "$root/var/before" "$root/var/after" >"$root/var/left" || wrong "left behind: $(head -n 5 "$root/var/left")"
    [[ $(type_of /try/cassette.yaml) = application/x-yaml ]] || wrong "the type is still known"
    say removed "nothing is left"
}

make_root "$folder" bookworm minbase ca-certificates
mkdir -p "$folder/root/try"
cp "$deb" "$folder/root/try/viewer.deb"
cp "$project/resources/samples/agent-tools.yaml" "$folder/root/try/cassette.yaml"
printf 'apiVersion: v1\nkind: Pod\n' >"$folder/root/try/plain.yaml"
in_namespace "$folder/root" try_package
