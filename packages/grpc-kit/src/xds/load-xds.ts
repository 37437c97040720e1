import { GrpcKitError, quoted } from '../errors.js';
import { knownOptions } from '../known-options.js';
import type { Logger } from '../observe/observer.js';
import { parseTarget } from '../target.js';
import type { XdsBootstrap, XdsBootstrapProvider } from './bootstrap.js';
import { checkBootstrap } from './check-bootstrap.js';
import { isXdsRegistered } from './csds.js';
import { fallbackSupport } from './fallback-support.js';
import { installGuard } from './guard/install-guard.js';
import { letGoOfControlPlane } from './idle-control-plane.js';
import { createXdsSupport } from './library-support.js';
import { installBootstrap, processBootstrap } from './process-bootstrap.js';
import type { XdsLibrary } from './xds-library.js';
import type { XdsSupport } from './xds-support.js';

/** Options of `loadXds`. */
export interface LoadXdsOptions {
  /** A bootstrap or a preset. Default: what `GRPC_XDS_BOOTSTRAP` or `GRPC_XDS_BOOTSTRAP_CONFIG` holds. */
  readonly bootstrap?: XdsBootstrap | XdsBootstrapProvider;
  /**
   * What stands in for xds targets when there is no bootstrap, such as `dns:///%s` or `dns:///greeter-headless:50051`;
   * `%s` is the name of the xds target. A bootstrap that is there but wrong is an error all the same. Default: none.
   */
  readonly fallback?: string;
  /** Told about a fallback and about recoveries. Default: process warnings. */
  readonly logger?: Pick<Logger, 'warn'>;
  /** Renew channels whose listener or cluster is gone for this long, in ms. Default 3,000. */
  readonly stuckAfterMs?: number;
  /** Ends the wait for a bootstrap file; the promise rejects with its reason. Default: none. */
  readonly signal?: AbortSignal;
}

/** Off in grpc-js-xds 1.14.1 unless the environment says otherwise, and read when it is imported. */
const FEATURES = [
  // Istio's AuthorizationPolicy; without it such a listener is refused and the server never starts.
  'GRPC_XDS_EXPERIMENTAL_RBAC',
  'GRPC_EXPERIMENTAL_PICKFIRST_LB_CONFIG',
  'GRPC_EXPERIMENTAL_XDS_WRR_LB',
];

let loaded: Promise<XdsSupport> | undefined;

/**
 * Loads `@grpc/grpc-js-xds` (an optional peer of 25 MB) and gives it the bootstrap of this process. Loading again with
 * the same bootstrap returns the same handle.
 * @throws GrpcKitError `ERR_XDS_BOOTSTRAP` when there is no usable bootstrap, or the process has a different one;
 * `ERR_PEER_MISSING` without the peer.
 */
export async function loadXds(options: LoadXdsOptions = {}): Promise<XdsSupport> {
  const known = { bootstrap: true, fallback: true, logger: true, stuckAfterMs: true, signal: true } as const;
  const { fallback, logger = processWarnings } = knownOptions(options, 'loadXds options', known);
  if (fallback !== undefined) checkFallback(fallback);
  const bootstrap = await findBootstrap(options);
  if (bootstrap) {
    installBootstrap(bootstrap);
    loaded ??= load(bootstrap, logger, options.stuckAfterMs ?? 3_000).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    });
    return loaded;
  }
  if (fallback === undefined) {
    throw new GrpcKitError(
      'ERR_XDS_BOOTSTRAP',
      `there is no xDS bootstrap (${absence(options.bootstrap)}): pass one (istio(), trafficDirector(), controlPlane({ serverUri })), set GRPC_XDS_BOOTSTRAP to a file, or give a fallback`,
    );
  }
  logger.warn({ fallback }, `no xDS bootstrap (${absence(options.bootstrap)}): xds targets use ${fallback} instead`);
  return fallbackSupport(fallback);
}

async function findBootstrap({ bootstrap, signal }: LoadXdsOptions): Promise<XdsBootstrap | undefined> {
  if (bootstrap === undefined) return processBootstrap();
  const found = typeof bootstrap === 'function' ? await bootstrap(signal) : bootstrap;
  return found && checkBootstrap(found, 'bootstrap');
}

function absence(bootstrap: LoadXdsOptions['bootstrap']): string {
  if (typeof bootstrap === 'function') return bootstrap.source ?? 'the provider found none';
  const file = process.env['GRPC_XDS_BOOTSTRAP'];
  return file
    ? `GRPC_XDS_BOOTSTRAP=${file} does not exist`
    : 'neither GRPC_XDS_BOOTSTRAP nor GRPC_XDS_BOOTSTRAP_CONFIG is set';
}

async function load(bootstrap: XdsBootstrap, logger: Pick<Logger, 'warn'>, stuckAfterMs: number): Promise<XdsSupport> {
  if (isXdsRegistered()) {
    logger.warn(
      { features: FEATURES },
      'grpc-js-xds was imported before loadXds: features that it reads at import may be off',
    );
  }
  for (const feature of FEATURES) process.env[feature] ??= 'true';
  const library = await importLibrary();
  library.register();
  if (!(await installGuard())) {
    logger.warn(
      {},
      'this version of grpc-js-xds is not the one that the kit guards: see docs/xds.md for what may end the process',
    );
  }
  if (!isXdsRegistered()) {
    throw new GrpcKitError(
      'ERR_XDS',
      'grpc-js-xds registered itself with another copy of @grpc/grpc-js: install one copy (npm ls @grpc/grpc-js)',
    );
  }
  return createXdsSupport({ library, bootstrap, logger, stuckAfterMs, letGo: await letGoOfControlPlane() });
}

async function importLibrary(): Promise<XdsLibrary> {
  try {
    return await import('@grpc/grpc-js-xds');
  } catch (cause) {
    throw new GrpcKitError(
      'ERR_PEER_MISSING',
      'xDS needs the package @grpc/grpc-js-xds: npm install @grpc/grpc-js-xds',
      {
        cause,
      },
    );
  }
}

function checkFallback(fallback: string): void {
  if (parseTarget(fallback.replaceAll('%s', 'name:80')).scheme === 'xds') {
    throw new GrpcKitError(
      'ERR_XDS',
      `fallback ${quoted(fallback)} is an xds target itself; name one such as dns:///%s`,
    );
  }
}

const processWarnings: Pick<Logger, 'warn'> = {
  warn: (_, message) => process.emitWarning(message, { type: 'GrpcKitWarning' }),
};
