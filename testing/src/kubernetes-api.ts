import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type SliceSpec, sliceObject } from './endpoint-slice-object.js';
import type { Issued } from './pki.js';

interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly retryAfterS?: number;
}

interface ApiRequestLog {
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly token: string | undefined;
}

interface HistoryEntry {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: object;
  readonly service: string;
}

interface Watcher {
  readonly response: ServerResponse;
  readonly service: string;
}

const PATH = '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices';

/** The part of kube-apiserver that discovery meets: list with pages and watch with history, over HTTPS, and its failures. */
export class TestApiServer {
  readonly requests: ApiRequestLog[] = [];
  /** Answers every request with this. */
  refusal: Refusal | undefined;
  /** Answers lists only. */
  listRefusal: Refusal | undefined;
  /** Accepts connections and requests, and says nothing. */
  silent = false;
  token = 'first-token';
  /** Lists are answered as of this version. */
  lagAt: number | undefined;
  readonly #server;
  readonly #sockets = new Set<Socket>();
  readonly #specs = new Map<string, { readonly spec: SliceSpec; readonly version: number }>();
  readonly #watchers = new Set<Watcher>();
  readonly #snapshots = new Map<number, ReadonlyMap<string, { readonly spec: SliceSpec; readonly version: number }>>();
  #history: HistoryEntry[] = [];
  #version = 1_000;
  #compacted = 0;
  #goneInStream = true;

  private constructor(certificate: Issued) {
    const { key, cert } = certificate;
    this.#server = createServer({ key, cert }, (request, response) => this.#answer(request, response));
    this.#server.on('secureConnection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => undefined);
    });
  }

  static async start(certificate: Issued, port = 0): Promise<TestApiServer> {
    const server = new TestApiServer(certificate);
    await new Promise<void>((resolve) => server.#server.listen(port, '127.0.0.1', resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  get version(): number {
    return this.#version;
  }

  get specs(): readonly SliceSpec[] {
    return [...this.#specs.values()].map(({ spec }) => spec);
  }

  /** The objects that a list would answer with now. */
  get objects(): readonly object[] {
    return [...this.#specs.values()].map(({ spec, version }) => sliceObject(spec, `${version}`));
  }

  put(spec: SliceSpec): void {
    const type = this.#specs.has(spec.name) ? 'MODIFIED' : 'ADDED';
    const version = this.#nextVersion();
    this.#specs.set(spec.name, { spec, version });
    this.#record({ version, type, object: sliceObject(spec, `${version}`), service: spec.service ?? 'greeter' });
  }

  delete(name: string): void {
    const known = this.#specs.get(name);
    if (!known) return;
    const version = this.#nextVersion();
    this.#specs.delete(name);
    const object = sliceObject(known.spec, `${version}`);
    this.#record({ version, type: 'DELETED', object, service: known.spec.service ?? 'greeter' });
  }

  /** Another object of the cluster changes. */
  tick(): void {
    this.#nextVersion();
  }

  /** Forgets the past: watches from before it are answered with 410, in turn inside the stream and as a status. */
  compact(): void {
    this.#compacted = this.#nextVersion();
    this.#history = [];
  }

  bookmark(): void {
    const object = {
      kind: 'EndpointSlice',
      apiVersion: 'discovery.k8s.io/v1',
      metadata: { resourceVersion: `${this.#version}`, creationTimestamp: null },
      endpoints: null,
      ports: null,
    };
    this.send(`${JSON.stringify({ type: 'BOOKMARK', object })}\n`);
  }

  /** To every watch, as it is. */
  send(text: string): void {
    for (const { response } of this.#watchers) response.write(text);
  }

  endWatches(): void {
    for (const { response } of this.#watchers) response.end();
    this.#watchers.clear();
  }

  resetConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#watchers.clear();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.resetConnections();
    await closed;
  }

  #nextVersion(): number {
    this.#snapshots.set(this.#version, new Map(this.#specs));
    this.#version += 1 + (this.#version % 3);
    return this.#version;
  }

  #record(entry: HistoryEntry): void {
    this.#history.push(entry);
    for (const { response, service } of this.#watchers) if (service === entry.service) response.write(line(entry));
  }

  #answer(request: IncomingMessage, response: ServerResponse): unknown {
    const url = new URL(request.url ?? '/', 'https://api');
    const query = Object.fromEntries(url.searchParams);
    const token = /^Bearer (.*)$/.exec(request.headers.authorization ?? '')?.[1];
    this.requests.push({ path: url.pathname, query, token });
    if (this.silent) return;
    const watching = query['watch'] === 'true';
    const refusal = this.refusal ?? (watching ? undefined : this.listRefusal);
    if (refusal) return refuse(response, refusal);
    if (token !== this.token) return refuse(response, { status: 401, message: 'Unauthorized' });
    if (url.pathname !== PATH) return refuse(response, { status: 404, message: 'the server could not find it' });
    const service = /^kubernetes\.io\/service-name=(.+)$/.exec(query['labelSelector'] ?? '')?.[1] ?? '';
    return watching ? this.#watch(response, service, query) : this.#list(response, service, query);
  }

  #list(response: ServerResponse, service: string, query: Readonly<Record<string, string>>): void {
    const version = this.lagAt ?? this.#version;
    const specs = (this.lagAt === undefined ? this.#specs : this.#snapshots.get(this.lagAt)) ?? new Map();
    const all = [...specs.values()].filter(({ spec }) => (spec.service ?? 'greeter') === service);
    const offset = Number(query['continue'] ?? 0);
    const limit = Number(query['limit'] ?? all.length);
    const left = all.length - offset - limit;
    const body = {
      kind: 'EndpointSliceList',
      apiVersion: 'discovery.k8s.io/v1',
      metadata: {
        resourceVersion: `${version}`,
        ...(left > 0 && { continue: `${offset + limit}`, remainingItemCount: left }),
      },
      items: all.slice(offset, offset + limit).map(({ spec, version: at }) => sliceObject(spec, `${at}`)),
    };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(body));
  }

  #watch(response: ServerResponse, service: string, query: Readonly<Record<string, string>>): void {
    const from = Number(query['resourceVersion']);
    if (from < this.#compacted) {
      const message = `too old resource version: ${from} (${this.#compacted})`;
      this.#goneInStream = !this.#goneInStream;
      if (this.#goneInStream) {
        response.end(`${JSON.stringify({ type: 'ERROR', object: statusObject({ status: 410, message }) })}\n`);
      } else refuse(response, { status: 410, message });
      return;
    }
    response.setHeader('content-type', 'application/json');
    response.setHeader('transfer-encoding', 'chunked');
    response.flushHeaders();
    const watcher = { response, service };
    this.#watchers.add(watcher);
    response.on('close', () => this.#watchers.delete(watcher));
    for (const entry of this.#history) {
      if (entry.version > from && entry.service === service) response.write(line(entry));
    }
  }
}

function line({ type, object }: HistoryEntry): string {
  return `${JSON.stringify({ type, object })}\n`;
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  if (refusal.retryAfterS !== undefined) response.setHeader('retry-after', `${refusal.retryAfterS}`);
  response.writeHead(refusal.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(statusObject(refusal)));
}

function statusObject({ status, message }: Refusal): object {
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code: status };
}
