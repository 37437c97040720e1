import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from './usage-error.js';

export interface DemoOptions {
  readonly once: boolean;
  readonly plain: boolean;
  readonly rps: number;
  readonly port: number;
  /** Absolute path. */
  readonly jsonFile: string | undefined;
}

export const usage = `npm run demo -- [options]

Starts a DNS server, greeter servers and a BFF as processes on loopback, calls the BFF at a steady rate while the
servers are scaled, killed, replaced and given a new key, and says how many calls failed.

  --once        end after the story instead of keeping the page up
  --plain       the same story with plain grpc-js round_robin, for comparison
  --rps N       calls per second, 1 to 500 (default 100)
  --port N      of the page and the BFF's API, 0 for any free one (default 8080)
  --json FILE   write the figures
  --help

Exit code: 0 when no call failed and every new server got calls, 1 when not, 2 for wrong usage.`;

/**
 * Reads the command line; `help` when that is what was asked for.
 * @throws UsageError that names the option, the value and what is allowed.
 */
export function readOptions(args: readonly string[]): DemoOptions | 'help' {
  const values = parse(args);
  if (values.help) return 'help';
  return {
    once: values.once ?? false,
    plain: values.plain ?? false,
    rps: wholeNumber('--rps', values.rps ?? '100', 1, 500),
    port: wholeNumber('--port', values.port ?? '8080', 0, 65_535),
    jsonFile: values.json === undefined ? undefined : writableFile(values.json),
  };
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  const value = { type: 'string' } as const;
  const options = { once: flag, plain: flag, help: flag, rps: value, port: value, json: value };
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [message = ''] = (error as Error).message.split(/\.\s|\n/);
    throw new UsageError(
      `${message}; allowed are ${Object.keys(options)
        .map((name) => `--${name}`)
        .join(', ')}`,
    );
  }
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (!(number >= min && number <= max)) {
    throw new UsageError(`${name} ${JSON.stringify(text.slice(0, 40))} is not a whole number from ${min} to ${max}`);
  }
  return number;
}

function writableFile(path: string): string {
  const file = resolve(path);
  try {
    accessSync(dirname(file), constants.W_OK);
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new Error('it is a directory');
    return file;
  } catch (error) {
    throw new UsageError(`--json ${JSON.stringify(path)} cannot be written: ${(error as Error).message}`);
  }
}
