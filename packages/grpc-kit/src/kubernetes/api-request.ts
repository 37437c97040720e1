import type { IncomingMessage } from 'node:http';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { ApiAccess } from './api-access.js';
import { ApiError } from './api-error.js';

/** Until the first byte of an answer. */
const ANSWER_MS = 10_000;
/** Until the last byte of an answer that is no watch. */
const BODY_MS = 30_000;
/** After this long without traffic a dead peer is asked for a sign of life. */
const KEEPALIVE_MS = 10_000;
const LONGEST_MESSAGE = 10_000;

/**
 * GETs a path of the API and resolves with the body that follows a 200.
 * @throws ApiError for every other status; the error of the connection when there is no answer.
 */
export async function apiRequest(
  access: ApiAccess,
  path: string,
  query: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const { headers, ...options } = await access.requestOptions();
  const url = new URL(access.server);
  url.pathname = url.pathname.replace(/\/$/, '') + path;
  url.search = new URLSearchParams(query).toString();
  const send = url.protocol === 'http:' ? requestPlain : requestSecure;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    // Without an agent of its own a watch would keep its connection, and with it old credentials, for the next one.
    const request = send(url, {
      agent: false,
      ...options,
      headers: { accept: 'application/json', ...headers },
      signal,
    });
    const late = setTimeout(() => request.destroy(new Error(`no answer within ${ANSWER_MS / 1_000} s`)), ANSWER_MS);
    late.unref();
    request.on('socket', (socket) => {
      socket.setKeepAlive(true, KEEPALIVE_MS);
      socket.unref();
    });
    request.on('response', (answer) => {
      clearTimeout(late);
      resolve(answer);
    });
    request.on('error', (error) => {
      clearTimeout(late);
      reject(error);
    });
    request.end();
  });
  if (response.statusCode === 200) return response;
  throw new ApiError(response.statusCode ?? 0, await messageOf(response), retryAfterMs(response));
}

/** A body as text, in the pieces in which it comes; fails when it has not ended in time. */
export async function* textOf(response: IncomingMessage, withinMs: number): AsyncGenerator<string> {
  const late = new Error(`the answer has not ended within ${withinMs / 1_000} s`);
  const timer = setTimeout(() => response.destroy(late), withinMs);
  timer.unref();
  try {
    response.setEncoding('utf8');
    for await (const chunk of response) yield chunk as string;
  } finally {
    clearTimeout(timer);
    response.destroy();
  }
}

/** A whole body. */
export async function bodyOf(response: IncomingMessage, limit: number): Promise<string> {
  let text = '';
  for await (const chunk of textOf(response, BODY_MS)) {
    text += chunk;
    if (text.length > limit) throw new Error(`the answer is longer than ${limit} characters`);
  }
  return text;
}

/** The API server says why in a `Status` object. */
async function messageOf(response: IncomingMessage): Promise<string> {
  const text = await bodyOf(response, LONGEST_MESSAGE).catch(() => '');
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    if (typeof message === 'string') return message;
  } catch {
    // A proxy's page, or nothing.
  }
  return text.trim().slice(0, 200) || (response.statusMessage ?? 'no reason given');
}

function retryAfterMs(response: IncomingMessage): number {
  const seconds = Number(response.headers['retry-after']);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(seconds, 60) * 1_000 : 0;
}
