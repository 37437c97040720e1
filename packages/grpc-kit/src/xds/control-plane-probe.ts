import { connect, type NetConnectOpts } from 'node:net';

/** Whether something listens at the control plane's address; CSDS does not tell. */
export interface ControlPlaneProbe {
  readonly serverUri: string;
  /** Looks once, unless a look is under way. */
  look(): void;
  /** Why the control plane cannot be reached, as of the last look; undefined when it can, or is not known. */
  readonly failure: string | undefined;
}

const TIMEOUT_MS = 2_000;

/** A TCP or unix socket connection to `serverUri`, closed at once. */
export function probeControlPlane(serverUri: string): ControlPlaneProbe {
  const where = addressOf(serverUri);
  let looking = false;
  let failure: string | undefined;

  return {
    serverUri,
    look(): void {
      if (looking || !where) return;
      looking = true;
      const socket = connect(where);
      const settle = (result: string | undefined): void => {
        looking = false;
        failure = result;
        socket.destroy();
      };
      socket.unref();
      socket.setTimeout(TIMEOUT_MS, () => settle(`no answer within ${TIMEOUT_MS} ms`));
      socket.once('connect', () => settle(undefined));
      socket.once('error', (error: NodeJS.ErrnoException) => settle(error.code ?? error.message));
    },
    get failure() {
      return failure;
    },
  };
}

/** Undefined for targets that only grpc-js can resolve. */
function addressOf(serverUri: string): NetConnectOpts | undefined {
  const unix = /^unix:(?:\/\/)?(.+)$/.exec(serverUri)?.[1];
  if (unix) return { path: unix };
  const [, host, port] = /^(?:dns:(?:\/\/[^/]*\/)?|ipv[46]:)?\[?([^/]+?)\]?:(\d+)$/.exec(serverUri) ?? [];
  return host && port ? { host, port: Number(port) } : undefined;
}
