import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { GrpcKitError, quoted } from '../errors.js';
import type { XdsBootstrap, XdsBootstrapProvider, XdsCertificateProvider, XdsNodeBootstrap } from './bootstrap.js';
import { checkBootstrap } from './check-bootstrap.js';

/** Certificate files for `certificate_providers`, under a name that the control plane refers to. */
export interface XdsCertificateFiles {
  /** PEM file of the authorities to trust. Default: none. */
  readonly caFile?: string;
  /** PEM file of this process's certificate chain; with `keyFile`, or neither. Default: none. */
  readonly certFile?: string;
  /** PEM file of the key of `certFile`; with it, or neither. Default: none. */
  readonly keyFile?: string;
  /** Time between looks at the files, in ms. Default 600,000. */
  readonly refreshMs?: number;
}

/** Options of `controlPlane`. */
export interface ControlPlaneOptions {
  /** The control plane, a gRPC target: `host:port` or `unix:/path`. Required. */
  readonly serverUri: string;
  /** Name under which the control plane knows this node. Default: host name and process id. */
  readonly nodeId?: string;
  /** The cluster that this node says it belongs to. Default: none. */
  readonly cluster?: string;
  /** Where this node is, for balancing by locality. Default: not told. */
  readonly locality?: NonNullable<XdsNodeBootstrap['locality']>;
  /** What else the control plane is told of this node. Default: nothing. */
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Certificate files by the instance names that the control plane uses. Default: none. */
  readonly certificates?: Readonly<Record<string, XdsCertificateFiles>>;
  /**
   * Name of a server's listener, `%s` for its address (gRFC A36).
   * Default `grpc/server?xds.resource.listening_address=%s`.
   */
  readonly serverListenerTemplate?: string;
  /** How the control plane is reached: in plaintext, or with TLS and Google's own credentials. Default `insecure`. */
  readonly credentials?: 'insecure' | 'google_default';
  /** Keep listeners and clusters that the control plane deletes; real deletions are then not seen. Default false. */
  readonly ignoreResourceDeletion?: boolean;
}

/** A bootstrap for any control plane. @throws GrpcKitError `ERR_XDS_BOOTSTRAP`. */
export function controlPlane(options: ControlPlaneOptions): XdsBootstrap {
  const { nodeId = `${hostname()}~${process.pid}`, credentials = 'insecure' } = options;
  const { serverListenerTemplate = 'grpc/server?xds.resource.listening_address=%s' } = options;
  const bootstrap: XdsBootstrap = {
    xds_servers: [
      {
        server_uri: options.serverUri,
        channel_creds: [{ type: credentials }],
        server_features: ['xds_v3', ...(options.ignoreResourceDeletion ? ['ignore_resource_deletion'] : [])],
      },
    ],
    node: {
      id: nodeId,
      locality: options.locality ?? {},
      ...(options.cluster !== undefined && { cluster: options.cluster }),
      ...(options.metadata && { metadata: options.metadata }),
    },
    ...(options.certificates && {
      certificate_providers: Object.fromEntries(
        Object.entries(options.certificates).map(([name, files]) => [name, fileWatcher(files)]),
      ),
    }),
    server_listener_resource_name_template: serverListenerTemplate,
  };
  return checkBootstrap(bootstrap, 'controlPlane()');
}

/** Options of `bootstrapFile`. */
export interface BootstrapFileOptions {
  /** Wait this long for the file, in ms. Default 0. */
  readonly waitMs?: number;
}

/** A bootstrap from a JSON file, for which it waits; no file in time counts as no bootstrap. */
export function bootstrapFile(path: string, { waitMs = 0 }: BootstrapFileOptions = {}): XdsBootstrapProvider {
  const find: XdsBootstrapProvider = async (signal) => {
    const deadline = performance.now() + waitMs;
    for (;;) {
      const read = await readBootstrap(path);
      if ('bootstrap' in read) return read.bootstrap;
      if (performance.now() >= deadline) {
        if (read.reason) throw read.reason;
        return undefined;
      }
      await delay(100, undefined, { signal });
    }
  };
  return Object.assign(find, { source: `${path} does not exist${waitMs > 0 ? ` after ${waitMs} ms` : ''}` });
}

/** Options of `istio`. */
export interface IstioOptions {
  /**
   * The bootstrap file that the agent writes. Default: `GRPC_XDS_BOOTSTRAP`, which Istio's `grpc-agent` template sets,
   * else /etc/istio/proxy/grpc-bootstrap.json.
   */
  readonly file?: string;
  /** Wait this long for the agent to write it, in ms. Default 30,000. */
  readonly waitMs?: number;
}

/**
 * The bootstrap that Istio's agent writes into the pod, for which it waits (holdApplicationUntilProxyStarts or not).
 * The pod needs `inject.istio.io/templates: grpc-agent`.
 */
export function istio(options: IstioOptions = {}): XdsBootstrapProvider {
  const { file = process.env['GRPC_XDS_BOOTSTRAP'] || '/etc/istio/proxy/grpc-bootstrap.json', waitMs = 30_000 } =
    options;
  return bootstrapFile(file, { waitMs });
}

/** Options of `trafficDirector`. */
export interface TrafficDirectorOptions {
  /** Number (not id) of the Google Cloud project. Required. */
  readonly projectNumber: string;
  /** VPC network, or `mesh:NAME` of a Mesh resource. Default `default`. */
  readonly network?: string;
  /** Zone of this node, such as `europe-west1-b`. Default: not told. */
  readonly zone?: string;
  /** Name under which the control plane knows this node. Default: host name and process id. */
  readonly nodeId?: string;
  /** Offer the workload certificates that GKE mounts, for mTLS. Default false. */
  readonly workloadCertificates?: boolean;
}

const GKE_CERTIFICATES = '/var/run/secrets/workload-spiffe-credentials';

/** The bootstrap of Google's Traffic Director. @throws GrpcKitError `ERR_XDS_BOOTSTRAP`. */
export function trafficDirector(options: TrafficDirectorOptions): XdsBootstrap {
  const { projectNumber, network = 'default', nodeId = `${hostname()}~${process.pid}` } = options;
  if (!/^\d+$/.test(String(projectNumber))) {
    throw new GrpcKitError(
      'ERR_XDS_BOOTSTRAP',
      `trafficDirector(): projectNumber is ${quoted(projectNumber)}, but must be the number of the project, such as '123456789'`,
    );
  }
  return controlPlane({
    serverUri: 'trafficdirector.googleapis.com:443',
    credentials: 'google_default',
    ignoreResourceDeletion: true,
    nodeId: `projects/${projectNumber}/networks/${network}/nodes/${nodeId}`,
    ...(options.zone !== undefined && { locality: { zone: options.zone } }),
    metadata: { TRAFFICDIRECTOR_NETWORK_NAME: network },
    ...(options.workloadCertificates && {
      certificates: {
        google_cloud_private_spiffe: {
          certFile: `${GKE_CERTIFICATES}/certificates.pem`,
          keyFile: `${GKE_CERTIFICATES}/private_key.pem`,
          caFile: `${GKE_CERTIFICATES}/ca_certificates.pem`,
        },
      },
    }),
  });
}

function fileWatcher({ caFile, certFile, keyFile, refreshMs = 600_000 }: XdsCertificateFiles): XdsCertificateProvider {
  return {
    plugin_name: 'file_watcher',
    config: {
      ...(certFile !== undefined && { certificate_file: certFile }),
      ...(keyFile !== undefined && { private_key_file: keyFile }),
      ...(caFile !== undefined && { ca_certificate_file: caFile }),
      refresh_interval: `${refreshMs / 1000}s`,
    },
  };
}

/** A file that is half written parses later; only the caller knows how long to wait for that. */
async function readBootstrap(path: string): Promise<{ bootstrap: XdsBootstrap } | { reason: Error | undefined }> {
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { reason: undefined };
    return {
      reason: new GrpcKitError('ERR_XDS_BOOTSTRAP', `cannot read the bootstrap file ${quoted(path)}`, { cause }),
    };
  }
  try {
    return { bootstrap: checkBootstrap(JSON.parse(content), path) };
  } catch (cause) {
    if (cause instanceof GrpcKitError) return { reason: cause };
    return {
      reason: new GrpcKitError('ERR_XDS_BOOTSTRAP', `the bootstrap file ${quoted(path)} is not JSON`, { cause }),
    };
  }
}
