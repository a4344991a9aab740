#!/bin/bash
# Makes sure that there is a Chromium for the browser tests: the one that $CHROMIUM names, or one on the PATH, or one from
# Debian's packages if this is root on Debian. Without one the tests are skipped, loudly; in CI that is a failure.
set -uo pipefail

found() { [ -n "${CHROMIUM:-}" ] || command -v chromium chromium-browser google-chrome chrome >/dev/null; }

found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests …"
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core; } >/dev/null
  found && exit 0
fi
cat >&2 <<'LOUD'
*** SKIPPED: the browser tests. There is no Chromium here, and it could not be installed.
*** Install Chromium or Chrome, or name its binary in $CHROMIUM, and run make test again.
LOUD
[ -z "${CI:-}" ]
