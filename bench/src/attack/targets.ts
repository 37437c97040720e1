import { createServer } from '@org/grpc-kit/server';
import { kitServer, plainServer } from '../server/subjects.js';

/** The servers that are attacked, with the defaults of their makers; the kit's by each of its engines. */
export const targets = {
  'grpc-js': (host: string) => plainServer(host),
  'kit-on-grpc-js': (host: string) => kitServer(host, createServer({ engine: 'grpc-js' })),
  kit: (host: string) => kitServer(host, createServer({ engine: 'kit' })),
} satisfies Record<string, (host: string) => Promise<number>>;

export type TargetName = keyof typeof targets;
