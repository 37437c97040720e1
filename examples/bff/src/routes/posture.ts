import { type Posture, Verdict, type WhoAmIResponse } from '@org/example-proto';
import type { FastifyInstance } from 'fastify';
import { failureOf } from '../caller.js';
import type { CallLimits, Greeter } from '../greeter.js';
import { requestLimits } from '../request-limits.js';
import { postureSchema } from './schemas.js';

/** What this process and every backend may do, where they write, and how far they are locked in. */
export function postureRoute(
  app: FastifyInstance,
  options: { greeter: Greeter; self: () => WhoAmIResponse; deadlineMs: number },
): void {
  const { greeter, self, deadlineMs } = options;

  async function ask(address: string, limits: CallLimits): Promise<object> {
    try {
      return { address, identity: view(await greeter.whoIs(address, limits)), problem: null };
    } catch (error) {
      return { address, identity: null, problem: failureOf(error) };
    }
  }

  app.get(
    '/api/posture',
    {
      schema: { summary: 'Identity and posture of this service and every backend.', response: { 200: postureSchema } },
    },
    async (request) => {
      const limits = requestLimits(request, deadlineMs);
      const backends = await Promise.all(greeter.backends().map(({ address }) => ask(address, limits)));
      return { self: view(self()), backends };
    },
  );
}

/** For JSON: what is absent is null, and verdicts bear their names: `consistent`, `violates`, `unknown`. */
function view({ capabilities, writableDirectory, posture, ...identity }: WhoAmIResponse): object {
  return {
    ...identity,
    capabilities: capabilities ?? null,
    writableDirectory: writableDirectory ?? null,
    posture: posture ? postureView(posture) : null,
  };
}

function postureView({ restricted, baseline, rules }: Posture): object {
  return {
    restricted: verdictName(restricted),
    baseline: verdictName(baseline),
    rules: rules.map((rule) => ({ ...rule, verdict: verdictName(rule.verdict) })),
  };
}

function verdictName(verdict: Verdict): string {
  return (Verdict[verdict] ?? 'VERDICT_UNKNOWN').replace('VERDICT_', '').toLowerCase();
}
