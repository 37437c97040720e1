import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { checkPortIsFree, isWildcard, parseBindAddress } from './port-check.js';

describe('parseBindAddress', () => {
  it.each([
    ['0.0.0.0:50051', { host: '0.0.0.0', port: 50_051 }, true],
    ['[::]:50051', { host: '::', port: 50_051 }, true],
    ['127.0.0.1:1', { host: '127.0.0.1', port: 1 }, false],
    ['[::1]:1', { host: '::1', port: 1 }, false],
  ])('%s', (text, address, wildcard) => {
    expect(parseBindAddress(text)).toEqual(address);
    expect(isWildcard(address)).toBe(wildcard);
  });

  it.each(['localhost:50051', '0.0.0.0:0', '0.0.0.0', ':50051', '::1:50051', '0.0.0.0:65536', 'unix:/x'])(
    'refuses %s',
    (text) => {
      expect(() => parseBindAddress(text)).toThrow(expect.objectContaining({ code: 'ERR_LISTEN' }));
    },
  );
});

describe('checkPortIsFree', () => {
  it('refuses a port that is taken, and leaves a free one free', async () => {
    const squatter = createServer();
    const port = await new Promise<number>((resolve) => {
      squatter.listen(0, () => resolve((squatter.address() as AddressInfo).port));
    });
    await expect(checkPortIsFree(port)).rejects.toMatchObject({ code: 'ERR_LISTEN' });
    await new Promise((resolve) => squatter.close(resolve));
    await checkPortIsFree(port);
    await checkPortIsFree(port);
  });
});
