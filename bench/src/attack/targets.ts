import { createServer } from '@org/grpc-kit/server';
import { kitServer, plainServer } from '../server/subjects.js';

/** The servers that are attacked; both with the defaults of their makers. */
export const targets = {
  'grpc-js': (host: string) => plainServer(host),
  kit: (host: string) => kitServer(host, createServer()),
} satisfies Record<string, (host: string) => Promise<number>>;

export type TargetName = keyof typeof targets;
