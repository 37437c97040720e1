import { readFileSync } from 'node:fs';
import { GrpcKitError, quoted } from '../errors.js';
import type { XdsBootstrap } from './bootstrap.js';
import { checkBootstrap } from './check-bootstrap.js';

/** The library reads the file first, and the text only without it. */
const FILE = 'GRPC_XDS_BOOTSTRAP';
const TEXT = 'GRPC_XDS_BOOTSTRAP_CONFIG';

/**
 * The bootstrap that the environment holds, `undefined` when there is none or its file does not exist.
 * @throws GrpcKitError `ERR_XDS_BOOTSTRAP` when it is not usable.
 */
export function processBootstrap(): XdsBootstrap | undefined {
  const file = process.env[FILE];
  if (file) {
    const content = readIfExists(file);
    return content === undefined ? undefined : parse(content, `${FILE}=${file}`);
  }
  const text = process.env[TEXT];
  return text ? parse(text, TEXT) : undefined;
}

/**
 * Makes it the bootstrap of this process, for the library and for child processes: the library reads it once and
 * keeps it for good, so a second, different one would silently have no effect.
 * @throws GrpcKitError `ERR_XDS_BOOTSTRAP` when the process has a different one.
 */
export function installBootstrap(bootstrap: XdsBootstrap): void {
  const present = processBootstrap();
  if (present && canonical(present) !== canonical(bootstrap)) {
    const source = process.env[FILE]
      ? `${FILE}=${process.env[FILE]}`
      : 'an earlier loadXds or GRPC_XDS_BOOTSTRAP_CONFIG';
    throw new GrpcKitError(
      'ERR_XDS_BOOTSTRAP',
      `this process has a different bootstrap from ${source}, and grpc-js-xds takes one: ${firstDifference(present, bootstrap)}`,
    );
  }
  // The file may lack what was filled in, and would win over the text.
  delete process.env[FILE];
  process.env[TEXT] = JSON.stringify(bootstrap);
}

function readIfExists(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new GrpcKitError('ERR_XDS_BOOTSTRAP', `cannot read ${FILE}=${quoted(file)}`, { cause });
  }
}

function parse(text: string, source: string): XdsBootstrap {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new GrpcKitError('ERR_XDS_BOOTSTRAP', `${source}: ${quoted(text)} is not JSON`, { cause });
  }
  return checkBootstrap(json, source);
}

/** JSON with sorted keys: the order of keys is no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function firstDifference(present: XdsBootstrap, given: XdsBootstrap): string {
  const keys = new Set([...Object.keys(present), ...Object.keys(given)]) as Set<keyof XdsBootstrap>;
  const key = [...keys].find((name) => canonical(present[name] ?? null) !== canonical(given[name] ?? null));
  return key ? `${key} is ${quoted(present[key])} there and ${quoted(given[key])} here` : 'they differ';
}
