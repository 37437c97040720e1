#!/usr/bin/env bash
# A shell comes to an image that has none: an ephemeral container under Pod Security "restricted" sees the process,
# its empty capability sets and its read-only root.

set -euo pipefail
source "$(dirname "$0")/lib/common.sh"
parse_options "$@"
connect
need_release

pod=$(ready_pods | head -n 1)
container=debug-$(date +%s)
# The quoted part runs over there.
# shellcheck disable=SC2016
k debug "$pod" --image=busybox:1.37 --target=app --profile=restricted --container="$container" -- sh -c '
  grep -E "^(Uid|CapEff|NoNewPrivs|Seccomp):" /proc/1/status
  touch /proc/1/root/seen 2>&1 || true
  touch /proc/1/root/tmp/seen && rm /proc/1/root/tmp/seen && echo "tmp is writable"
' || fail "kubectl debug was refused"

ended() {
  [ -n "$(k get pod "$pod" -o jsonpath="{.status.ephemeralContainerStatuses[?(@.name==\"$container\")].state.terminated.reason}")" ]
}
until_true 120 "the ephemeral container to end" ended
seen=$(k logs "$pod" --container "$container")
echo "$seen"
grep -qE '^Uid:\s+65532\s' <<<"$seen" || fail "the process does not run as 65532"
grep -qE '^CapEff:\s+0+$' <<<"$seen" || fail "the process has capabilities"
grep -qE '^NoNewPrivs:\s+1$' <<<"$seen" || fail "the process may gain privileges"
grep -qE '^Seccomp:\s+2$' <<<"$seen" || fail "the process has no seccomp filter"
grep -q 'Read-only file system' <<<"$seen" || fail "the root of the process is not read-only"
grep -q '^tmp is writable$' <<<"$seen" || fail "/tmp of the process is not writable"
pass "looked into $pod with a restricted ephemeral container"
