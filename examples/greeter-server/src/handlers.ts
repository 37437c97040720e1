import type { GreeterService, WatchResponse, WhoAmIResponse } from '@org/example-proto';
import type { Handlers } from '@org/grpc-kit/server';
import { sayHello } from './say-hello.js';
import type { Signer } from './signer.js';
import { watch } from './watch.js';

export interface Greeting {
  readonly pod: string;
  readonly address: string;
  readonly signer: Signer;
  readonly progress: () => WatchResponse;
  readonly whoAmI: () => WhoAmIResponse;
  /** Told after every greeting. */
  readonly onGreeting: () => void;
}

/** The three methods of the service. */
export function greeterHandlers(greeting: Greeting): Handlers<typeof GreeterService> {
  return {
    sayHello: async (call) => {
      const reply = sayHello(call.request, greeting);
      greeting.onGreeting();
      return reply;
    },
    watch: (call) => watch(call.request, greeting.progress, call.signal),
    whoAmI: async () => greeting.whoAmI(),
  };
}
