import type { Pod } from './cluster.js';
import { postJson } from './http.js';

/** What a load did: calls by gRPC status, as the BFF's metrics count them. */
export interface LoadReport {
  readonly calls: number;
  readonly failed: number;
  readonly byStatus: Readonly<Record<string, number>>;
}

/** Keeps the BFF calling at this rate while the story runs. */
export async function underLoad(bff: Pod, rps: number, story: () => Promise<void>): Promise<LoadReport> {
  const before = await callsByStatus(bff);
  await postJson(`http://${bff.ip}:8080/api/load`, { rps });
  await story();
  await postJson(`http://${bff.ip}:8080/api/load`, { rps: 0 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  const after = await callsByStatus(bff);
  const byStatus = Object.fromEntries([...after].map(([status, count]) => [status, count - (before.get(status) ?? 0)]));
  const calls = Object.values(byStatus).reduce((sum, count) => sum + count, 0);
  return { calls, failed: calls - (byStatus['OK'] ?? 0), byStatus };
}

/** @throws Error unless every call of the load succeeded. */
export function expectNoFailure({ calls, failed, byStatus }: LoadReport): string {
  if (calls === 0) throw new Error('the load made no calls');
  if (failed > 0) throw new Error(`${failed} of ${calls} calls failed: ${JSON.stringify(byStatus)}`);
  return `0 of ${calls} calls failed`;
}

async function callsByStatus(bff: Pod): Promise<Map<string, number>> {
  const text = await metrics(`http://${bff.ip}:8080/metrics`);
  return sumBy(text, 'grpc_client_call_duration_seconds_count', /SayHello/, /grpc_status="(\w+)"/);
}

/** Greetings that a greeter served, by its own metrics. */
export async function greetingsOf(greeter: Pod): Promise<number> {
  const text = await metrics(`http://${greeter.ip}:8081/metrics`);
  const counts = sumBy(text, 'grpc_server_call_duration_seconds_count', /SayHello/, /grpc_status="(\w+)"/);
  return counts.get('OK') ?? 0;
}

/** Most over least greetings of each while the story ran. */
export async function shares(
  greeters: readonly Pod[],
  story: () => Promise<void>,
): Promise<{ counts: number[]; spread: number }> {
  const before = await Promise.all(greeters.map(greetingsOf));
  await story();
  const after = await Promise.all(greeters.map(greetingsOf));
  const counts = after.map((count, index) => count - (before[index] ?? 0));
  return { counts, spread: Math.max(...counts) / Math.min(...counts) };
}

async function metrics(url: string): Promise<string> {
  return (await fetch(url, { signal: AbortSignal.timeout(5000) })).text();
}

function sumBy(text: string, metric: string, filter: RegExp, label: RegExp): Map<string, number> {
  const sums = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (!line.startsWith(`${metric}{`) || !filter.test(line)) continue;
    const key = label.exec(line)?.[1] ?? '';
    sums.set(key, (sums.get(key) ?? 0) + Number(line.slice(line.lastIndexOf(' ') + 1)));
  }
  return sums;
}
