#!/usr/bin/env bash
# Decrypts the Secrets of an environment and applies them: apply-secrets.sh ENVIRONMENT NAMESPACE
# The key is the one of SOPS_AGE_KEY_FILE. The test key of this example is public, so only `local` falls back to it.

set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
environment=${1:?usage: apply-secrets.sh ENVIRONMENT NAMESPACE}
namespace=${2:?usage: apply-secrets.sh ENVIRONMENT NAMESPACE}
file=$here/secrets/$environment.sops.yaml

[ -r "$file" ] || { echo "no secrets for environment $environment: $file" >&2; exit 2; }
for tool in sops kubectl; do
  command -v "$tool" >/dev/null || { echo "$tool is not installed" >&2; exit 2; }
done
if [ -z "${SOPS_AGE_KEY_FILE:-}" ]; then
  [ "$environment" = local ] || {
    echo "SOPS_AGE_KEY_FILE is not set: name your key for $environment; the test key is public" >&2
    exit 2
  }
  export SOPS_AGE_KEY_FILE=$here/secrets/test-key.txt
fi

kubectl create namespace "$namespace" --dry-run=client --output yaml | kubectl apply --filename -
sops --decrypt "$file" | kubectl --namespace "$namespace" apply --filename -
