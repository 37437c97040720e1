import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseProcStatus } from '@org/caps';
import {
  ContainerHost,
  type ContainerOptions,
  type ContainerResult,
  containersMissing,
  MountedSecret,
  makeNodeImage,
  readOnlyBind,
  tmpfs,
  unhardened,
} from '@org/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './support/bundle.js';

const missing = containersMissing();
if (missing) console.warn(`SKIPPED: inspect inside real containers: ${missing}`);

const SECRET = 'a-token-that-nobody-may-print';
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
const memoryBytes = 512 * 1024 * 1024;

const ways = {
  hardened: { memoryBytes },
  default: unhardened,
  privileged: { ...unhardened, privileged: true, capabilities: missing ? [] : allCapabilities() },
  bindService: { memoryBytes, capabilities: ['CAP_NET_BIND_SERVICE'] },
} satisfies Record<string, ContainerOptions>;
type Way = keyof typeof ways;

/** Every capability that this machine can hand on. */
function allCapabilities(): string[] {
  const { bounding } = parseProcStatus(readFileSync('/proc/self/status', 'utf8'));
  return bounding === 'unknown' ? [] : bounding.names.map((name) => name.toUpperCase());
}

describe.skipIf(missing)('inside a real container', () => {
  let host: ContainerHost;
  let token: MountedSecret;

  beforeAll(async () => {
    token = new MountedSecret({ token: SECRET });
    host = new ContainerHost();
    makeNodeImage(host.image);
    const app = join(host.image, 'app');
    mkdirSync(app);
    await bundle('cli.ts', app);
  });
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    token?.close();
  });

  function caps(way: Way, ...args: readonly string[]): Promise<ContainerResult> {
    const account = way === 'default' ? [readOnlyBind(token.directory, SERVICE_ACCOUNT)] : [];
    return host.run(['/usr/bin/node', '/app/dist/cli.js', ...args], {
      ...ways[way],
      env: { NO_COLOR: '1' },
      mounts: [tmpfs('/dev/shm'), tmpfs('/tmp'), ...account],
    });
  }

  async function inspect(way: Way) {
    const { stdout, stderr, code } = await caps(way, 'inspect', '--json');
    expect(`${code} ${stderr}`).toBe('0 ');
    expect(stdout).not.toContain(SECRET);
    return JSON.parse(stdout);
  }

  async function require(way: Way, level: 'baseline' | 'restricted'): Promise<ContainerResult['code']> {
    return (await caps(way, 'inspect', '--require', level)).code;
  }

  function broken(podSecurity: { restricted: { rules: { rule: string; verdict: string }[] } }): string[] {
    return podSecurity.restricted.rules.filter(({ verdict }) => verdict === 'violates').map(({ rule }) => rule);
  }

  it('hardened: meets restricted', async () => {
    const { posture, podSecurity } = await inspect('hardened');
    expect(posture).toMatchObject({
      identity: {
        uid: { value: { real: 65532, effective: 65532, saved: 65532, filesystem: 65532 }, certainty: 'exact' },
      },
      noNewPrivs: { value: true },
      seccomp: { value: 'filter' },
      readOnlyRoot: { value: true, evidence: [{ file: '/proc/self/mountinfo' }] },
      procMasking: { value: { state: 'masked' } },
      writableSys: { value: false },
      privileged: { value: false },
      serviceAccountToken: { value: false },
      limits: { memoryBytes: { value: memoryBytes } },
      namespaces: { user: { value: 'initial' }, pid: { value: 'own' }, ipc: { value: 'own' }, uts: { value: 'own' } },
    });
    for (const set of Object.values(posture.capabilities)) {
      expect(set).toMatchObject({ value: { hex: '0000000000000000' }, evidence: [{ file: '/proc/self/status' }] });
    }
    expect(posture.writableMounts.value.map(({ path }: { path: string }) => path).sort()).toEqual([
      '/dev',
      '/dev/shm',
      '/tmp',
    ]);
    expect(broken(podSecurity)).toEqual([]);
    expect([podSecurity.baseline.verdict, podSecurity.restricted.verdict]).toEqual(['consistent', 'consistent']);
    expect(await require('hardened', 'restricted')).toBe(0);
  });

  it('default capabilities as root: meets baseline, breaks restricted, and says how to mend it', async () => {
    const { posture, podSecurity, suggestion } = await inspect('default');
    expect(posture.capabilities.effective.value.hex).toBe('00000000a80425fb');
    expect(posture).toMatchObject({
      privileged: { value: false },
      readOnlyRoot: { value: false },
      serviceAccountToken: { value: true },
      noNewPrivs: { value: false },
    });
    expect(podSecurity.baseline.verdict).toBe('consistent');
    expect(broken(podSecurity)).toEqual([
      'allowPrivilegeEscalation',
      'runAsNonRoot',
      'seccompProfile_restricted',
      'capabilities_restricted',
    ]);
    expect(suggestion.securityContext).toEqual({
      runAsNonRoot: true,
      runAsUser: 65532,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
      readOnlyRootFilesystem: true,
    });
    expect([await require('default', 'baseline'), await require('default', 'restricted')]).toEqual([0, 1]);
  });

  it('privileged: breaks baseline', async () => {
    const { posture, podSecurity, suggestion } = await inspect('privileged');
    expect(posture).toMatchObject({
      privileged: { value: true, certainty: 'inferred' },
      procMasking: { value: { state: 'unmasked' } },
      writableSys: { value: true },
      seccomp: { value: 'disabled' },
    });
    expect(podSecurity.baseline.verdict).toBe('violates');
    expect(broken(podSecurity)).toEqual(
      expect.arrayContaining(['privileged', 'capabilities_baseline', 'procMount', 'capabilities_restricted']),
    );
    expect(suggestion.securityContext.privileged).toBe(false);
    expect(await require('privileged', 'baseline')).toBe(1);
  });

  it('hardened with NET_BIND_SERVICE: meets restricted, keeps the capability, and warns that it has no effect', async () => {
    const { posture, podSecurity, suggestion } = await inspect('bindService');
    expect(posture.capabilities.bounding.value.names).toEqual(['cap_net_bind_service']);
    expect(posture.capabilities.effective.value.names).toEqual([]);
    expect([podSecurity.baseline.verdict, podSecurity.restricted.verdict]).toEqual(['consistent', 'consistent']);
    expect(suggestion.securityContext.capabilities).toEqual({ drop: ['ALL'], add: ['NET_BIND_SERVICE'] });
    expect(suggestion.warnings.join()).toContain('not effective');
    expect(await require('bindService', 'restricted')).toBe(0);
  });
});
