import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFileCapabilities } from './file-capabilities.js';
import { readLayerFileCapabilities } from './oci.js';
import { CapabilitySet } from './set.js';

const value = Buffer.from(
  encodeFileCapabilities({ permitted: CapabilitySet.all(), inheritable: CapabilitySet.empty, effective: true }),
);

function header(name: string, type: string, size: number): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, 100);
  block.write('0000755\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(type, 156);
  block.write('ustar\0' + '00', 257);
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function member(name: string, type: string, content: Buffer): Buffer {
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([header(name, type, content.length), content, padding]);
}

function record(key: string, content: Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), content, Buffer.from('\n')]);
  const digits = String(rest.length + String(rest.length + 3).length).length;
  return Buffer.concat([Buffer.from(String(rest.length + digits)), rest]);
}

const end = Buffer.alloc(1024);
const withCapability = (key = 'SCHILY.xattr.security.capability', content: Buffer = value) =>
  Buffer.concat([
    member('pax', 'x', record(key, content)),
    member('./bin/ping', '0', Buffer.from('content')),
    member('plain', '0', Buffer.alloc(0)),
  ]);

async function* chunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('readLayerFileCapabilities', () => {
  it('finds bytes that are no valid UTF-8, in chunks of every size', async () => {
    const layer = Buffer.concat([withCapability(), end]);
    for (const size of [1, 7, 511, 512, 513, 100_000]) {
      const files = await readLayerFileCapabilities(chunks(layer, size));
      expect(files).toHaveLength(1);
      expect(files[0]).toMatchObject({ path: 'bin/ping', capabilities: { version: 2, effective: true } });
      expect(files[0]?.capabilities.permitted.equals(CapabilitySet.all())).toBe(true);
    }
  });

  it('reads gzip, and what libarchive writes', async () => {
    const layer = withCapability('LIBARCHIVE.xattr.security.capability', Buffer.from(value.toString('base64')));
    const files = await readLayerFileCapabilities(chunks(gzipSync(Buffer.concat([layer, end])), 100));
    expect(files.map(({ path }) => path)).toEqual(['bin/ping']);
  });

  it('finds nothing in an empty archive', async () => {
    expect(await readLayerFileCapabilities(chunks(end, 100))).toEqual([]);
    expect(await readLayerFileCapabilities(chunks(Buffer.alloc(0), 100))).toEqual([]);
  });

  it.each([
    ['cut in the content', withCapability().subarray(0, -513 - 100)],
    ['cut in a header', withCapability().subarray(0, 700)],
    ['no tar', Buffer.from('not a tar at all'.repeat(100))],
    ['broken PAX record', Buffer.concat([member('pax', 'x', Buffer.from('99 a=b\n')), end])],
    ['broken gzip', gzipSync(withCapability()).fill(0xff, 20, 40)],
    ['cut gzip', gzipSync(withCapability()).subarray(0, 60)],
  ])('refuses an archive: %s', async (_, layer) => {
    await expect(readLayerFileCapabilities(chunks(layer, 300))).rejects.toMatchObject({ code: 'ERR_LAYER_INVALID' });
  });

  it('names the file whose attribute is broken', async () => {
    const layer = withCapability(undefined, Buffer.from([1, 0, 0, 9, 0, 0, 0, 0]));
    await expect(readLayerFileCapabilities(chunks(layer, 300))).rejects.toMatchObject({
      code: 'ERR_FILE_CAPABILITIES_INVALID',
      path: 'bin/ping',
    });
  });

  it('never fails with anything but its own errors', async () => {
    const layer = Buffer.concat([withCapability(), end]);
    const damage = fc.tuple(fc.nat(layer.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (changes) => {
        const broken = Buffer.from(layer);
        for (const [at, byte] of changes) broken[at] = byte;
        const code = await readLayerFileCapabilities(chunks(broken, 1000)).then(
          () => 'fine',
          (error) => error.code,
        );
        expect(['fine', 'ERR_LAYER_INVALID', 'ERR_FILE_CAPABILITIES_INVALID']).toContain(code);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['plain', withCapability()],
    ['gzip', gzipSync(withCapability())],
  ])('stops waiting for a stalled %s stream when aborted', async (_, bytes) => {
    const controller = new AbortController();
    async function* stalled(): AsyncGenerator<Buffer> {
      yield bytes.subarray(0, 600);
      controller.abort();
      await new Promise(() => {});
    }
    await expect(readLayerFileCapabilities(stalled(), controller)).rejects.toMatchObject({ name: 'AbortError' });
  });
});
