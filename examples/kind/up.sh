#!/usr/bin/env bash
# Makes a kind cluster, builds and loads the images, installs the chart, tests it and prints where the page is.
# Everything it finds already there, it keeps: run it again after a change.

set -euo pipefail
source "$(dirname "$0")/lib/common.sh"
parse_options "$@"

metrics_server=https://github.com/kubernetes-sigs/metrics-server/releases/download/v0.8.1/components.yaml

[ -z "$kubeconfig" ] || { echo "--kubeconfig is for the scenarios; this script makes its own cluster" >&2; exit 2; }
need_kind
need_tool kubectl 1.30
need_tool helm 4.0
export KUBECONFIG=$root/artifacts/kind/kubeconfig
mkdir -p "$(dirname "$KUBECONFIG")"

echo "== cluster $cluster"
if kind get clusters 2>/dev/null | grep -qx "$cluster"; then
  kind export kubeconfig --name "$cluster" --kubeconfig "$KUBECONFIG"
else
  kind create cluster --name "$cluster" --config "$here/cluster.yaml" --kubeconfig "$KUBECONFIG" --wait 180s
fi

echo "== images"
tag=$(git -C "$root" rev-parse --short=12 HEAD)
# A changed tree is another image: the tag says so, or the nodes would keep the old one.
changes=$(git -C "$root" diff HEAD | git hash-object --stdin | cut -c1-8)
[ "$changes" = e69de29b ] || tag=$tag-$changes
for app in greeter-server bff; do
  docker build --file "$root/examples/$app/Dockerfile" --tag "$app:$tag" "$root"
  kind load docker-image "$app:$tag" --name "$cluster"
done

echo "== namespace $namespace, Pod Security restricted"
"$kubectl" create namespace "$namespace" --dry-run=client -o yaml | "$kubectl" apply -f -
"$kubectl" label namespace "$namespace" --overwrite \
  pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn=restricted

echo "== metrics-server"
"$kubectl" apply -f "$metrics_server"
# The kubelets of kind have certificates of their own making.
"$kubectl" --namespace kube-system patch deployment metrics-server --type=json --patch \
  '[{"op":"replace","path":"/spec/template/spec/containers/0/args","value":["--cert-dir=/tmp","--secure-port=10250","--kubelet-preferred-address-types=InternalIP","--kubelet-use-node-status-port","--metric-resolution=15s","--kubelet-insecure-tls"]}]'

echo "== release $release"
k get secret greeter-signing-key >/dev/null 2>&1 || "$here/lib/signing-key.sh" | k apply -f -
"$helm" upgrade --install "$release" "$root/charts/example" --namespace "$namespace" --values "$here/values.yaml" \
  --set "greeter-server.image.tag=$tag" --set "bff.image.tag=$tag" \
  --wait --rollback-on-failure --timeout 5m
"$helm" test "$release" --namespace "$namespace" --logs --timeout 3m

pass "http://127.0.0.1:8080/ shows it; KUBECONFIG=$KUBECONFIG"
