#!/usr/bin/env bash
# Calls are spread evenly over all pods of the server: 20 s at 50 calls per second, none fails, the busiest pod gets
# at most 1.5 times as many as the idlest.

set -euo pipefail
source "$(dirname "$0")/lib/load.sh"
parse_options "$@"
connect
need_release

before=$(ready_pods)
start_load 50 20
result=$(load_result 60)
echo "$result"
check_no_failures "$result"
for pod in $before; do
  [ "$(query "$result" "result.pods['$pod'] ?? 0")" -gt 0 ] || fail "$pod got no call"
done
counts="'$(tr '\n' ' ' <<<"$before")'.trim().split(' ').map((pod) => result.pods[pod])"
ratio=$(query "$result" "(Math.max(...$counts) / Math.min(...$counts)).toFixed(2)")
[ "$(query "$result" "$ratio <= 1.5")" = true ] || fail "the busiest pod got $ratio times the calls of the idlest"
pass "$(query "$result" result.calls) calls over $(wc -w <<<"$before" | tr -d ' ') pods, busiest to idlest $ratio, 0 failed"
