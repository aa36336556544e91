#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
#
# The README's two commands as a new user has them: in a minimal Debian or Ubuntu with a Python and nothing else, in a
# clone of what is committed here, `./run FILE` plays in the terminal and `./run test` passes. Then `check` reads real
# cassettes, and must print the same lines in every place.
#
#   packaging/linux/try_fresh_root.sh [-o FOLDER] [-c CASSETTES] [PLACE ...]
#
# PLACE is one of
#   RELEASE            of Debian or Ubuntu (trixie, noble), with its package python3
#   RELEASE:PACKAGE    with another package of the release (jammy:python3.11)
#   /PATH/OF/python3   an interpreter of this machine, lent to a root of this machine's own release
# and without any: all that are known to admit the program, oldest Python first, and the interpreters of pyenv and uv.
#
# FOLDER (build/root-try) keeps the roots for the next run and what was printed in each try; a try gets a copy, so that
# nothing is there which an earlier one installed. CASSETTES is ../shared/cassettes beside the project, if there is one.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
# shellcheck source=packaging/linux/fresh_root.sh
. "$here/fresh_root.sh"

folder=$project/build/root-try
cassettes=$project/../shared/cassettes
while getopts o:c: option; do
    case $option in
        o) folder=$OPTARG ;;
        c) cassettes=$OPTARG ;;
        *) exit 2 ;;
    esac
done
shift $((OPTIND - 1))

# --- Which places ---------------------------------------------------------------------------------

releases=(jammy:python3.11 bookworm noble trixie resolute sid)

# Those of pyenv and uv that are new enough, one a line.
interpreters() {
    local folders=("${PYENV_ROOT:-$HOME/.pyenv}/versions") of_uv python
    if of_uv=$(uv python dir 2>/dev/null); then folders+=("$of_uv"); fi
    for python in "${folders[@]/%//*/bin/python3}"; do
        compgen -G "$python" || true
    done | while IFS= read -r python; do
        "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' && realpath "$python"
    done | sort -uV
}

own_release() { (. /etc/os-release && echo "$VERSION_CODENAME"); }

# --- What is lent to a root -----------------------------------------------------------------------

# lend PATH PLACE : the file or folder PATH of this machine can be read in the root as PLACE.
lend() {
    local place=$root$2
    if [[ -d $1 ]]; then mkdir -p "$place"; else mkdir -p "$(dirname "$place")"; touch "$place"; fi
    mount --bind -o ro "$1" "$place"
}

# lend_pip : pip's settings on this machine, as variables in the array `pip`; what they name of its disk is lent.
lend_pip() {
    local line name words word path lent=0
    pip=()
    # Those of the environment come first in the list and win, so they are taken last.
    while IFS= read -r line; do
        name=${line%%=*}
        name=${name//-/_}
        words=
        for word in ${line#*=}; do
            path=${word#file://}
            # A file may not lie where packages of the root have one; a folder keeps its place, for pages of an index
            # have links to what lies beside them.
            if [[ $path = /* && -f $path ]]; then
                lent=$((lent + 1))
                lend "$path" "/lent/$lent"
                word=${word%"$path"}/lent/$lent
            elif [[ $path = /* && -d $path ]]; then
                path=${path%/simple}
                mountpoint -q "$root$path" || lend "$path" "$path"
            fi
            words+="${words:+ }$word"
        done
        pip+=("PIP_${name^^}=$words")
    done < <(python3 -m pip config list 2>/dev/null \
        | sed -n "s/\\\\n/ /g; s/^\(:env:\|global\)\.\([^=]*\)='\(.*\)'$/\2=\3/p" | tac)
}

# --- One place ------------------------------------------------------------------------------------

# try_readme CASSETTES PYTHON : runs in the namespace; leaves its findings in /found of the root.
try_readme() {
    local cassettes=$1 python=$2 status=0
    local found=$root/found
    mkdir "$found"
    if [[ -n $python ]]; then
        lend "${python%/bin/*}" "${python%/bin/*}"
        # No link: an interpreter finds its library beside its own path.
        mkdir -p "$root/usr/local/bin"
        printf '#!/bin/sh\nexec "%s" "$@"\n' "$python" >"$root/usr/local/bin/python3"
        chmod +x "$root/usr/local/bin/python3"
    fi
    lend_pip
    in_clone() { in_root env "${pip[@]}" sh -c 'cd /root/viewer && exec "$@"' sh "$@"; }

    in_clone ./run resources/samples/agent-tools.yaml >"$found/play" 2>&1 </dev/null || status=$?
    if [[ $status = 0 ]] && grep 'no display server: playing in the terminal' "$found/play" >/dev/null \
        && grep 'finish: stop' "$found/play" >/dev/null; then echo yes; else echo no; fi >"$found/play-ok"
    [[ -x $root/root/viewer/.venv/bin/cassette-viewer ]] || return 0
    in_clone .venv/bin/python -c 'import platform; print(platform.python_version())' >"$found/python"
    status=0
    in_clone ./run test -q >"$found/test" 2>&1 </dev/null || status=$?
    echo "$status" >"$found/test-status"
    [[ -n $cassettes ]] || return 0
    lend "$cassettes" /lent/cassettes
    # 1 says that there are problems in cassettes, of which there are.
    status=0
    in_clone .venv/bin/cassette-viewer check --all /lent/cassettes >"$found/check" 2>"$found/check-errors" || status=$?
    echo "exit status $status" >>"$found/check"
}

# try_place PLACE : a line of the table, in FOLDER/tries/PLACE/row, beside what was printed.
try_place() {
    local place=$1 release package=python3 python=
    case $place in
        /*) release=$(own_release) python=$place ;;
        *:*) release=${place%%:*} package=${place#*:} ;;
        *) release=$place ;;
    esac
    local base=$folder/roots/$release-$package try=$folder/tries/${place//\//_}
    rm -rf --one-file-system "$try"
    mkdir -p "$try"
    if ! (make_root "$base" "$release" apt "$package"); then
        row "$try" "$place" "not to be had" - - -
        status=1
        return
    fi
    echo "trying $place"
    cp -a "$base/root" "$try/root"
    git clone -q "$project" "$try/root/root/viewer"
    export -f lend lend_pip
    in_namespace "$try/root" try_readme "$cassettes" "$python" || echo "$place: ended early" >&2
    mv "$try/root/found" "$try/found"
    rm -rf --one-file-system "$try/root"
    judge "$try" "$place"
}

# row TRY PLACE PYTHON PLAY TESTS CHECK
row() {
    local try=$1
    shift
    printf '%-40s  %-14s  %-4s  %-40s  %s\n' "$@" >"$try/row"
    rows+=("$try/row")
}

reference= # what `check` printed in the first place
# judge TRY PLACE : reads what try_readme found.
judge() {
    local try=$1 place=$2 found=$1/found tests=no check=- play python
    python=$(cat "$found/python" 2>/dev/null) || python=none
    play=$(cat "$found/play-ok")
    if [[ -f $found/test-status ]]; then
        tests=$(sed -n 's/^=* *\([0-9]\+ \(failed\|passed\|error\).*\) in [0-9].*/\1/p' "$found/test" | tail -n 1)
        if [[ $(cat "$found/test-status") = 0 ]]; then tests="yes ($tests)"; else tests="no (${tests:-did not run})"; fi
    fi
    if [[ -f $found/check ]]; then
        if [[ -z $reference ]]; then reference=$found/check; fi
        if diff "$reference" "$found/check" >"$found/check-differs"; then check="yes ($(wc -l <"$found/check") lines)"
        else check="no ($(grep -c '^[<>]' "$found/check-differs") lines differ from the first)"; fi
    fi
    [[ $play = yes && $tests = yes* && $check != no* ]] || status=1
    row "$try" "$place" "$python" "$play" "$tests" "$check"
}

# --- All of them ----------------------------------------------------------------------------------

mkdir -p "$folder/roots" "$folder/tries"
folder=$(cd "$folder" && pwd)
if [[ -d $cassettes ]]; then cassettes=$(cd "$cassettes" && pwd); else cassettes=; fi
if [[ $# -gt 0 ]]; then places=("$@"); else mapfile -t places < <(printf '%s\n' "${releases[@]}"; interpreters); fi
rows=() status=0
for place in "${places[@]}"; do try_place "$place"; done
printf '\n%-40s  %-14s  %-4s  %-40s  %s\n' where python play "tests ok" "check same"
cat "${rows[@]}"
exit "$status"
