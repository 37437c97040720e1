import type { GreeterService, WhoAmIResponse } from '@org/example-proto';
import type { Handlers } from '@org/grpc-kit/server';
import { sayHello } from './say-hello.js';
import type { Signer } from './signer.js';
import { watch } from './watch.js';

export interface Greeting {
  readonly pod: string;
  readonly address: string;
  readonly signer: Signer;
  readonly whoAmI: () => WhoAmIResponse;
  /** Told after every greeting. */
  readonly onGreeting: () => void;
}

/** The three methods of the service. */
export function greeterHandlers(greeting: Greeting): Handlers<typeof GreeterService> {
  const { pod, signer } = greeting;
  let greetings = 0;
  return {
    sayHello: async (call) => {
      const reply = sayHello(call.request, greeting);
      greetings++;
      greeting.onGreeting();
      return reply;
    },
    watch: (call) => watch(call.request, () => ({ pod, greetings, keyId: signer.keyId }), call.signal),
    whoAmI: async () => greeting.whoAmI(),
  };
}
