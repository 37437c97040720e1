import { expect, test } from 'vitest';
import { readOptions } from './options.js';

test('has defaults for everything', () => {
  expect(readOptions([])).toEqual({ once: false, plain: false, rps: 100, port: 8080, jsonFile: undefined });
  expect(readOptions(['--once', '--plain', '--rps=5', '--port', '0', '--json', '/tmp/x.json'])).toEqual({
    once: true,
    plain: true,
    rps: 5,
    port: 0,
    jsonFile: '/tmp/x.json',
  });
  expect(readOptions(['--help'])).toBe('help');
});

test.each([
  [['--onec'], "Unknown option '--onec'; allowed are --once, --plain, --help, --rps, --port, --json"],
  [['fast'], "Unexpected argument 'fast'"],
  [['--rps'], "Option '--rps <value>' argument missing"],
  [['--rps', 'ten'], '--rps "ten" is not a whole number from 1 to 500'],
  [['--rps', '0'], '--rps "0" is not a whole number from 1 to 500'],
  [['--port', '65536'], '--port "65536" is not a whole number from 0 to 65535'],
  [['--json', '/no/such/folder/x.json'], '--json "/no/such/folder/x.json" cannot be written'],
  [['--json', '/tmp'], '--json "/tmp" cannot be written: it is a directory'],
])('%j is refused in one line', (args, message) => {
  expect(() => readOptions(args)).toThrow(message);
  try {
    readOptions(args);
  } catch (error) {
    expect((error as Error).message).not.toContain('\n');
  }
});
