#!/usr/bin/env bash
# Load makes the HorizontalPodAutoscaler add pods, and clients that are connected already find them: the first call
# arrives within 20 s of readiness, and none fails.

set -euo pipefail
source "$(dirname "$0")/lib/load.sh"
parse_options "$@"
connect
need_release

metrics_known() {
  [ -n "$(k get hpa "$server" -o jsonpath='{.status.currentMetrics}')" ]
}

k get hpa "$server" >/dev/null 2>&1 ||
  not_run "the release has no HorizontalPodAutoscaler; install it with greeter-server.autoscaling.enabled=true"
until_true 180 "metrics of the HorizontalPodAutoscaler (is metrics-server there?)" metrics_known
before=$(ready_pods)
echo "before: $(tr '\n' ' ' <<<"$before")"

start_load 200 240
expect_calls_to_new_pod 180 20 300
