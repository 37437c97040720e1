import { ServerInterceptingCall, type ServerInterceptor } from '@grpc/grpc-js';

/** Counts the calls that a server is serving. */
export interface InFlight {
  readonly interceptor: ServerInterceptor;
  readonly count: number;
  /** Calls back once, as soon as the count is 0; at once when it is. */
  onceIdle(callback: () => void): void;
}

export function countInFlight(): InFlight {
  const waiting = new Set<() => void>();
  let count = 0;

  function ended(): void {
    count--;
    if (count > 0) return;
    for (const callback of waiting) callback();
    waiting.clear();
  }

  return {
    interceptor: (_, call) => {
      let open = false;
      const end = (): void => {
        if (open) ended();
        open = false;
      };
      return new ServerInterceptingCall(call, {
        start: (next) =>
          next({
            // Calls that the control plane's routes and filters refuse never come this far.
            onReceiveMetadata: (metadata, pass) => {
              open = true;
              count++;
              pass(metadata);
            },
            onCancel: end,
          }),
        sendStatus: (status, next) => {
          next(status);
          end();
        },
      });
    },
    get count() {
      return count;
    },
    onceIdle(callback): void {
      if (count === 0) callback();
      else waiting.add(callback);
    },
  };
}
