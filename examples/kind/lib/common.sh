# shellcheck shell=bash
# What every script here needs. Exit codes: 0 passed, 1 failed, 2 bad usage, 3 not run.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
root=$(cd "$here/../.." && pwd)
cluster=workload-kit
namespace=greeter
release=demo
kubeconfig=
# Set by need_tool and need_release.
# shellcheck disable=SC2034 # used by the scripts that source this
helm=
kubectl=
server=
bff=

fail() {
  echo "FAIL: $*" >&2
  exit 1
}

pass() {
  echo "PASS: $*"
}

not_run() {
  echo "not run: $*" >&2
  exit 3
}

usage() {
  sed -n 's/^# \{0,1\}//; 2,/^$/p' "$0"
  echo "Options: --kubeconfig FILE (any cluster; default: the kind cluster's), --namespace NAME ($namespace), --release NAME ($release)"
}

parse_options() {
  while [ $# -gt 0 ]; do
    case $1 in
      --kubeconfig | --namespace | --release)
        [ -n "${2:-}" ] || { echo "$1 needs a value" >&2; exit 2; }
        printf -v "${1#--}" '%s' "$2"
        shift 2
        ;;
      -h | --help)
        usage
        exit 0
        ;;
      *)
        echo "unknown option $1; see --help" >&2
        exit 2
        ;;
    esac
  done
  if [ -n "$kubeconfig" ] && [ ! -r "$kubeconfig" ]; then
    echo "--kubeconfig $kubeconfig: no such file" >&2
    exit 2
  fi
}

# version_at_least 1.2.3 1.2: whether the first is not older than the second
version_at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]
}

need_kind() {
  local missing=()
  if ! command -v docker >/dev/null; then
    missing+=("docker: not found")
  elif ! docker info >/dev/null 2>&1; then
    missing+=("docker: no engine answers")
  fi
  if ! command -v kind >/dev/null; then
    missing+=("kind: not found, see https://kind.sigs.k8s.io")
  else
    local version
    version=$(kind version 2>/dev/null | sed -nE 's/^kind v([0-9.]+).*/\1/p') || true
    version_at_least "${version:-0}" 0.27 || missing+=("kind: ${version:-unknown version} is older than 0.27")
  fi
  [ ${#missing[@]} -eq 0 ] || not_run "needs docker and kind ($(printf '%s; ' "${missing[@]}" | sed 's/; $//'))"
}

# need_tool helm 4.0: sets $helm to one that is new enough, on the PATH or the one that the chart's tests use
need_tool() {
  local name=$1 least=$2 path version
  path=$(command -v "$name" || true)
  if [ -n "$path" ]; then
    case $name in
      helm) version=$(helm version --template '{{.Version}}' 2>/dev/null) || true ;;
      kubectl) version=$(kubectl version --client -o json 2>/dev/null | sed -nE 's/.*"gitVersion": "v([0-9.]+).*/\1/p' | head -n 1) || true ;;
    esac
    version=${version#v}
    version_at_least "${version:-0}" "$least" || path=
  fi
  if [ -z "$path" ]; then
    path=$(cd "$root" && npx --no-install tsx charts/scripts/tool-path.ts "$name" 2>/dev/null) ||
      not_run "needs $name $least or newer${version:+, found $version}; npm test fetches one"
  fi
  printf -v "$name" '%s' "$path"
}

# The cluster to talk to: the one given, or the kind cluster, with a kubeconfig of its own in either case.
connect() {
  if [ -z "$kubeconfig" ]; then
    need_kind
    kubeconfig=$root/artifacts/kind/kubeconfig
    [ -r "$kubeconfig" ] || not_run "there is no kind cluster $cluster; npm run kind:up makes one"
  fi
  need_tool kubectl 1.30
  export KUBECONFIG=$kubeconfig
  k get --raw /readyz >/dev/null || fail "the cluster of $kubeconfig does not answer"
}

k() {
  "$kubectl" --namespace "$namespace" "$@"
}

# Scenarios look at a release that is there; they do not install one.
need_release() {
  server=$(k get deployment -l "app.kubernetes.io/instance=$release,app.kubernetes.io/name=greeter-server" -o name)
  bff=$(k get deployment -l "app.kubernetes.io/instance=$release,app.kubernetes.io/name=bff" -o name)
  if [ -z "$server" ] || [ -z "$bff" ]; then
    not_run "there is no release $release in namespace $namespace; npm run kind:up installs one"
  fi
  server=${server#deployment.apps/}
  bff=${bff#deployment.apps/}
  k rollout status "deployment/$server" --timeout=180s >/dev/null || fail "$server does not become ready"
  k rollout status "deployment/$bff" --timeout=180s >/dev/null || fail "$bff does not become ready"
}

# Names of the server's pods that are ready and here to stay, sorted
ready_pods() {
  k get pods -l "app.kubernetes.io/instance=$release,app.kubernetes.io/name=greeter-server" -o json | node -e '
    const { items } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    const isReady = ({ type, status }) => type === "Ready" && status === "True";
    for (const { metadata, status } of items) {
      if (!metadata.deletionTimestamp && status.conditions?.some(isReady)) console.log(metadata.name);
    }' | sort
}

# until_true SECONDS WHAT COMMAND...: polls once a second
until_true() {
  local seconds=$1 what=$2 deadline
  shift 2
  deadline=$((SECONDS + seconds))
  until "$@"; do
    [ "$SECONDS" -lt "$deadline" ] || fail "gave up after $seconds s waiting for $what"
    sleep 1
  done
}
