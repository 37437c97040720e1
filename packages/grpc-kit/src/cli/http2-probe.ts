import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';
import { peerCertificate } from './peer-certificate.js';
import type { PeerCertificate } from './report.js';

/** Where a backend is: an address and port, or the path of a Unix socket. */
export type Address = { readonly host: string; readonly port: number } | { readonly path: string };

/** TLS to speak, as far as it matters to a connection. */
export interface ProbeTls {
  readonly serverName: string;
  readonly ca: Buffer | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

type Stage = 'connect' | 'tls' | 'http2';

/** How far a connection came, and what ended it. */
export interface ProbeResult {
  readonly connectMs?: number;
  readonly certificate?: PeerCertificate;
  readonly roundTripMs?: number;
  readonly failure?: { readonly stage: Stage; readonly error: Error };
}

/** The step did not end in time. */
export const TIMED_OUT = 'ETIMEDOUT';

/** Connects, shakes hands, waits for HTTP/2 settings and pings once; each step within the time. */
export async function probeHttp2(address: Address, tls: ProbeTls | undefined, timeoutMs: number): Promise<ProbeResult> {
  let result: ProbeResult = {};
  let stage: Stage = 'connect';
  let socket: Socket = connectTcp({ ...address, noDelay: true });
  const tcp = socket;
  let session: ClientHttp2Session | undefined;
  const start = performance.now();
  try {
    await within(timeoutMs, event(socket, 'connect'));
    result = { ...result, connectMs: hundredths(performance.now() - start) };
    if (tls) {
      stage = 'tls';
      const secure = secured(socket, tls);
      socket = secure;
      await within(timeoutMs, event(secure, 'secureConnect'));
      result = { ...result, certificate: peerCertificate(secure) };
    }
    stage = 'http2';
    session = connectHttp2('http://backend', { createConnection: () => socket });
    // An alert of the TLS layer reaches the socket alone.
    await within(timeoutMs, Promise.race([event(session, 'remoteSettings'), event(socket, 'close')]));
    return { ...result, roundTripMs: hundredths(await within(timeoutMs, ping(session))) };
  } catch (error) {
    return { ...result, failure: { stage, error: error as Error } };
  } finally {
    session?.destroy();
    socket.destroy();
    tcp.destroy();
  }
}

/** Whether something at the address answers a TLS handshake. */
export async function speaksTls(address: Address, timeoutMs: number): Promise<boolean> {
  const socket = connectTls({ ...address, rejectUnauthorized: false, ALPNProtocols: ['h2'] });
  try {
    await within(timeoutMs, event(socket, 'secureConnect'));
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** Takes every certificate, so that a wrong one can be shown. */
function secured(socket: Socket, { serverName, ca, cert, key }: ProbeTls): TLSSocket {
  const name: ConnectionOptions = isIP(serverName) ? { host: serverName } : { servername: serverName };
  return connectTls({ socket, ...name, ca, cert, key, ALPNProtocols: ['h2'], rejectUnauthorized: false });
}

interface Emitter {
  once(event: string, listener: (value: Error) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

function event(emitter: Emitter, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    if (name !== 'close') emitter.once(name, () => resolve());
    // Kept, because what comes after the first error must not crash.
    emitter.on('error', reject);
    emitter.once('close', () => reject(Object.assign(new Error('the connection was closed'), { code: 'ECLOSED' })));
  });
}

function ping(session: ClientHttp2Session): Promise<number> {
  return new Promise((resolve, reject) => {
    session.once('close', () => reject(Object.assign(new Error('the connection was closed'), { code: 'ECLOSED' })));
    session.ping((error, durationMs) => (error ? reject(error) : resolve(durationMs)));
  });
}

async function within<T>(ms: number, step: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = Object.assign(new Error(`nothing within ${ms} ms`), { code: TIMED_OUT });
    timer = setTimeout(() => reject(error), ms);
  });
  try {
    return await Promise.race([step, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** No clock here is finer. */
function hundredths(ms: number): number {
  return Math.round(ms * 100) / 100;
}
