#!/usr/bin/env bash
# Installs nginx and its echo module from Debian, for the benchmarks' origin. No system service is started or enabled.
set -euo pipefail

policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod +x "$policy"
    trap 'rm -f "$policy"' EXIT
fi
apt-get update
DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends nginx-light libnginx-mod-http-echo
if command -v systemctl >/dev/null; then
    systemctl disable nginx
fi
nginx -v
