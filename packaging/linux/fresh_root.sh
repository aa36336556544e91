# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
#
# A fresh Debian below a folder, made once, for scripts that try packages. To be sourced by bash; needs root, a network
# the first time, and mmdebstrap.

release=bookworm

# make_root FOLDER VARIANT [PACKAGE ...] : FOLDER/root, with these packages in it.
make_root() {
    local folder=$1 variant=$2 include=
    shift 2
    for tool in mmdebstrap unshare; do
        command -v "$tool" >/dev/null || { echo "please install $tool" >&2; exit 2; }
    done
    [[ ! -f $folder/made ]] || return 0
    rm -rf "$folder/root"
    mkdir -p "$folder"
    echo "making a fresh Debian (once)"
    include=$(IFS=,; echo "$*")
    mmdebstrap --quiet --variant="$variant" ${include:+--include="$include"} "$release" "$folder/root" \
        2>"$folder/made.log" || { tail -n 5 "$folder/made.log" >&2; exit 2; }
    : >"$folder/made"
}

# in_namespace ROOT FUNCTION [ARGUMENT ...] : run a function of the sourcing script with ROOT ready to be entered by
# `in_root COMMAND ...`. Mounts and processes live in a namespace of their own and end with the function.
in_namespace() {
    export -f in_root "$2"
    root=$1 unshare --mount --pid --fork bash -euo pipefail -c '
        mount -t proc proc "$root/proc"
        mount --rbind /dev "$root/dev"
        mount -t tmpfs -o mode=1777 tmp "$root/tmp"
        mkdir -m 700 "$root/tmp/run"
        cd "$root"
        "$@"' run "${@:2}"
}

in_root() {
    # xdg-mime tells nothing where it knows no desktop.
    chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 XDG_RUNTIME_DIR=/tmp/run \
        XDG_CURRENT_DESKTOP=GNOME DEBIAN_FRONTEND=noninteractive "$@"
}
