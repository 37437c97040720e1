import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from '@org/testing';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Cluster, Pod } from '../cluster.js';
import { postJson } from '../http.js';
import type { Case } from '../run-cases.js';
import { check } from './check.js';

const CHROMIUM = '/usr/bin/chromium';
const ARTIFACTS = fileURLToPath(new URL('../../../../artifacts/containers', import.meta.url));
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** The BFF's page, in a browser that reaches the containers over their bridge. */
export const pageCases = (cluster: Cluster, scratch: string): readonly Case[] => [
  {
    name: 'the page in Chromium: load, a newcomer, a death, a rotation, two widths, axe-core',
    skip: existsSync(CHROMIUM) ? undefined : `needs ${CHROMIUM} (Debian: chromium)`,
    run: async () => {
      const greeters = await cluster.greeters(2);
      cluster.publish(greeters);
      const bff = await cluster.bff();
      const complaints: string[] = [];
      const [context, page] = await open(bff, join(scratch, 'chromium-wide'), 1280, complaints);
      await story(cluster, bff, greeters, page);
      await page.screenshot({ path: join(ARTIFACTS, '1280.png'), fullPage: true });
      const serious = await seriousViolations(page);
      await context.close();
      const [narrow, narrowPage] = await open(bff, join(scratch, 'chromium-narrow'), 360, complaints);
      await narrowPage.waitForSelector('.server .state.ready');
      const width = await narrowPage.evaluate(() => document.documentElement.scrollWidth);
      await narrowPage.screenshot({ path: join(ARTIFACTS, '360.png'), fullPage: true });
      await narrow.close();
      check(width === 360, `the page is ${width} px wide at 360`);
      check(serious.length === 0, `axe-core: ${serious.join('; ')}`);
      check(complaints.length === 0, `the console said: ${complaints.join('; ')}`);
      await Promise.all([bff, ...greeters].map((container) => container.remove()));
      return 'all seen; no console error, no serious violation; screenshots in artifacts/containers';
    },
  },
];

async function open(bff: Pod, profile: string, width: number, complaints: string[]): Promise<[BrowserContext, Page]> {
  mkdirSync(ARTIFACTS, { recursive: true });
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    args: FLAGS,
    viewport: { width, height: 900 },
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(`http://${bff.ip}:8080/`);
  return [context, page];
}

async function story(cluster: Cluster, bff: Pod, greeters: readonly Pod[], page: Page): Promise<void> {
  const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? '';
  await page.waitForSelector('.server .state.ready');
  await postJson(`http://${bff.ip}:8080/api/load`, { rps: 50 });
  await until('the load', async () => Number(await text('#rate')) > 30, 20_000);
  const before = await page.locator('#calls canvas').screenshot();
  await until(
    'the chart to move',
    async () => !before.equals(await page.locator('#calls canvas').screenshot()),
    10_000,
  );

  const newcomer = await cluster.greeter();
  cluster.publish([...greeters, newcomer]);
  await until('the newcomer', async () => (await page.locator('.server .state.ready').count()) === 3, 20_000);

  const key = await text('#key');
  cluster.signingKey.swap({ 'signing-key': 'a key for the page to see' });
  await until('the new key', async () => !['', key].includes(await text('#key')), 20_000);

  newcomer.signal('SIGKILL');
  cluster.publish(greeters);
  await until('the death', async () => (await page.locator('.server.gone').count()) === 1, 20_000);
  await postJson(`http://${bff.ip}:8080/api/load`, { rps: 0 });
}

async function seriousViolations(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(readFileSync(AXE, 'utf8'));
  const violations = (await page.evaluate('axe.run().then(({ violations }) => violations)')) as {
    id: string;
    impact: string;
  }[];
  return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id);
}
