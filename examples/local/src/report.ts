import type { Directory } from './directory.js';
import type { DemoOptions } from './options.js';
import type { PhaseResult } from './phase.js';
import { REFRESH_MS } from './start-bff.js';
import type { Verdict } from './verdict.js';

/** What plays, in a few lines. */
export function introduction(
  { plain, rps }: DemoOptions,
  directory: Directory,
  servers: readonly string[],
  origin: string,
): string[] {
  const client = plain ? 'plain grpc-js, round_robin' : `@org/grpc-kit, look-ups every ${REFRESH_MS / 1000} s`;
  return [
    `servers  ${servers.join(', ')} to begin with`,
    `client   ${client}, ${plain ? directory.plainTarget : directory.target}`,
    `load     ${rps} × GET ${origin}/api/hello per second, from the outside`,
    `page     ${origin}`,
    '',
  ];
}

/** The figures as a JSON document. */
export function figures(options: DemoOptions, phases: readonly PhaseResult[], verdict: Verdict): string {
  const client = options.plain ? 'grpc-js' : 'grpc-kit';
  return `${JSON.stringify({ client, rps: options.rps, node: process.version, phases, verdict }, undefined, 2)}\n`;
}
