import { status } from '@grpc/grpc-js';
import type { HealthDefinition } from '../health-protocol.js';
import type { Handlers } from './handler-types.js';
import type { HealthState } from './health.js';
import { statusError } from './status-error.js';

/** Handlers of `grpc.health.v1.Health` over a health state. Watches end with UNAVAILABLE when the server leaves. */
export function healthHandlers(health: HealthState): Handlers<HealthDefinition> {
  return {
    check: ({ request }) => {
      const current = health.get(request.service);
      if (current === 'SERVICE_UNKNOWN') {
        throw statusError(status.NOT_FOUND, `no service ${JSON.stringify(request.service)} here`);
      }
      return { status: current };
    },
    watch: (call) => {
      const stop = health.watch(call.request.service, (current) => call.write({ status: current }));
      call.once('cancelled', stop);
      call.signal.addEventListener('abort', () => call.emit('error', call.signal.reason), { once: true });
    },
    list: () => ({ statuses: health.all() }),
  };
}
