#!/usr/bin/env bash
# Deletes the kind cluster that up.sh made, and nothing else.

set -euo pipefail
source "$(dirname "$0")/lib/common.sh"
parse_options "$@"

[ -z "$kubeconfig" ] || { echo "--kubeconfig: this script deletes the kind cluster $cluster alone" >&2; exit 2; }
need_kind
kind delete cluster --name "$cluster" --kubeconfig "$root/artifacts/kind/kubeconfig"
rm -f "$root/artifacts/kind/kubeconfig"
pass "the cluster $cluster is gone"
