#!/usr/bin/env bash
# Every pod of the server is replaced under 50 calls per second, and no call fails.

set -euo pipefail
source "$(dirname "$0")/lib/load.sh"
parse_options "$@"
connect
need_release

before=$(ready_pods)
start_load 50 120
k rollout restart "deployment/$server"
k rollout status "deployment/$server" --timeout=80s || fail "the rollout does not end"
after=$(ready_pods)
[ -z "$(comm -12 <(echo "$before") <(echo "$after"))" ] || fail "a pod of before is still there"
result=$(load_result 180)
echo "$result"
check_no_failures "$result"
for pod in $after; do
  [ "$(query "$result" "result.pods['$pod'] ?? 0")" -gt 0 ] || fail "the new pod $pod got no call"
done
pass "$(wc -w <<<"$before" | tr -d ' ') pods replaced, 0 of $(query "$result" result.calls) calls failed"
