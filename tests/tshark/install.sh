#!/bin/bash
# Makes sure that there is a tshark for the tests that ask Wireshark what it sees: the one that $TSHARK names, or one on the
# PATH, or one from Debian's packages if this is root on Debian. Without one the tests are skipped, loudly; in CI that is a
# failure.
set -uo pipefail

found() { command -v "${TSHARK:-tshark}" >/dev/null; }

found && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing tshark for the tests against Wireshark …"
  export DEBIAN_FRONTEND=noninteractive # its package asks who may capture; root may
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends tshark; } >/dev/null
  found && exit 0
fi
cat >&2 <<'LOUD'
*** SKIPPED: the tests against Wireshark. There is no tshark here, and it could not be installed.
*** Install Wireshark's tshark, or name its binary in $TSHARK, and run make test again.
LOUD
[ -z "${CI:-}" ]
