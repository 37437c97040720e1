import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCommand } from './check-options.js';

const target = 'dns:///greeter:50051';
const checkOf = (...args: string[]) => {
  const command = parseCommand(['check', target, ...args]);
  if (command.help) throw new Error('help was not asked for');
  return command;
};

test('a target alone: the whole server, without TLS, five seconds for each step', () => {
  expect(checkOf()).toEqual({
    help: false,
    json: false,
    check: {
      target: { text: target, scheme: 'dns', authority: '', path: 'greeter:50051' },
      service: '',
      timeoutMs: 5_000,
    },
  });
});

test('help comes before everything that could be wrong', () => {
  for (const args of [['--help'], ['-h'], ['check', '-h'], ['what', 'ever', '--help']]) {
    expect(parseCommand(args)).toEqual({ help: true });
  }
});

test('TLS is on with --tls, and with every option that is about it', () => {
  expect(checkOf('--tls').check.tls).toEqual({});
  expect(checkOf('--server-name', 'greeter').check.tls).toEqual({ serverName: 'greeter' });
});

test('the rest is handed on', () => {
  const { json, check } = checkOf('--json', '--service', 'greeter.v1.Greeter', '--kubeconfig', 'my.yaml');
  expect({ json, ...check }).toMatchObject({ json: true, service: 'greeter.v1.Greeter', kubeconfig: 'my.yaml' });
});

test.each([
  ['10ms', 10],
  ['0.01s', 10],
  ['1.5s', 1_500],
  ['12.4ms', 12],
  ['600s', 600_000],
  ['600000ms', 600_000],
])('--timeout %s is %i ms', (text, ms) => {
  expect(checkOf('--timeout', text).check.timeoutMs).toBe(ms);
});

test.each(['9ms', '600.1s', '5', 's', '5m', '-5s', '1e3ms', ' 5s', '5s ', '.5s', '5.s', ''])(
  '--timeout %j is refused',
  (text) => {
    expect(() => checkOf(`--timeout=${text}`)).toThrow(
      `--timeout is ${JSON.stringify(text)}; expected a time from 10ms to 600s, such as 500ms or 5s`,
    );
  },
);

test('every time in its range is understood', () => {
  fc.assert(
    fc.property(fc.integer({ min: 10, max: 600_000 }), (ms) => {
      expect(checkOf(`--timeout=${ms}ms`).check.timeoutMs).toBe(ms);
      expect(checkOf(`--timeout=${ms / 1_000}s`).check.timeoutMs).toBe(ms);
    }),
  );
});

test.each([
  [[], 'no command'],
  [['chekc', target], 'unknown command "chekc"'],
  [['check'], 'check needs a target'],
  [['check', target, 'b'], 'check takes one target; "b" is too much'],
  [['check', target, '--tsl'], "Unknown option '--tsl'"],
  [['check', target, '--service'], "Option '--service <value>' argument missing"],
])('%j is no usage', (args, message) => {
  expect(() => parseCommand(args)).toThrow(expect.objectContaining({ name: 'UsageError', message }));
});

test.each([
  [['check', 'greeter:50051'], 'ERR_TARGET_INVALID'],
  [['check', target, '--tls-cert', 'a.pem'], 'ERR_POLICY_INVALID'],
  [['check', target, '--tls-ca', '/nowhere/ca.pem'], 'ERR_TLS'],
])('%j is refused with %s', (args, code) => {
  expect(() => parseCommand(args)).toThrow(expect.objectContaining({ code }));
});
