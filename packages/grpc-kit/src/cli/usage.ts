/** A command line that cannot be understood; exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const USAGE = `Usage: grpc-kit check TARGET [options]

Resolves a target, connects to each of its backends, asks for health, shows TLS certificates and their
expiry, measures a round trip, and says when calls to it cannot be balanced, and what to change.

Targets: dns:///name:port  dns://server:port/name:port  srv:///_grpc._tcp.name  static:///a:1,b:2
         k8s:///service.namespace:port  xds:///name  unix:path

  --tls                TLS with the system's roots
  --tls-ca FILE        TLS with these roots
  --tls-cert FILE      certificate of this client, for mutual TLS; with --tls-key
  --tls-key FILE
  --server-name NAME   name to expect in certificates instead of the target's
  --service NAME       ask for the health of this service instead of the whole server's
  --kubeconfig FILE    for k8s targets; else KUBECONFIG, the pod's service account, ~/.kube/config
  --timeout TIME       for each step, such as 500ms or 5s; default 5s
  --json               for programs
  -h, --help

Exit codes: 0 every backend takes calls, 1 something is wrong, 2 bad usage.
`;
