import { GrpcKitError } from '../errors.js';

/** The API server answered, and not with what was asked for. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  /** What the server asks to wait, in ms. */
  readonly retryAfterMs: number;

  constructor(status: number, message: string, retryAfterMs = 0) {
    super(message);
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}

/** What was asked, and of whom. */
export interface ApiQuestion {
  readonly target: string;
  readonly server: string;
  readonly service: string;
  /** Undefined: not known yet. */
  readonly namespace: string | undefined;
}

const FOREIGN_CERTIFICATE = /CERT|SIGNATURE|SELF_SIGNED|ISSUER|ALTNAME/;

/** `ERR_KUBERNETES` that says what went wrong and what to change. */
export function explainApiError(cause: unknown, question: ApiQuestion): GrpcKitError {
  const error = cause instanceof Error ? cause : new Error(String(cause));
  if (error instanceof GrpcKitError) return error;
  const message = `target ${question.target}: ${explanation(error, question)}`;
  return new GrpcKitError('ERR_KUBERNETES', message, { cause: error });
}

function explanation(error: Error, { server, service, namespace }: ApiQuestion): string {
  const asked = `EndpointSlices of Service ${service}${namespace ? ` in namespace ${namespace}` : ''}`;
  if (!(error instanceof ApiError))
    return `${asked} cannot be read from ${server || 'Kubernetes'}: ${connection(error)}`;
  if (error.status === 403)
    return `may not list and watch ${asked}: ${error.message}\nGrant it:\n${roleFor(error, namespace)}`;
  if (error.status === 401) return `${server} does not accept the credentials (401: ${error.message})`;
  if (error.status === 404) return `${server} has no discovery.k8s.io/v1 (404); it is there since Kubernetes 1.21`;
  return `${asked} cannot be read from ${server}: ${error.status} ${error.message}`;
}

function connection(error: Error): string {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (FOREIGN_CERTIFICATE.test(code)) return `its certificate is not one that the configured CA vouches for (${code})`;
  return code && !error.message.includes(code) ? `${code}: ${error.message}` : error.message;
}

/** The least that is needed, for the user that the server's message names. */
function roleFor(error: ApiError, namespace = 'default'): string {
  const [, user = 'THE_USER'] = /User "([^"]+)"/.exec(error.message) ?? [];
  const [, accountNamespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user) ?? [];
  const subject = account
    ? `{ kind: ServiceAccount, name: ${account}, namespace: ${accountNamespace} }`
    : `{ kind: User, name: ${JSON.stringify(user)}, apiGroup: rbac.authorization.k8s.io }`;
  return `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: grpc-endpoints, namespace: ${namespace} }
rules:
  - { apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [list, watch] }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: grpc-endpoints, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: grpc-endpoints }
subjects:
  - ${subject}`;
}
