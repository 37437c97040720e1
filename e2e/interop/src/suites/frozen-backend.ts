import { setTimeout as delay } from 'node:timers/promises';
import { createClientFactory } from '@org/grpc-kit';
import { until } from '@org/testing';
import { testClient } from '../kit/cases.js';
import { withEngine } from '../kit/engine.js';
import type { Programs } from '../programs.js';
import { check, type Section } from './check.js';

const BACKENDS = 8;
const IDLE_S = Number(process.env['INTEROP_IDLE_S'] ?? 60);
const FOUND_WITHIN_MS = 10_000;
/** For timers on a machine that is busy with other suites. */
const TOLERANCE_MS = 1_000;

/** Idle grpc-go servers, one of which is frozen: no connection is lost before, and the frozen one is found. */
export async function frozenBackend({ foreign: [grpcGo] }: Programs): Promise<Section> {
  const title = `A backend that freezes while idle`;
  const name = `${BACKENDS} grpc-go servers idle for ${IDLE_S} s, then one stops (SIGSTOP)`;
  if (!grpcGo || grpcGo.skipped) return { title, results: [{ name, skipped: grpcGo?.skipped ?? 'no grpc-go' }] };
  return { title, results: [await check(name, () => freezeOne(() => grpcGo.startServer()))] };
}

async function freezeOne(start: Programs['kit']['startServer']): Promise<string> {
  const servers = await Promise.all(Array.from({ length: BACKENDS }, () => start()));
  let lost = 0;
  const metrics = {
    event(event: { readonly kind: string; readonly from?: unknown; readonly to?: unknown }) {
      if (event.kind === 'backend_state' && event.from === 'ready' && event.to !== undefined) lost += 1;
    },
  };
  const factory = withEngine((extra) => createClientFactory({ metrics, ...extra })).made;
  try {
    const client = testClient(factory, `static:///${servers.map(({ address }) => address).join(',')}`);
    await factory.ready();
    for (let call = 0; call < 2 * BACKENDS; call++) await client.EmptyCall({});
    await delay(IDLE_S * 1_000);
    if (lost > 0) throw new Error(`${lost} connections were lost while idle`);
    servers[0]?.signal('SIGSTOP');
    const frozenAt = performance.now();
    await until('the frozen backend is found', () => lost > 0, 3 * FOUND_WITHIN_MS);
    const tookMs = performance.now() - frozenAt;
    if (tookMs > FOUND_WITHIN_MS + TOLERANCE_MS) throw new Error(`found after ${(tookMs / 1_000).toFixed(1)} s`);
    for (let call = 0; call < 8 * BACKENDS; call++) await client.EmptyCall({}, { deadlineMs: 1_000 });
    return `0 connections lost before, found after ${(tookMs / 1_000).toFixed(1)} s, ${8 * BACKENDS} calls after it: 0 failed`;
  } finally {
    await factory.close();
    for (const server of servers) await server.stop();
  }
}
