#!/usr/bin/env bash
# With discovery k8s the BFF watches EndpointSlices: a pod that is added gets its first call within 5 s of readiness.
# The release is upgraded for this and rolled back afterwards.

set -euo pipefail
source "$(dirname "$0")/lib/load.sh"
parse_options "$@"
connect
need_tool helm 4.0
need_release

two_pods() {
  [ "$(ready_pods | wc -l)" -eq 2 ]
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
expect_calls_to_new_pod 60 5 120
