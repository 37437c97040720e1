import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Child, Children } from './children.js';
import { addressOf, type Endpoint } from './directory.js';

/** One greeter server, as a process. */
export interface Pod {
  readonly name: string;
  readonly address: string;
  readonly endpoint: Endpoint;
  readonly child: Child;
}

export interface PodSettings {
  /** Built program of the greeter server. */
  readonly script: string;
  /** Each pod works in a folder of its own below it. */
  readonly workRoot: string;
  readonly signingKeyDir: string;
}

const READY_WITHIN_MS = 30_000;

export function startPod(children: Children, name: string, endpoint: Endpoint, settings: PodSettings): Pod {
  const cwd = join(settings.workRoot, name);
  mkdirSync(cwd, { recursive: true });
  const child = children.start(name, settings.script, {
    cwd,
    env: {
      LISTEN: addressOf(endpoint),
      HTTP_LISTEN: `${endpoint.host}:${endpoint.adminPort}`,
      POD_NAME: name,
      SIGNING_KEY_DIR: settings.signingKeyDir,
      DRAIN_DELAY_MS: '500',
      SHUTDOWN_DEADLINE_MS: '5000',
      LOG_LEVEL: 'warn',
    },
  });
  return { name, address: addressOf(endpoint), endpoint, child };
}

/** Resolves when the pod's readiness probe says so. @throws Error with the pod's last words when it ends before. */
export async function untilReady(name: string, child: Child, url: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  for (;;) {
    signal.throwIfAborted();
    if (!child.isRunning) {
      throw new Error(`${name} did not start (${await child.ended}):\n${child.log.join('\n')}`);
    }
    if (await isOk(url, signal)) return;
    if (performance.now() > deadline) throw new Error(`${name} was not ready within ${READY_WITHIN_MS / 1000} s`);
    await delay(50, undefined, { signal });
  }
}

async function isOk(url: string, signal: AbortSignal): Promise<boolean> {
  try {
    const reply = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(2000)]) });
    await reply.arrayBuffer();
    return reply.ok;
  } catch {
    return false;
  }
}
