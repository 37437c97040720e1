import { CASES, type Implementation, type Programs } from '../programs.js';
import type { Result, Section } from './check.js';

/** gRPC's standard interop cases and both soaks: our client against every server, every client against our server. */
export async function standardCases({ kit, foreign }: Programs): Promise<Section> {
  const pairs = [
    [kit, kit],
    ...foreign.flatMap((other) => [
      [kit, other],
      [other, kit],
    ]),
  ] as const;
  const results: Result[] = [];
  for (const [client, server] of pairs as readonly (readonly [Implementation, Implementation])[]) {
    results.push(...(await pair(client, server)));
  }
  return { title: 'Standard interop cases', results };
}

async function pair(client: Implementation, server: Implementation): Promise<Result[]> {
  const named = (name: string) => `${client.name} → ${server.name}: ${name}`;
  const skipped = client.skipped ?? server.skipped;
  if (skipped) return CASES.map((name) => ({ name: named(name), skipped }));
  const running = await server.startServer();
  try {
    const outcomes = await client.runCases(running.address);
    return CASES.map((name) => ({ name: named(name), failed: (outcomes[name] ?? 'it was not run') || undefined }));
  } catch (error) {
    return CASES.map((name) => ({ name: named(name), failed: (error as Error).message }));
  } finally {
    await running.stop();
  }
}
