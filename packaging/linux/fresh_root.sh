# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
#
# A fresh Debian or Ubuntu below a folder, made once, for scripts that try the program. To be sourced by bash; needs
# root, a network the first time, and mmdebstrap, which knows where the packages of a release are.

# make_root FOLDER RELEASE VARIANT [PACKAGE ...] : FOLDER/root, with these packages in it.
make_root() {
    local folder=$1 release=$2 include
    local options=(--quiet --variant="$3")
    shift 3
    for tool in mmdebstrap unshare; do
        command -v "$tool" >/dev/null || { echo "please install $tool" >&2; exit 2; }
    done
    [[ ! -f $folder/made ]] || return 0
    rm -rf --one-file-system "$folder/root"
    mkdir -p "$folder"
    echo "making a fresh $release (once)"
    include=$(IFS=,; echo "$*")
    # How apt reaches packages from this machine: proxies, and whether the age of its lists matters.
    apt-config dump | grep -E '^Acquire::(http|https|Check|Retries)' >"$folder/apt.conf" || true
    options+=(--aptopt="$folder/apt.conf" ${include:+--include="$include"})
    if is_ubuntu "$release"; then
        find_ubuntu_keys "$folder"
        options+=(--components=main,universe --keyring="$folder/keys")
    fi
    # In a namespace of its own: what it mounts there is not left behind when it is stopped half-way.
    unshare --mount mmdebstrap "${options[@]}" "$release" "$folder/root" 2>"$folder/made.log" \
        || { tail -n 5 "$folder/made.log" >&2; exit 2; }
    : >"$folder/made"
}

is_ubuntu() { grep -qs ",$1," /usr/share/distro-info/ubuntu.csv; }

# find_ubuntu_keys FOLDER : FOLDER/keys, this machine's own, else those that Debian has in a signed package.
find_ubuntu_keys() {
    local keys=/usr/share/keyrings
    if [[ ! -f $keys/ubuntu-archive-keyring.gpg ]]; then
        mmdebstrap --quiet --variant=extract --include=ubuntu-keyring --aptopt="$1/apt.conf" trixie "$1/keyring" \
            2>"$1/made.log" || { tail -n 5 "$1/made.log" >&2; exit 2; }
        keys=$1/keyring$keys
    fi
    mkdir -p "$1/keys"
    cp "$keys/ubuntu-archive-keyring.gpg" "$1/keys/"
    rm -rf "$1/keyring"
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
    chroot "$root" env -i PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 \
        XDG_RUNTIME_DIR=/tmp/run XDG_CURRENT_DESKTOP=GNOME DEBIAN_FRONTEND=noninteractive "$@"
}
