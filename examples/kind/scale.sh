#!/usr/bin/env bash
# Load makes the HorizontalPodAutoscaler add pods, and clients that are connected already find them: the first call
# arrives within 20 s of readiness, and none fails.

set -euo pipefail
source "$(dirname "$0")/lib/load.sh"
parse_options "$@"
connect
need_release
within=20

metrics_known() {
  [ -n "$(k get hpa "$server" -o jsonpath='{.status.currentMetrics}')" ]
}

new_pod() {
  [ -n "$(comm -13 <(echo "$before") <(ready_pods))" ]
}

first_call() {
  k logs "$load" | grep -q "^POD $pod "
}

k get hpa "$server" >/dev/null 2>&1 ||
  not_run "the release has no HorizontalPodAutoscaler; install it with greeter-server.autoscaling.enabled=true"
until_true 180 "metrics of the HorizontalPodAutoscaler (is metrics-server there?)" metrics_known
before=$(ready_pods)
echo "before: $(tr '\n' ' ' <<<"$before")"

start_load 200 240
until_true 180 "another pod to become ready" new_pod
pod=$(comm -13 <(echo "$before") <(ready_pods) | head -n 1)
ready=$(k get pod "$pod" -o jsonpath='{.status.conditions[?(@.type=="Ready")].lastTransitionTime}')
echo "$pod is ready since $ready"
until_true "$((within + 10))" "the first call to $pod" first_call
at=$(k logs "$load" | sed -nE "s/^POD $pod ([0-9]+)$/\1/p")
after=$(node -e 'console.log(Math.max(0, Math.round((process.argv[1] - Date.parse(process.argv[2])) / 1000)))' "$at" "$ready")
[ "$after" -le "$within" ] || fail "$pod got its first call $after s after it was ready; $within s are allowed"
result=$(load_result 300)
echo "$result"
check_no_failures "$result"
pass "$pod got its first call $after s after it was ready, 0 of $(query "$result" result.calls) calls failed"
