import { GrpcKitError, quoted } from '../errors.js';
import type { Target } from '../target.js';

/** The Service that a target names. */
export interface ServiceTarget {
  readonly service: string;
  /** Undefined: the namespace of the client. */
  readonly namespace: string | undefined;
  /** A port of the pods, by number or by the name it has in the Service; undefined: the only one there is. */
  readonly port: number | string | undefined;
}

/** RFC 1123 and RFC 1035 labels, and IANA service names, as Kubernetes wants them. */
const PATH =
  /^(?<service>[a-z]([a-z0-9-]{0,61}[a-z0-9])?)(\.(?<namespace>[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)(\.svc(\.[a-z0-9.-]+)?)?)?(:(?<port>[a-z0-9-]+))?$/;

/**
 * Understands `service.namespace:port`; `.svc` and the cluster's domain may follow the namespace.
 * @throws GrpcKitError `ERR_TARGET_INVALID`
 */
export function parseServiceTarget(target: Target): ServiceTarget {
  const { service, namespace, port } = PATH.exec(target.path)?.groups ?? {};
  if (service === undefined || target.authority !== '') {
    throw refused(target, 'write k8s:///service.namespace:port, with the number or the name of a port');
  }
  if (port === undefined || !/^\d+$/.test(port)) return { service, namespace, port };
  const number = Number(port);
  if (number < 1 || number > 65_535) throw refused(target, `port ${quoted(port)} is not from 1 to 65535`);
  return { service, namespace, port: number };
}

function refused(target: Target, why: string): GrpcKitError {
  return new GrpcKitError('ERR_TARGET_INVALID', `target ${quoted(target.text)}: ${why}`);
}
