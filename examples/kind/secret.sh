#!/usr/bin/env bash
# The signing key is rotated under load: every pod signs with the new one within the kubelet's sync period, none is
# restarted, no call fails.

set -euo pipefail
source "$(dirname "$0")/lib/load.sh"
parse_options "$@"
connect
need_release
within=150

secret=$(k get deployment "$server" \
  -o jsonpath='{.spec.template.spec.volumes[?(@.name=="signing-key")].projected.sources[0].secret.name}')
[ -n "$secret" ] || not_run "the release has no signing key; install it with greeter-server.signingKey.existingSecret"

restarts() {
  k get pods -l "app.kubernetes.io/instance=$release,app.kubernetes.io/name=greeter-server" \
    -o jsonpath='{range .items[*]}{.metadata.name} {.status.containerStatuses[0].restartCount}{"\n"}{end}' | sort
}

# The newest key of a pod, as it answered
key_of() {
  k logs "$load" | sed -nE "s/^KEY ([^ ]+) $1 .*/\1/p" | tail -n 1
}

all_rotated() {
  for pod in $pods; do
    [ "$(key_of "$pod")" != "$old" ] || return 1
  done
}

all_answered() {
  for pod in $pods; do
    [ -n "$(key_of "$pod")" ] || return 1
  done
}

# A pod that the autoscaler adds or takes meanwhile says nothing about rotation: look at those of before.
pods=$(ready_pods)
start_load 20 $((within + 30))
until_true 30 "an answer of every pod" all_answered
old=$(key_of "$(head -n 1 <<<"$pods")")
[ "$old" != none ] || fail "the server signs with no key"
before=$(restarts)
"$here/lib/signing-key.sh" "$secret" | k apply -f - >/dev/null
started=$SECONDS
until_true "$within" "the new key on every pod" all_rotated
seconds=$((SECONDS - started))
[ -z "$(comm -23 <(echo "$before") <(restarts))" ] || fail "a pod was restarted"
result=$(load_result $((within + 60)))
echo "$result"
check_no_failures "$result"
pass "a new key on $(wc -w <<<"$pods" | tr -d ' ') pods after $seconds s, no restart, 0 of $(query "$result" result.calls) calls failed"
