import { expect, test } from 'vitest';
import { environmentOf, find, type Manifest, podSpec, render } from './support/render.js';

/** DNS label of RFC 1035, as Services demand. */
const LABEL = /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/;

function keys(manifests: readonly Manifest[]): string[] {
  return manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
}

const long = 'a'.repeat(52);
/** Value sets that together hold every kind of object. */
const representative = ['sidecar', 'secrets', 'observability', 'k8s', 'production'];

test.each([
  ['short names', 'one', 'two'],
  ['one name inside the other', 'demo', 'demo-greeter'],
  ['53 characters that differ in the last', `${long}b`, `${long}c`],
  ['36 and 37 characters', 'a'.repeat(36), 'a'.repeat(37)],
  ['a dot and a dash', 'a.b', 'a-b'],
])('two releases in one namespace do not collide: %s', async (_what, one, two) => {
  for (const ci of representative) {
    const first = keys(await render({ ci, release: one }));
    const second = keys(await render({ ci, release: two }));
    expect(first.filter((key) => second.includes(key))).toEqual([]);
    expect(first).toHaveLength(second.length);
  }
});

test('nor do their pods: selectors of one match nothing of the other', async () => {
  const selector = find(await render({ release: 'one' }), 'Service', 'one-bff')['spec'].selector;
  const { labels } = find(await render({ release: 'two' }), 'Deployment', 'two-bff')['spec'].template.metadata;
  expect(Object.entries(selector).every(([key, value]) => labels[key] === value)).toBe(false);
});

test.each(['x'.repeat(53), `${'x.'.repeat(26)}x`, `1${'x'.repeat(52)}`, '1st', 'a'])(
  'release %s has names that the API takes',
  async (release) => {
    for (const ci of representative) {
      const manifests = await render({ ci, release });
      for (const { kind, metadata } of manifests) {
        if (kind === 'Service') expect(metadata.name).toMatch(LABEL);
        expect(metadata.name.length, `${kind}/${metadata.name}`).toBeLessThanOrEqual(63);
        for (const value of Object.values(metadata.labels ?? {}))
          expect(value).toMatch(/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/);
      }
      expect(new Set(keys(manifests)).size).toBe(manifests.length);
    }
  },
);

test.each(['demo', 'x'.repeat(53)])(
  'release %s: whatever refers to an object of the release finds it',
  async (release) => {
    for (const ci of representative) {
      const manifests = await render({ ci, release });
      const there = (kind: string, name: string): void => expect(keys(manifests)).toContain(`${kind}/${name}`);
      for (const deployment of manifests.filter(({ kind }) => kind === 'Deployment')) {
        const account = podSpec(deployment).serviceAccountName;
        if (account !== 'shared') there('ServiceAccount', account);
      }
      const bff = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name.endsWith('-bff'));
      const [, service = ''] = /:\/\/\/([^.]+)\./.exec(String(bff && environmentOf(bff)['GREETER_TARGET'])) ?? [];
      there('Service', service);
      for (const { spec } of manifests.filter(({ kind }) => kind === 'GRPCRoute')) {
        for (const { name } of spec.rules.flatMap(({ backendRefs }: Manifest) => backendRefs)) there('Service', name);
      }
      for (const { spec } of manifests.filter(({ kind }) => kind === 'HorizontalPodAutoscaler'))
        there('Deployment', spec.scaleTargetRef.name);
    }
  },
);
