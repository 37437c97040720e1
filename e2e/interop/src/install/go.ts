import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { cache, folder } from '../paths.js';
import { failureOf, type Installed } from './installed.js';

export interface GoPrograms {
  /** grpc-go's own interop programs. */
  readonly client: string;
  readonly server: string;
  readonly ghz: string;
  readonly grpcurl: string;
}

/** Builds the tools of `go/go.mod` from the Go module proxy, checked against its go.sum. */
export function installGo(): Installed<GoPrograms> {
  const bin = join(cache, 'bin');
  mkdirSync(bin, { recursive: true });
  const skipped = failureOf('go', ['build', '-o', `${bin}/`, 'tool'], folder('go'));
  if (skipped) return { skipped };
  return {
    client: join(bin, 'client'),
    server: join(bin, 'server'),
    ghz: join(bin, 'ghz'),
    grpcurl: join(bin, 'grpcurl'),
  };
}
