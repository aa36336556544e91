#!/bin/sh
# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
#
#   try_setup.sh SETUP.exe [OLDER-SETUP.exe]
#
# Installs, starts, upgrades and removes the program under wine, in a Windows of its own that is thrown away, and looks
# at files and registry each time. Needs: sudo apt-get install -y wine wine64
#
# What wine 8 of Debian 12 cannot do is not counted: it lacks bcryptprimitives.dll and icuuc.dll, so modules written in
# Rust (schemas, prices) and the window of Qt 6.11 do not load. QT_TOO=1 counts the window; Qt 6.8 runs there:
#   echo 'PySide6-Essentials<6.9' >old-qt.txt; PIP_CONSTRAINT=$PWD/old-qt.txt ./run package windows
set -eu

setup=$(realpath -- "$1")
older=$(realpath -- "${2:-$1}")
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd -P)
work=$(mktemp -d)
export WINEPREFIX="$work/prefix" WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml=' LC_ALL=C.UTF-8
unset DISPLAY WAYLAND_DISPLAY
trap 'wineserver -k 2>/dev/null || true; rm -rf "$work"' EXIT

failures=0
good() { printf 'ok      %s\n' "$*"; }
bad() { printf 'FAILED  %s\n' "$*"; failures=$((failures + 1)); }
check() { claim=$1; shift; if "$@" >/dev/null 2>&1; then good "$claim"; else bad "$claim"; fi; }
absent() { claim=$1; shift; if "$@" >/dev/null 2>&1; then bad "$claim"; else good "$claim"; fi; }

# Wine's programs read and write pipes; with plain files as standard streams Python does not start there.
in_wine() { { : | wine "$@" 2>&1; echo $? >"$work/status"; } | tr -d '\r'; return "$(cat "$work/status")"; }
silently() { wine "$@" >/dev/null 2>&1 </dev/null; }
value() { in_wine reg query "$1" /v "$2"; }
default_value() { in_wine reg query "$1" /ve; }
holds() { words=$1; shift; case $("$@") in *"$words"*) ;; *) return 1 ;; esac; }
wait_gone() { for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -e "$1" ] || return 0; sleep 0.5; done; return 1; }

silently wineboot -i
drive=$WINEPREFIX/drive_c
user=$(basename -- "$(find "$drive/users" -mindepth 1 -maxdepth 1 -type d ! -name Public | head -1)")
classes='Software\Classes'
uninstall='Software\Microsoft\Windows\CurrentVersion\Uninstall\CassetteViewer'

# look HIVE FOLDER SHORTCUT : is all there?
look() {
    for file in cassette-viewer.exe 'Cassette Viewer.exe' cassette-viewer.ico cassette-viewer-document.ico LICENCES.txt uninstall.exe; do
        check "$1: $file" test -s "$2/$file"
    done
    check "$1: shortcut in the start menu" test -s "$3"
    check "$1: listed among the programs" holds 'Cassette Viewer' value "$1\\$uninstall" DisplayName
    check "$1: its size is told" holds 0x value "$1\\$uninstall" EstimatedSize
    check "$1: .httprr opens with it" holds CassetteViewer.Cassette.1 default_value "$1\\$classes\\.httprr"
    check "$1: a double-click starts the program without a terminal" holds '\Cassette Viewer.exe" "%1"' \
        default_value "$1\\$classes\\CassetteViewer.Cassette.1\\shell\\open\\command"
    for suffix in .yaml .yml .json .har; do
        check "$1: $suffix is offered" value "$1\\$classes\\$suffix\\OpenWithProgids" CassetteViewer.File.1
        absent "$1: $suffix has no default of ours" holds CassetteViewer default_value "$1\\$classes\\$suffix"
    done
}

# look_gone HIVE SHORTCUT
look_gone() {
    absent "$1: shortcut gone" test -e "$2"
    for key in "$uninstall" "$classes\\CassetteViewer.Cassette.1" "$classes\\CassetteViewer.File.1" "$classes\\.httprr" \
        "$classes\\Applications\\cassette-viewer.exe" 'Software\CassetteViewer' \
        'Software\Microsoft\Windows\CurrentVersion\App Paths\cassette-viewer.exe'; do
        absent "$1: $key gone" in_wine reg query "$1\\$key"
    done
    absent "$1: nothing of ours left in .yaml" value "$1\\$classes\\.yaml\\OpenWithProgids" CassetteViewer.File.1
}

echo "-- for one user"
# Somebody else's entries, which must be there afterwards.
silently reg add "HKCU\\$classes\\.yaml" /ve /d Other.Editor /f
silently reg add "HKCU\\$classes\\.yaml\\OpenWithProgids" /v Other.Editor /d '' /f
there="$drive/users/$user/AppData/Local/Programs/Cassette Viewer"
link="$drive/users/$user/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Cassette Viewer.lnk"
check "installs with /S" silently "$older" /S
look HKCU "$there" "$link"
absent "nothing for all users" in_wine reg query "HKLM\\$uninstall"

echo "-- the program"
sample="Z:$(printf %s "$root/resources/samples/agent-tools.yaml" | tr / '\\')"
program="$there/cassette-viewer.exe"
check "--version" holds "cassette-viewer " in_wine "$program" --version
check "formats" holds go-vcr in_wine "$program" formats
check "textconv prints a transcript" holds Scheidegg in_wine "$program" textconv "$sample"
in_wine "$program" export "$sample" --to text --output "Z:$(printf %s "$work/out.txt" | tr / '\\')" || true
check "export writes the file that it writes here" grep -q Scheidegg "$work/out.txt"
absent "a file that is not there is refused" in_wine "$program" check 'C:\none.yaml'
in_wine "$program" --self-test | tee "$work/self-test" | sed 's/^/        /' || true
for name in 'data files' plug-ins YAML codings highlighting samples exports ${QT_TOO:+window}; do
    check "--self-test: $name" grep -q "^ok      $name:" "$work/self-test"
done
check "nothing was written beside the program" test -z "$(find "$there" -name __pycache__)"

echo "-- over an older version"
echo mine >"$there/my notes.txt"
echo old >"$there/lib/my notes.txt"
silently reg add "HKCU\\$uninstall" /v DisplayVersion /d 0.0.1 /f
check "installs with /S" silently "$setup" /S
look HKCU "$there" "$link"
absent "the version is the new one" holds 0.0.1 value "HKCU\\$uninstall" DisplayVersion
check "the user's file is kept" grep -q mine "$there/my notes.txt"

echo "-- while it runs"
in_wine "$program" play "$sample" --speed 0.01 >/dev/null &
sleep 5
absent "does not install" silently "$setup" /S
silently "$there/uninstall.exe" /S || true
sleep 3   # a copy of it does the work, and nobody hears how that ends
check "does not uninstall" test -s "$there/lib/python.exe"
check "is still among the programs" value "HKCU\\$uninstall" DisplayName
silently taskkill /f /im python.exe
wait

echo "-- removed"
check "uninstalls with /S" silently "$there/uninstall.exe" /S
check "the program goes" wait_gone "$there/uninstall.exe"
look_gone HKCU "$link"
check "the user's files are kept" grep -q old "$there/lib/my notes.txt"
check "and nothing else is" test "$(find "$there" -type f | wc -l)" = 2
check "another program's .yaml is kept" holds Other.Editor default_value "HKCU\\$classes\\.yaml"
check "so is its entry in Open with" value "HKCU\\$classes\\.yaml\\OpenWithProgids" Other.Editor

echo "-- for all users, in a place of one's own choice"
there="$drive/tools/viewer"
link="$drive/ProgramData/Microsoft/Windows/Start Menu/Programs/Cassette Viewer.lnk"
check "installs with /AllUsers" silently "$setup" /S /AllUsers '/D=C:\tools\viewer'
look HKLM "$there" "$link"
absent "nothing for this user" in_wine reg query "HKCU\\$uninstall"
check "uninstalls with /S" silently "$there/uninstall.exe" /S
check "the program goes" wait_gone "$there"
look_gone HKLM "$link"

echo "$failures failed"
[ "$failures" = 0 ]
