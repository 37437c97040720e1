/** An endpoint of a service of the mesh. */
export interface MeshEndpoint {
  /** `ip:port`. */
  readonly address: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly serviceAccount?: string;
}

/** What clients call a service: its host and port. */
export function hostOf(name: string): string {
  return `${name}.example`;
}

/** A service of the mesh with one gRPC port, 50051, on fixed addresses. */
export function serviceEntry(name: string, endpoints: readonly MeshEndpoint[]): object {
  return resource('networking.istio.io/v1', 'ServiceEntry', name, {
    hosts: [hostOf(name)],
    location: 'MESH_INTERNAL',
    resolution: 'STATIC',
    ports: [{ number: 50051, name: 'grpc', protocol: 'GRPC' }],
    endpoints: endpoints.map(({ address, ...rest }) => {
      const [host, port] = address.split(':');
      return { address: host, ports: { grpc: Number(port) }, ...rest };
    }),
  });
}

/** Splits the calls of a service between its endpoints with the labels `version: v1` and `v2`. */
export function splitByVersion(name: string, v1: number, v2: number): object[] {
  const host = hostOf(name);
  const subsets = ['v1', 'v2'].map((version) => ({ name: version, labels: { version } }));
  const to = (subset: string, weight: number): object => ({ destination: { host, subset }, weight });
  return [
    resource('networking.istio.io/v1', 'DestinationRule', name, { host, subsets }),
    resource('networking.istio.io/v1', 'VirtualService', name, {
      hosts: [host],
      http: [{ route: [to('v1', v1), to('v2', v2)] }],
    }),
  ];
}

/** mTLS on both sides of a service. */
export function mutualTls(name: string): object[] {
  return [
    resource('networking.istio.io/v1', 'DestinationRule', name, {
      host: hostOf(name),
      trafficPolicy: { tls: { mode: 'ISTIO_MUTUAL' } },
    }),
    resource('security.istio.io/v1', 'PeerAuthentication', 'default', { mtls: { mode: 'STRICT' } }),
  ];
}

/** Refuses everyone who calls `path`. */
export function denyPath(path: string): object {
  return resource('security.istio.io/v1', 'AuthorizationPolicy', 'deny', {
    action: 'DENY',
    rules: [{ to: [{ operation: { paths: [path] } }] }],
  });
}

function resource(apiVersion: string, kind: string, name: string, spec: object): object {
  return { apiVersion, kind, metadata: { name, namespace: 'default' }, spec };
}
