import { status } from '@grpc/grpc-js';
import { createClientFactory } from '../client/create-client-factory.js';
import { healthDefinition } from '../health-protocol.js';
import type { TlsPolicy } from '../policy/channel-policy.js';
import type { XdsSupport } from '../xds/xds-support.js';

/** What a backend says of itself. */
export interface HealthAnswer {
  readonly health: string;
  /** Absent when it takes calls. */
  readonly problem?: string;
}

export interface HealthQuestion {
  /** Empty for the whole server. */
  readonly service: string;
  readonly tls: TlsPolicy | undefined;
  readonly timeoutMs: number;
  /** For xds targets. */
  readonly xds?: XdsSupport;
}

/** Asks through a client of the kit, as every call would go. */
export async function askHealth(target: string, question: HealthQuestion): Promise<HealthAnswer> {
  const { service, tls, timeoutMs, xds } = question;
  await using factory = createClientFactory({
    policy: { loadBalancing: 'pick_first', retry: false, deadlineMs: timeoutMs, ...(tls && { tls }) },
    ...(xds && { xds }),
  });
  const client = factory.client({ check: healthDefinition.check }, target);
  try {
    const { status: health } = await client.check({ service });
    return health === 'SERVING'
      ? { health }
      : { health, problem: `is ${health}, so clients of the kit send it no calls` };
  } catch (error) {
    const { code, details } = error as { code?: number; details?: string };
    const name = status[code ?? status.UNKNOWN] ?? 'UNKNOWN';
    if (code === status.UNIMPLEMENTED) return { health: 'NOT_IMPLEMENTED' };
    if (code === status.NOT_FOUND)
      return { health: 'SERVICE_UNKNOWN', problem: `knows no service ${JSON.stringify(service)}` };
    if (code === status.UNAUTHENTICATED || code === status.PERMISSION_DENIED) return { health: name };
    return { health: name, problem: `the health call failed: ${name}: ${details ?? (error as Error).message}` };
  }
}
