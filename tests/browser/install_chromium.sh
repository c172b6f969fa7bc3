#!/bin/sh
# Install Debian's chromium for the browser tests, where this machine can.
if ! command -v apt-get >/dev/null; then
    echo "No apt-get here: browser tests need a Chromium named in SBD_CHROMIUM." >&2
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Not allowed to install: browser tests need a Chromium named in SBD_CHROMIUM." >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq >/dev/null && $as_root apt-get install -y -qq chromium >/dev/null
