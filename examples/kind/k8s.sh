#!/usr/bin/env bash
# With discovery k8s the BFF watches EndpointSlices: a pod that is added gets its first call within 5 s of readiness.
# The release is upgraded for this and rolled back afterwards.

set -euo pipefail
source "$(dirname "$0")/lib/load.sh"
parse_options "$@"
connect
need_tool helm 4.0
need_release
within=5

two_pods() {
  [ "$(ready_pods | wc -l)" -eq 2 ]
}

new_pod() {
  [ -n "$(comm -13 <(echo "$before") <(ready_pods))" ]
}

first_call() {
  k logs "$load" | grep -q "^POD $pod "
}

back() {
  stop_load
  "$helm" rollback "$release" --namespace "$namespace" --wait >/dev/null || echo "the release was not rolled back" >&2
}

"$helm" upgrade "$release" "$root/charts/example" --namespace "$namespace" --reuse-values \
  --set global.discovery=k8s --set greeter-server.autoscaling.enabled=false --set greeter-server.replicas=2 \
  --wait --timeout 5m >/dev/null || fail "the release does not come up with discovery k8s"
trap back EXIT
until_true 120 "two pods" two_pods
before=$(ready_pods)
start_load 50 90
trap back EXIT
k scale "deployment/$server" --replicas=3 >/dev/null
until_true 60 "another pod to become ready" new_pod
pod=$(comm -13 <(echo "$before") <(ready_pods) | head -n 1)
ready=$(k get pod "$pod" -o jsonpath='{.status.conditions[?(@.type=="Ready")].lastTransitionTime}')
until_true 60 "the first call to $pod" first_call
at=$(k logs "$load" | sed -nE "s/^POD $pod ([0-9]+)$/\1/p")
after=$(node -e 'console.log(Math.max(0, Math.round((process.argv[1] - Date.parse(process.argv[2])) / 1000)))' "$at" "$ready")
[ "$after" -le "$within" ] || fail "$pod got its first call $after s after it was ready; $within s are allowed"
result=$(load_result 120)
echo "$result"
check_no_failures "$result"
pass "$pod got its first call $after s after it was ready, 0 of $(query "$result" result.calls) calls failed"
