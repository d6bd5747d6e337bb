#!/bin/sh
# Install Debian's chromium for the browser tests where that is allowed; otherwise say why not. Never fails.
set -u
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done
if ! command -v apt-get >/dev/null 2>&1; then
    echo "browser tests will skip: no chromium here, and no apt-get to install it with" >&2
    exit 0
fi
if [ "$(id -u)" -eq 0 ]; then as=""
elif command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then as="sudo -n"
else
    echo "browser tests will skip: chromium is not installed and this user may not install it (apt-get install chromium)" >&2
    exit 0
fi
log=$(mktemp)
if $as apt-get update -qq >"$log" 2>&1 && DEBIAN_FRONTEND=noninteractive $as apt-get install -y -qq --no-install-recommends chromium >>"$log" 2>&1
then echo "chromium installed for the browser tests" >&2
else echo "browser tests will skip: apt-get could not install chromium:" >&2; tail -n 3 "$log" >&2
fi
rm -f "$log"
exit 0
