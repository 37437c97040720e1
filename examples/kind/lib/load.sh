# shellcheck shell=bash
# Load from inside the cluster: a pod as hardened as the release's own, which calls the BFF through its Service.

# shellcheck source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

load=
# The ready pods before anything was changed; set by who expects calls to a new one
before=

# start_load RPS SECONDS
start_load() {
  load=$release-load
  k delete pod "$load" --ignore-not-found --wait >/dev/null
  trap stop_load EXIT
  run_pod "$load" test "$here/lib/load.mjs" "BFF=http://$bff" "RPS=$1" "DURATION_S=$2"
  k wait --for=condition=Ready "pod/$load" --timeout=120s >/dev/null || fail "the load pod does not start"
}

stop_load() {
  k delete pod "$load" --ignore-not-found --wait=false >/dev/null 2>&1 || true
}

# run_pod NAME app.kubernetes.io/name SCRIPT [VARIABLE=value...]: a pod in the BFF's image
run_pod() {
  local name=$1 component=$2 script=$3
  shift 3
  k get deployment "$bff" -o json |
    node "$here/lib/pod.mjs" "$name" "$component" "$release" "$script" "$@" |
    k apply -f - >/dev/null
}

# Waits for the load to end and prints its result, one line of JSON
load_result() {
  until_true "$1" "the load to end" load_ended
  k logs "$load" | sed -n 's/^RESULT //p'
}

load_ended() {
  k logs "$load" | grep -q '^RESULT '
}

# query JSON EXPRESSION: an expression over `result`
query() {
  node -e 'const result = JSON.parse(process.argv[1]); console.log(eval(process.argv[2]))' "$1" "$2"
}

# Every call answered, or the first reasons why not
check_no_failures() {
  # shellcheck disable=SC2016 # the expansion is JavaScript's
  [ "$(query "$1" result.failed)" = 0 ] ||
    fail "$(query "$1" '`${result.failed} of ${result.calls} calls failed: ${result.reasons.join("; ")}`')"
}

new_pod() {
  [ -n "$(comm -13 <(echo "$before") <(ready_pods))" ]
}

first_call() {
  k logs "$load" | grep -q "^POD $pod "
}

# expect_calls_to_new_pod APPEARS_S WITHIN_S LOAD_S: under the load that was started, a pod that is not among $before
# becomes ready and gets its first call in time, and no call fails until the load ends
expect_calls_to_new_pod() {
  local within=$2 pod ready at after result
  until_true "$1" "another pod to become ready" new_pod
  pod=$(comm -13 <(echo "$before") <(ready_pods) | head -n 1)
  ready=$(k get pod "$pod" -o jsonpath='{.status.conditions[?(@.type=="Ready")].lastTransitionTime}')
  echo "$pod is ready since $ready"
  until_true 60 "the first call to $pod" first_call
  at=$(k logs "$load" | sed -nE "s/^POD $pod ([0-9]+)$/\1/p")
  after=$(node -e 'console.log(Math.max(0, Math.round((process.argv[1] - Date.parse(process.argv[2])) / 1000)))' "$at" "$ready")
  [ "$after" -le "$within" ] || fail "$pod got its first call $after s after it was ready; $within s are allowed"
  result=$(load_result "$3")
  echo "$result"
  check_no_failures "$result"
  pass "$pod got its first call $after s after it was ready, 0 of $(query "$result" result.calls) calls failed"
}
