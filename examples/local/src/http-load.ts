import { Agent, get } from 'node:http';
import type { Result, Samples } from './samples.js';

const TICK_MS = 10;
const MAX_IN_FLIGHT = 2000;
const NO_REPLY_MS = 10_000;

/** Requests to the BFF at a steady rate, whether or not those before have ended; returns what stops it. */
export function startHttpLoad(origin: string, rps: number, samples: Samples): () => void {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const url = `${origin}/api/hello?name=demo`;
  const started = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.floor(((performance.now() - started) / 1000) * rps);
    for (; sent < due; sent++) if (samples.inFlight < MAX_IN_FLIGHT) send(url, agent, samples.begin());
  }, TICK_MS);

  return () => {
    clearInterval(timer);
    agent.destroy();
  };
}

function send(url: string, agent: Agent, end: (result: Result) => void): void {
  const request = get(url, { agent, timeout: NO_REPLY_MS }, (reply) => {
    let body = '';
    reply.setEncoding('utf8');
    reply.on('data', (chunk: string) => {
      body += chunk;
    });
    reply.on('end', () => end(resultOf(reply.statusCode ?? 0, body)));
    reply.on('error', (error) => end(failed(error.message)));
  });
  request.on('timeout', () => request.destroy(new Error(`no reply in ${NO_REPLY_MS} ms`)));
  request.on('error', (error) => end(failed(error.message)));
}

function resultOf(status: number, body: string): Result {
  const reply = parse(body);
  if (status === 200 && reply.address) return { backend: reply.address, failure: '', keyId: reply.keyId ?? '' };
  return failed(`${status} ${reply.code ?? ''}: ${reply.detail ?? body.slice(0, 80)}`);
}

function parse(body: string): { address?: string; keyId?: string; code?: string; detail?: string } {
  try {
    return JSON.parse(body) as object;
  } catch {
    return {};
  }
}

function failed(failure: string): Result {
  return { backend: undefined, failure, keyId: '' };
}
