/** One endpoint of a slice, as little of it as a test cares for. */
export interface EndpointSpec {
  readonly address: string;
  /** Default: made from the address, so that two slices may speak of one pod. */
  readonly pod?: string;
  readonly ready?: boolean | null;
  readonly serving?: boolean | null;
  readonly terminating?: boolean | null;
  readonly zone?: string;
  readonly hints?: readonly string[];
}

export interface SliceSpec {
  readonly name: string;
  readonly service?: string;
  readonly namespace?: string;
  readonly family?: string;
  readonly ports?:
    | readonly { readonly name?: string; readonly port?: number | null; readonly protocol?: string }[]
    | null;
  readonly endpoints: readonly EndpointSpec[];
}

/** An EndpointSlice with everything around it that kube-controller-manager writes. */
export function sliceObject(spec: SliceSpec, resourceVersion: string): object {
  const { name, service = 'greeter', namespace = 'default', family = 'IPv4', ports, endpoints } = spec;
  return {
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    metadata: {
      name,
      generateName: `${service}-`,
      namespace,
      uid: `5ff2b2d0-0000-4000-8000-${hex(name)}`,
      resourceVersion,
      generation: Number(resourceVersion),
      creationTimestamp: '2026-03-01T09:12:44Z',
      labels: {
        'app.kubernetes.io/name': service,
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        'kubernetes.io/service-name': service,
        'service.kubernetes.io/headless': '',
      },
      annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-03-01T09:14:02Z' },
      ownerReferences: [
        { apiVersion: 'v1', kind: 'Service', name: service, uid: 'b6f4', controller: true, blockOwnerDeletion: true },
      ],
      managedFields: [
        {
          manager: 'kube-controller-manager',
          operation: 'Update',
          apiVersion: 'discovery.k8s.io/v1',
          time: '2026-03-01T09:14:02Z',
          fieldsType: 'FieldsV1',
          fieldsV1: { 'f:addressType': {}, 'f:endpoints': {}, 'f:ports': {} },
        },
      ],
    },
    addressType: family,
    endpoints: endpoints.map((endpoint) => endpointObject(endpoint, namespace)),
    ports:
      ports === undefined ? [{ name: 'grpc', protocol: 'TCP', port: 50051, appProtocol: 'kubernetes.io/h2c' }] : ports,
  };
}

function endpointObject(spec: EndpointSpec, namespace: string): object {
  const { address, pod = `pod-${address}`, ready = true, serving = ready, terminating = false, zone, hints } = spec;
  return {
    addresses: [address],
    conditions: { ready, serving, terminating },
    targetRef: { kind: 'Pod', namespace, name: pod, uid: `uid-${pod}` },
    nodeName: `node-${zone ?? 'a'}`,
    ...(zone !== undefined && { zone }),
    ...(hints && { hints: { forZones: hints.map((name) => ({ name })) } }),
  };
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex').padEnd(12, '0').slice(0, 12);
}
