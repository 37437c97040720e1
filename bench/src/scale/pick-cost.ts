import { type experimental, status } from '@grpc/grpc-js';
import type { Discovery, LoadBalancing } from '@org/grpc-kit';
import { CallTrace } from '../../../packages/grpc-kit/src/balancing/call-trace.js';
import { opener } from '../../../packages/grpc-kit/src/client/open-channel.js';
import { allReady } from '../../../packages/grpc-kit/src/client/ready.js';
import { TargetChannel } from '../../../packages/grpc-kit/src/client/target-channel.js';
import { resolvePolicy } from '../../../packages/grpc-kit/src/policy/resolve-policy.js';
import { parseTarget } from '../../../packages/grpc-kit/src/target.js';
import { clientCredentials } from '../../../packages/grpc-kit/src/tls/client-credentials.js';
import { summary } from '../statistics.js';

const [PICKS, REPEATS, METHOD] = [20_000, 15, '/bench.v1.EchoService/Echo'];
type Route = { pick(trace: CallTrace): experimental.PickResult | undefined };

/** CPU of one pick with its bookkeeping among the backends of a discovery, in ns: what a call does besides calling. */
export async function pickNanos(target: string, discovery: Discovery, loadBalancing: LoadBalancing): Promise<number> {
  const policy = resolvePolicy({ loadBalancing });
  const channel = new TargetChannel({
    name: target,
    target: parseTarget(target),
    policy,
    observer: {},
    discoveries: [discovery],
    opener: (renewed) => opener(clientCredentials(undefined, {}, renewed), policy),
  });
  await allReady([channel], { timeoutMs: 60_000 });
  const route = channel.route(METHOD);
  if (!route) throw new Error('the client has no direct route');
  const repeats = Array.from({ length: REPEATS }, () => nanosPerPick(route));
  channel.close();
  return summary(repeats).min;
}

function nanosPerPick(route: Route): number {
  const before = process.cpuUsage();
  for (let pick = 0; pick < PICKS; pick++) {
    const picked = route.pick(new CallTrace(METHOD));
    if (!picked) throw new Error('no backend takes calls');
    picked.onCallStarted?.();
    picked.onCallEnded?.(status.OK, '', undefined as never);
  }
  const { user, system } = process.cpuUsage(before);
  return ((user + system) * 1000) / PICKS;
}
