import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { presets } from '@org/caps';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from './support/bundle.js';
import { allCapabilities, ContainerHost, type ContainerOptions, containersMissing } from './support/container.js';

const missing = containersMissing();
if (missing) console.warn(`SKIPPED: inspect inside real containers: ${missing}`);

const secret = 'a-token-that-nobody-may-print';
const hardened: ContainerOptions = {
  uid: 65532,
  capabilities: [],
  noNewPrivs: true,
  seccomp: true,
  readOnlyRoot: true,
  masked: true,
  memoryBytes: 512 * 1024 * 1024,
};

describe.skipIf(missing)('inside a real container', () => {
  let host: ContainerHost;
  let scratch: string;
  let ways: Record<'hardened' | 'default' | 'privileged' | 'bindService', ContainerOptions>;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'caps-app-'));
    const app = join(scratch, 'app');
    await bundle('cli.ts', app);
    writeFileSync(join(scratch, 'token'), secret);
    host = new ContainerHost(app);
    ways = {
      hardened,
      default: {
        uid: 0,
        capabilities: presets.containerd.names.map((name) => name.toUpperCase()),
        noNewPrivs: false,
        seccomp: false,
        readOnlyRoot: false,
        masked: true,
        serviceAccount: scratch,
      },
      privileged: {
        uid: 0,
        capabilities: allCapabilities(),
        noNewPrivs: false,
        seccomp: false,
        readOnlyRoot: false,
        masked: false,
      },
      bindService: { ...hardened, capabilities: ['NET_BIND_SERVICE'] },
    };
  });
  afterAll(() => {
    host?.[Symbol.dispose]();
    rmSync(scratch, { recursive: true, force: true });
  });

  function inspect(way: keyof typeof ways) {
    const { stdout, stderr, status } = host.run(ways[way], ['node', '/app/dist/cli.js', 'inspect', '--json']);
    expect(`${status} ${stderr}`).toBe('0 ');
    expect(stdout).not.toContain(secret);
    return JSON.parse(stdout);
  }

  function require(way: keyof typeof ways, level: 'baseline' | 'restricted'): number | null {
    return host.run(ways[way], ['node', '/app/dist/cli.js', 'inspect', '--require', level]).status;
  }

  function broken(podSecurity: { restricted: { rules: { rule: string; verdict: string }[] } }): string[] {
    return podSecurity.restricted.rules.filter(({ verdict }) => verdict === 'violates').map(({ rule }) => rule);
  }

  it('hardened: meets restricted', () => {
    const { posture, podSecurity } = inspect('hardened');
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
      limits: { memoryBytes: { value: hardened.memoryBytes } },
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
    expect(require('hardened', 'restricted')).toBe(0);
  });

  it('default capabilities as root: meets baseline, breaks restricted, and says how to mend it', () => {
    const { posture, podSecurity, suggestion } = inspect('default');
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
    expect([require('default', 'baseline'), require('default', 'restricted')]).toEqual([0, 1]);
  });

  it('privileged: breaks baseline', () => {
    const { posture, podSecurity, suggestion } = inspect('privileged');
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
    expect(require('privileged', 'baseline')).toBe(1);
  });

  it('hardened with NET_BIND_SERVICE: meets restricted, keeps the capability, and warns that it has no effect', () => {
    const { posture, podSecurity, suggestion } = inspect('bindService');
    expect(posture.capabilities.bounding.value.names).toEqual(['cap_net_bind_service']);
    expect(posture.capabilities.effective.value.names).toEqual([]);
    expect([podSecurity.baseline.verdict, podSecurity.restricted.verdict]).toEqual(['consistent', 'consistent']);
    expect(suggestion.securityContext.capabilities).toEqual({ drop: ['ALL'], add: ['NET_BIND_SERVICE'] });
    expect(suggestion.warnings.join()).toContain('not effective');
    expect(require('bindService', 'restricted')).toBe(0);
  });
});
