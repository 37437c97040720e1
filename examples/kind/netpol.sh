#!/usr/bin/env bash
# Who is not meant to call the server cannot: a stranger in the same namespace reaches the BFF, which proves that it
# can reach anything at all, but not the server.

set -euo pipefail
source "$(dirname "$0")/lib/load.sh"
parse_options "$@"
connect
need_release

[ -n "$(k get networkpolicy "$server" -o name 2>/dev/null)" ] ||
  not_run "the release has no network policies; install it with global.networkPolicy.enabled=true"

stranger=$release-stranger
cleanup() {
  k delete pod "$stranger" --ignore-not-found --wait=false >/dev/null 2>&1 || true
}
trap cleanup EXIT
k delete pod "$stranger" --ignore-not-found --wait >/dev/null
run_pod "$stranger" stranger "$here/lib/reach.mjs" "BFF=$bff:80" "SERVER=$server:50051"

ended() {
  case $(k get pod "$stranger" -o jsonpath='{.status.phase}') in
    Succeeded | Failed) return 0 ;;
    *) return 1 ;;
  esac
}
until_true 120 "the stranger to end" ended
lines=$(k logs "$stranger")
echo "$lines"
grep -q '^BFF reached' <<<"$lines" || fail "the stranger does not even reach the BFF: this proves nothing"
grep -q '^SERVER denied' <<<"$lines" || fail "the stranger reached the server; does the cluster's network enforce policies?"
pass "the stranger reached the BFF and was kept from the server"
