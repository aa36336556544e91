#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 Cassette Viewer contributors
# SPDX-License-Identifier: MIT
#
# Installs the package into a fresh Debian with a desktop in it and opens files there by double-click and drag:
#
#   packaging/linux/try_desktop.sh DEB [FOLDER]
#
# FOLDER (build/desktop-try) keeps the fresh root for the next run and receives pictures in FOLDER/shots.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
project=$(cd "$here/../.." && pwd)
# shellcheck source=packaging/linux/fresh_root.sh
. "$here/fresh_root.sh"
deb=$(realpath "${1:?which .deb}")
folder=${2:-$project/build/desktop-try}

inside=(xvfb openbox xdotool wmctrl x11-utils imagemagick dbus dbus-daemon at-spi2-core python3-pyatspi gir1.2-atspi-2.0
    pcmanfm gvfs mousepad adwaita-icon-theme xdg-utils shared-mime-info libglib2.0-bin libfile-mimeinfo-perl
    fonts-dejavu-core fonts-noto-core fonts-noto-mono fonts-noto-color-emoji ca-certificates)

open_files() {
    echo "installing the package"
    in_root sh -c "apt-get -y -qq purge cassette-viewer >/dev/null 2>&1
        apt-get -qq update && apt-get -y -qq --no-install-recommends install /try/viewer.deb >/dev/null"
    in_root rm -rf /root/.config/cassette-viewer /root/.local /root/.cache
    in_root dbus-run-session -- python3 /try/try_desktop.py \
        /try/samples/cassettes /try/samples/others /try/samples/dropped/errors.yaml /try/shots 2>"$root/try.log" \
        || { tail -n 20 "$root/try.log" >&2; return 1; }
}

make_root "$folder" bookworm apt "${inside[@]}"
try=$folder/root/try
rm -rf "$try" "$folder/shots"
mkdir -p "$try"
cp "$deb" "$try/viewer.deb"
cp "$here/try_desktop.py" "$try/"
"$project/.venv/bin/python" "$here/desktop_samples.py" "$try/samples"
status=0
in_namespace "$folder/root" open_files || status=$?
if [[ -d $try/shots ]]; then cp -r "$try/shots" "$folder/shots"; fi
exit "$status"
