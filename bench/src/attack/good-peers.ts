import { setTimeout } from 'node:timers/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { EchoService } from '../echo.js';
import { percentileOf } from '../statistics.js';

/** How the calls of the good peers ended. */
export interface Service {
  readonly calls: number;
  readonly served: number;
  readonly p99Ms: number;
}

const PEERS = 4;
const INTERVAL_MS = 40;
const MESSAGE = Buffer.alloc(128, 'x');
const { path, requestSerialize, responseDeserialize } = EchoService.echo;

/** Four clients, each with a connection of its own, that call every 40 ms and want an answer in time. */
export class GoodPeers {
  readonly #clients: readonly Client[];
  readonly #deadlineMs: number;

  constructor(port: number, deadlineMs = 2_000) {
    const options = { 'grpc.use_local_subchannel_pool': 1 };
    this.#clients = Array.from(
      { length: PEERS },
      () => new Client(`127.0.0.1:${port}`, credentials.createInsecure(), options),
    );
    this.#deadlineMs = deadlineMs;
  }

  /** Calls for so many ms and waits for the last answer. */
  async callFor(ms: number): Promise<Service> {
    const answers: Promise<number>[] = [];
    for (const end = performance.now() + ms; performance.now() < end; await setTimeout(INTERVAL_MS)) {
      answers.push(...this.#clients.map((client) => this.#call(client)));
    }
    const times = (await Promise.all(answers)).sort((a, b) => a - b);
    const served = times.filter(Number.isFinite).length;
    return { calls: times.length, served, p99Ms: percentileOf(times, 0.99) };
  }

  close(): void {
    for (const client of this.#clients) client.close();
  }

  /** How long the call took, in ms; Infinity when it failed. */
  #call(client: Client): Promise<number> {
    const started = performance.now();
    const deadline = Date.now() + this.#deadlineMs;
    return new Promise((resolve) =>
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, MESSAGE, { deadline }, (error) =>
        resolve(error ? Number.POSITIVE_INFINITY : performance.now() - started),
      ),
    );
  }
}
