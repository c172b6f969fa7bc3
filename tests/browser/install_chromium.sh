#!/bin/sh
# Install what tests need beside Python, where this machine can: Debian's chromium for
# the browser tests, poppler's programs for those of the PDF.
lacking=""
command -v chromium >/dev/null || test -n "$SBD_CHROMIUM" || lacking="chromium"
command -v pdftotext >/dev/null || lacking="$lacking poppler-utils"
[ -n "$lacking" ] || exit 0
if ! command -v apt-get >/dev/null; then
    echo "No apt-get here: tests need $lacking (or a Chromium named in SBD_CHROMIUM)." >&2
    exit 0
fi
if [ "$(id -u)" = 0 ]; then
    as_root=""
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    echo "Not allowed to install: tests need $lacking (or a Chromium in SBD_CHROMIUM)." >&2
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086 - one word per package
$as_root apt-get update -qq >/dev/null && $as_root apt-get install -y -qq $lacking >/dev/null
