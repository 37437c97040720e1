import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { parseCommand } from './cli/check-options.js';
import { parseSearchList } from './cli/search-list.js';
import { dnsServerOf } from './discovery/dns-server-address.js';
import { parseHostPort } from './discovery/host-port.js';
import { builtInDiscoveries, openSource } from './discovery/open-source.js';
import { GrpcKitError } from './errors.js';
import { healthDefinition } from './health-protocol.js';
import { parseServiceTarget } from './kubernetes/service-target.js';
import type { ChannelPolicy } from './policy/channel-policy.js';
import { policyVariables } from './policy/environment-variables.js';
import { policyFromEnv } from './policy/policy-from-env.js';
import { policyFromFile } from './policy/policy-from-file.js';
import { resolvePolicy } from './policy/resolve-policy.js';
import { parseListenAddress } from './server/listen-address.js';
import { splitDescriptorSet } from './server/reflection.js';
import { type ServerOptions, settleServerOptions } from './server/server-options.js';
import { subjectAltNames } from './server/subject-alt-names.js';
import { parseTarget, type Target } from './target.js';
import { readCertificates } from './tls/certificate-files.js';
import type { XdsBootstrap } from './xds/bootstrap.js';
import { checkBootstrap } from './xds/check-bootstrap.js';
import { listenerNameOf } from './xds/listener-name.js';
import { readCluster, readEndpoints, readListener, readRoutes } from './xds/resource-messages.js';

const directory = mkdtempSync(join(tmpdir(), 'grpc-kit-hostile-'));
afterAll(() => rmSync(directory, { recursive: true }));

const anyTarget: Target = { text: 'dns:///x:1', scheme: 'dns', authority: '', path: 'x:1' };
const bootstrap: XdsBootstrap = checkBootstrap(
  {
    xds_servers: [{ server_uri: 'x:1', channel_creds: [{ type: 'insecure' }] }],
    node: { id: 'me' },
    authorities: { a: {} },
  },
  'test',
);

function opened(scheme: string, path: string): void {
  const options = { refreshMs: 10_000, minIntervalMs: 1_000 };
  openSource({ ...anyTarget, text: `${scheme}:///${path}`, scheme, path }, builtInDiscoveries(), options, 1).close();
}

function file(content: string): string {
  const path = join(directory, 'file');
  writeFileSync(path, content);
  return path;
}

/** What takes text from outside, and the codes with which it may refuse it. */
const parsers: Readonly<Record<string, readonly [parse: (text: string) => unknown, ...codes: string[]]>> = {
  parseTarget: [parseTarget, 'ERR_TARGET_INVALID'],
  parseHostPort: [(text) => parseHostPort(text, anyTarget), 'ERR_TARGET_INVALID'],
  dnsServerOf: [(text) => dnsServerOf({ ...anyTarget, authority: text }), 'ERR_TARGET_INVALID'],
  'the discovery of any scheme': [(text) => opened(text, 'x'), 'ERR_TARGET_INVALID'],
  'dns targets': [(text) => opened('dns', text), 'ERR_TARGET_INVALID'],
  'srv targets': [(text) => opened('srv', text), 'ERR_TARGET_INVALID'],
  'static targets': [(text) => opened('static', text), 'ERR_TARGET_INVALID'],
  'k8s targets': [(text) => parseServiceTarget({ ...anyTarget, path: text }), 'ERR_TARGET_INVALID'],
  'xds targets': [(text) => listenerNameOf(`xds://${text}`, bootstrap), 'ERR_TARGET_INVALID'],
  parseListenAddress: [parseListenAddress, 'ERR_LISTEN'],
  'the policy in JSON': [(text) => policyFromEnv({ GRPC_KIT_POLICY: text }), 'ERR_POLICY_INVALID'],
  'a policy file': [(text) => policyFromFile(file(text)), 'ERR_POLICY_INVALID'],
  'the name of a policy file': [policyFromFile, 'ERR_POLICY_INVALID'],
  'the name of a variable': [(text) => policyFromEnv({ [`GRPC_KIT_${text}`]: '1' }), 'ERR_POLICY_INVALID'],
  'the value of a variable': [someVariable, 'ERR_POLICY_INVALID'],
  'names and texts in a policy': [policyMadeOf, 'ERR_POLICY_INVALID'],
  'names and texts in server options': [serverOptionsMadeOf, 'ERR_POLICY_INVALID'],
  'a bootstrap': [(text) => checkBootstrap(json(text), 'here'), 'ERR_XDS_BOOTSTRAP'],
  'names and texts in a bootstrap': [bootstrapMadeOf, 'ERR_XDS_BOOTSTRAP'],
  'PEM files': [(text) => readCertificates({ caFile: file(text) }), 'ERR_TLS'],
  'the arguments of the command': [commandLine, 'usage', 'ERR_TARGET_INVALID', 'ERR_POLICY_INVALID', 'ERR_TLS'],
  parseSearchList: [parseSearchList],
  subjectAltNames: [subjectAltNames],
};

/** One of them for each text: all of them, over all texts. */
function someVariable(text: string): void {
  const { name = '' } = policyVariables[text.length % policyVariables.length] ?? {};
  policyFromEnv({ [`GRPC_KIT_${name}`]: text });
}

function policyMadeOf(text: string): void {
  const policies: object[] = [
    { [text]: 1 },
    { retry: { [text]: 1 } },
    { methods: { [text]: { deadlineMs: 1 } } },
    { methods: { [`/a/${text}`]: { deadlineMs: 0 } } },
    { retry: { methods: [text, text] } },
    { retry: { codes: [text] } },
    { loadBalancing: text },
    { discovery: { zone: text } },
    { healthCheck: { serviceName: text } },
    { tls: { serverName: text, caFile: text } },
  ];
  throwFirst(policies.map((policy) => attempt(() => resolvePolicy(policy as ChannelPolicy))));
}

function serverOptionsMadeOf(text: string): void {
  const options: object[] = [
    { [text]: 1 },
    { deadlineMs: text },
    { tls: { certFile: text, keyFile: text, clientNames: [text, text] } },
    { healthAddress: text },
  ];
  throwFirst(options.map((option) => attempt(() => settleServerOptions(option as ServerOptions))));
}

function bootstrapMadeOf(text: string): void {
  const server = { server_uri: text, channel_creds: [{ type: text }] };
  const wrong: object[] = [
    { [text]: 1 },
    { xds_servers: [server] },
    { ...bootstrap, authorities: { [text]: { client_listener_resource_name_template: `${text}%s` } } },
    { ...bootstrap, authorities: { [text]: 1 } },
    { ...bootstrap, certificate_providers: { [text]: { plugin_name: text } } },
    { ...bootstrap, server_listener_resource_name_template: text },
  ];
  throwFirst(wrong.map((each) => attempt(() => checkBootstrap(each, 'here'))));
}

function commandLine(text: string): void {
  const lines = [
    [text],
    ['check', text],
    ['check', 'dns:///x:1', text],
    ['check', 'dns:///x:1', `--timeout=${text}`],
    ['check', 'dns:///x:1', `--${text}`],
    ['check', 'dns:///x:1', `--server-name=${text}`],
    ['check', 'dns:///x:1', `--tls-ca=${text}`],
  ];
  throwFirst(lines.map((line) => attempt(() => parseCommand(line))));
}

function attempt(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    refusals.push(error as Error);
    return error;
  }
}

/** Every refusal since they were last looked at: one input may be refused in several places. */
let refusals: Error[] = [];

function throwFirst(errors: readonly unknown[]): void {
  const first = errors.find((error) => error !== undefined);
  if (first) throw first;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return { xds_servers: text };
  }
}

// Built from what the grammars are made of, so that inputs get past the first character.
const tokens = [
  ...[
    'dns',
    'srv',
    'static',
    'k8s',
    'xds',
    'unix',
    ':',
    '/',
    '//',
    '///',
    ',',
    '.',
    '..',
    '-',
    '_',
    '[',
    ']',
    '%',
    '%s',
  ],
  ...['a', 'a.b', 'greeter', '127.0.0.1', '256.1.1.1', '::1', '[::1]', ':80', ':0', ':65536', '1e3', '08', '-1', '1.5'],
  ...[
    '{',
    '}',
    '"',
    "'",
    '\\',
    '":',
    '{"retry":',
    '{"deadlineMs":',
    'null',
    'true',
    'false',
    'Infinity',
    '__proto__',
    '{}',
  ],
  ...['DEADLINE_MS', 'POLICY', 'RETRY', 'deadlineMs', 'deadlineM', '/a.B/C', 'ms', 's', 'search', 'options', 'ndots:'],
  ...[
    '-----BEGIN CERTIFICATE-----',
    '-----END CERTIFICATE-----',
    'MIIB',
    '\n',
    '\r',
    '\t',
    ' ',
    '\0',
    '=',
    '--',
    '--tls',
  ],
  ...[
    'DNS:',
    'URI:',
    'IP Address:',
    ', ',
    '\u001b[31m',
    '\u009b31m',
    '\u007f',
    '\u202e',
    '\u2028',
    'é',
    '🙂',
    '\ud800',
  ],
];
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.array(fc.constantFrom(...tokens), { maxLength: 40 }).map((parts) => parts.join('')),
);

const LONGEST_MESSAGE = 1_600;

/** How a refusal must be: of a documented code, short, and nothing that a terminal would obey. */
function expectRefusal(error: Error, codes: readonly string[]): void {
  const { name, message } = error;
  expect(error instanceof GrpcKitError || name === 'UsageError', `${name}: ${message}`).toBe(true);
  expect(codes).toContain(error instanceof GrpcKitError ? error.code : 'usage');
  expect(message.length).toBeLessThan(LONGEST_MESSAGE);
  expect(message).not.toMatch(/[\p{Cc}\u2028-\u202e\u2066-\u2069]/u);
}

describe.each(Object.entries(parsers))('%s', (_, [parse, ...codes]) => {
  function takes(text: string): void {
    refusals = [];
    attempt(() => parse(text));
    for (const refusal of refusals) expectRefusal(refusal, codes);
  }

  test('takes it, or refuses it with a documented code in a short and printable message', () => {
    fc.assert(fc.property(hostile, takes), { numRuns: 500 });
  });

  test('takes 200,000 characters in their stride', () => {
    for (const token of [
      'a',
      'a.',
      'a:1,',
      '1',
      ':',
      '/',
      '-',
      '[',
      '"',
      '{"a":',
      'DNS:a, ',
      '\u001b',
      ' ',
      '\n',
      'a-',
    ]) {
      const start = process.cpuUsage();
      takes(token.repeat(200_000 / token.length));
      const { user, system } = process.cpuUsage(start);
      // Linear work takes some milliseconds each time; a quadratic one, minutes.
      expect((user + system) / 1_000, JSON.stringify(token)).toBeLessThan(2_000);
    }
  });
});

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 120 }),
  fc
    .array(fc.constantFrom(0x08, 0x0a, 0x12, 0x1a, 1, 2, 3, 5, 0x7f, 0x80, 0xff), { maxLength: 60 })
    .map((each) => Uint8Array.from(each)),
);

describe('bytes from a peer', () => {
  const { check, list } = healthDefinition;
  test.each<[string, (input: Buffer) => unknown]>([
    ['a health request', check.requestDeserialize],
    ['a health answer', check.responseDeserialize],
    ['a list of health', list.responseDeserialize],
  ])('%s: a message, or a RangeError for grpc-js to report', (_, decode) => {
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          decode(Buffer.from(input));
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('resources of a control plane: read as far as they make sense', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        const { usable, withoutWeight } = readEndpoints(input);
        expect(usable + withoutWeight).toBeLessThanOrEqual(input.length);
        for (const host of readRoutes(input)) expect(host.domains.join('').length).toBeLessThanOrEqual(input.length);
        expect(readCluster(input).children.length).toBeLessThanOrEqual(input.length);
        readListener(input);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a descriptor set: its files, or a refusal', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        try {
          expect(Buffer.concat(splitDescriptorSet(input)).length).toBeLessThanOrEqual(input.length);
        } catch (error) {
          expect((error as Error).message).toContain('no google.protobuf.FileDescriptorSet');
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
