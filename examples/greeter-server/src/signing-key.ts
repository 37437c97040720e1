import { ConfigurationError } from '@org/example-service';
import { type MountedSet, openMounted, type Snapshot } from '@org/fs-safe';
import type { Logger } from 'pino';
import type { Signer } from './signer.js';

const FILE = 'signing-key';
const LEAST_BYTES = 16;

/**
 * Signs with the key of a mounted Secret from now on, and with every key that is rotated in.
 * @throws ConfigurationError when there is no usable key at the start; later a bad one is passed over
 */
export async function followSigningKey(dir: string, signer: Signer, logger: Logger): Promise<MountedSet> {
  const mounted = await open(dir);
  signer.use(keyOf(mounted.current));
  logger.info({ keyId: signer.keyId, mount: mounted.kind }, 'signing key read');
  for (const { message } of mounted.warnings) logger.warn(message);
  void follow(mounted, signer, logger);
  return mounted;
}

async function open(dir: string): Promise<MountedSet> {
  try {
    return await openMounted(dir, { files: [FILE], maxBytes: 64 * 1024, validate: (snapshot) => void keyOf(snapshot) });
  } catch (error) {
    throw new ConfigurationError(`SIGNING_KEY_DIR ${JSON.stringify(dir)}: ${(error as Error).message}`);
  }
}

async function follow(mounted: MountedSet, signer: Signer, logger: Logger): Promise<void> {
  for await (const snapshot of mounted) {
    if (signer.use(keyOf(snapshot))) logger.info({ keyId: signer.keyId }, 'signing key rotated');
  }
}

function keyOf({ files }: Snapshot): Uint8Array {
  const key = files.get(FILE);
  if (!key || key.length < LEAST_BYTES) {
    throw new Error(`${FILE} holds ${key?.length ?? 0} bytes; at least ${LEAST_BYTES} are needed`);
  }
  return key;
}
