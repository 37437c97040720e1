import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket as TcpSocket } from 'node:net';
import {
  type Answer,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Packet,
  type Question,
  streamDecode,
  streamEncode,
  TRUNCATED_RESPONSE,
} from 'dns-packet';

/** SRV record data. */
export interface SrvRecord {
  readonly target: string;
  readonly port: number;
}

/** How the server treats questions: answer them, say nothing, refuse with SERVFAIL, or send bytes that are no DNS. */
export type DnsBehaviour = 'answer' | 'silent' | 'servfail' | 'garbage';

/** An authoritative DNS server on loopback whose records change while it runs. */
export interface DnsServer {
  /** `127.0.0.1:port`, as in `dns://127.0.0.1:port/name:port`. */
  readonly address: string;
  /** Questions received since the start, by `TYPE name`. */
  readonly queries: ReadonlyMap<string, number>;
  /** Replaces the A/AAAA records of a name; an empty list answers NODATA. */
  setAddresses(name: string, addresses: readonly string[]): void;
  setServices(name: string, records: readonly SrvRecord[]): void;
  /** The name answers NXDOMAIN again. */
  remove(name: string): void;
  behave(behaviour: DnsBehaviour): void;
  close(): Promise<void>;
}

export interface DnsServerOptions {
  /** Default 0: any free port. */
  readonly port?: number;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Of every record, in seconds. Default 1. */
  readonly ttlSeconds?: number;
}

const NXDOMAIN = 3;
const SERVFAIL = 2;

/** The largest answer over UDP that resolvers ask for (DNS flag day 2020); beyond it they come again over TCP. */
const UDP_LIMIT_BYTES = 1232;

/** Starts a DNS server over UDP and TCP; answers rotate, as most servers' do. */
export async function startDnsServer(options: DnsServerOptions = {}): Promise<DnsServer> {
  const { port = 0, host = '127.0.0.1', ttlSeconds = 1 } = options;
  const addresses = new Map<string, readonly string[]>();
  const services = new Map<string, readonly SrvRecord[]>();
  const queries = new Map<string, number>();
  let behaviour: DnsBehaviour = 'answer';
  let rotation = 0;

  const { socket, stream } = await bindBoth(port, host);
  socket.on('message', (bytes, peer) => {
    const response = respond(decode(bytes));
    if (!response) return;
    const whole = encode(response);
    const fits = whole.length <= UDP_LIMIT_BYTES;
    const truncated = { ...response, flags: (response.flags ?? 0) | TRUNCATED_RESPONSE, answers: [] };
    const garbled = behaviour === 'garbage' ? Buffer.from('this is no DNS') : undefined;
    socket.send(garbled ?? (fits ? whole : encode(truncated)), peer.port, peer.address);
  });
  const connections = new Set<TcpSocket>();
  stream.on('connection', (connection) => {
    connections.add(connection.on('close', () => connections.delete(connection)).on('error', () => {}));
    connection.once('data', (bytes) => {
      const response = respond(streamDecode(bytes));
      if (response) connection.end(streamEncode(response));
    });
  });

  function respond(query: Packet): Packet | undefined {
    const question = query.questions?.[0];
    if (!question) return undefined;
    const key = `${question.type} ${normal(question.name)}`;
    queries.set(key, (queries.get(key) ?? 0) + 1);
    if (behaviour === 'silent') return undefined;
    return { ...answer(query, question), id: query.id ?? 0 };
  }

  function answer(query: Packet, question: Question): Packet {
    const name = normal(question.name);
    const known = addresses.has(name) || services.has(name);
    const rcode = behaviour === 'servfail' ? SERVFAIL : known ? 0 : NXDOMAIN;
    return {
      type: 'response',
      // dns-packet takes the response code from the low bits of the flags.
      flags: AUTHORITATIVE_ANSWER | rcode,
      questions: query.questions ?? [],
      answers: rcode === 0 ? records(question, name) : [],
    };
  }

  function records(question: Question, name: string): Answer[] {
    const common = { name: question.name, ttl: ttlSeconds };
    if (question.type === 'SRV') {
      return (services.get(name) ?? []).map((data) => ({
        ...common,
        type: 'SRV',
        data: { ...data, priority: 0, weight: 1 },
      }));
    }
    if (question.type !== 'A' && question.type !== 'AAAA') return [];
    const type = question.type;
    const list = (addresses.get(name) ?? []).filter((address) => address.includes(':') === (type === 'AAAA'));
    const start = list.length > 0 ? rotation++ % list.length : 0;
    return [...list.slice(start), ...list.slice(0, start)].map((data) => ({ ...common, type, data }));
  }

  return {
    address: `${host}:${socket.address().port}`,
    queries,
    setAddresses: (name, list) => void addresses.set(normal(name), list),
    setServices: (name, list) => void services.set(normal(name), list),
    remove: (name) => {
      addresses.delete(normal(name));
      services.delete(normal(name));
    },
    behave: (next) => {
      behaviour = next;
    },
    close: async () => {
      for (const connection of connections) connection.destroy();
      await Promise.all([
        new Promise<void>((resolve) => socket.close(() => resolve())),
        new Promise<void>((resolve) => stream.close(() => resolve())),
      ]);
    },
  };
}

const TRIES = 20;

/** The same port for UDP and TCP; a free one for one of them may be taken for the other. */
async function bindBoth(port: number, host: string, tries = TRIES): Promise<{ socket: Socket; stream: Server }> {
  const stream = createServer().listen(port, host);
  await once(stream, 'listening');
  const socket = createSocket('udp4');
  try {
    socket.bind((stream.address() as AddressInfo).port, host);
    await once(socket, 'listening');
    return { socket, stream };
  } catch (error) {
    stream.close();
    if (port !== 0 || tries === 1) throw error;
    return bindBoth(port, host, tries - 1);
  }
}

function normal(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}
