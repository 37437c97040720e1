import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type DnsServer, startDnsServer, until } from '@org/testing';
import axe from 'axe-core';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningBff, reply, startBff, startGreeter, type TestGreeter } from './harness.js';

const CHROMIUM = '/usr/bin/chromium';
const canBrowse = existsSync(CHROMIUM);
if (!canBrowse) console.warn(`skipped: the page in a browser needs ${CHROMIUM}`);
const canShareAddresses = process.platform === 'linux';
if (!canShareAddresses) console.warn('skipped: the page in a browser needs 127.0.0.2 and .3, which only Linux has');

const pageDir = fileURLToPath(new URL('../dist/page', import.meta.url));
const screenshots = fileURLToPath(new URL('../../../artifacts/page', import.meta.url));
const flags = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];

const NAME = 'greeter.test';
let keyId = 'key-one';
let dns: DnsServer;
let first: TestGreeter;
let bff: RunningBff;
let profile: string;
const complaints: string[] = [];

async function open(options: {
  width: number;
  height: number;
  colorScheme: 'light' | 'dark';
}): Promise<[BrowserContext, Page]> {
  const { width, height, colorScheme } = options;
  const context = await chromium.launchPersistentContext(join(profile, `${width}-${colorScheme}`), {
    executablePath: CHROMIUM,
    args: [...flags, '--disable-component-update', '--disable-sync'],
    viewport: { width, height },
    colorScheme,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(bff.origin);
  return [context, page];
}

const greeting = async (): Promise<ReturnType<typeof reply>> => reply('hello', keyId);

beforeAll(async () => {
  if (!canBrowse || !canShareAddresses) return;
  if (!existsSync(join(pageDir, 'main.js'))) throw new Error('the page is not built: run `npm run build` first');
  profile = mkdtempSync(join(tmpdir(), 'page-test-'));
  mkdirSync(screenshots, { recursive: true });
  dns = await startDnsServer();
  first = await startGreeter(greeting, '127.0.0.2:0');
  dns.setAddresses(NAME, ['127.0.0.2']);
  const target = `dns://${dns.address}/${NAME}:${first.port}`;
  bff = await startBff({ GREETER_TARGET: target, CONTROL_URL: 'http://127.0.0.1:1/none' }, pageDir);
});

afterAll(async () => {
  await bff?.close();
  await first?.server.close();
  await dns?.close();
  if (profile) rmSync(profile, { recursive: true, force: true });
});

const browse = test.skipIf(!canBrowse || !canShareAddresses);

browse('shows load, a newcomer, a rotation and a death, without a complaint', { timeout: 180_000 }, async () => {
  const [context, page] = await open({ width: 1280, height: 900, colorScheme: 'light' });
  const text = async (selector: string): Promise<string> => (await page.textContent(selector)) ?? '';
  await page.waitForSelector('.server .state.ready');

  await page.focus('#rps');
  for (let press = 0; press < 8; press++) await page.keyboard.press('ArrowRight');
  await until('the load', async () => Number(await text('#rate')) > 30, 20_000);
  const before = await page.locator('#calls canvas').screenshot();
  await until('the chart to move', async () => !before.equals(await page.locator('#calls canvas').screenshot()));
  expect(await text('#calls-summary')).toMatch(/\d calls per second over 1 servers/);

  const second = await startGreeter(greeting, `127.0.0.3:${first.port}`);
  dns.setAddresses(NAME, ['127.0.0.2', '127.0.0.3']);
  await until('the newcomer', async () => (await page.locator('.server .state.ready').count()) === 2, 20_000);
  await until(
    'its share',
    async () => (await page.locator('.server .share').allTextContents()).every((share) => / 5\d %| 4\d %/.test(share)),
    30_000,
  );
  expect(await text('#events')).toContain(`${second.address} came`);

  keyId = 'key-two';
  await until('the new key', async () => (await text('#key')) === 'key-two', 20_000);
  expect(await text('#events')).toContain('signs with key key-two');

  await page.locator('.server details summary').first().press('Enter');
  expect(await page.locator('.server details[open]').first().textContent()).toContain('the mount is read-only');

  second.server.grpc.forceShutdown();
  dns.setAddresses(NAME, ['127.0.0.2']);
  await until('the death', async () => (await page.locator('.server.gone').count()) === 1, 20_000);

  await page.locator('#rotate').press('Enter');
  await until('the refusal', async () => (await text('#control-reply')).includes('does not answer'));
  await page.locator('#stop').press('Enter');
  await until('no load', async () => (await text('#rate')) === '0.0', 20_000);
  expect(complaints.filter((line) => !line.includes('503'))).toEqual([]);
  await context.close();
  await second.server.close();
});

browse.each([
  [1280, 900, 'light'],
  [1280, 900, 'dark'],
  [360, 740, 'light'],
  [360, 740, 'dark'],
] as const)(
  'at %i × %i, %s: fits, and axe-core finds nothing serious',
  { timeout: 120_000 },
  async (width, height, colorScheme) => {
    complaints.length = 0;
    const [context, page] = await open({ width, height, colorScheme });
    await page.waitForSelector('.server .state.ready');
    await page.locator('.server details summary').first().click();
    await page.locator('#self dl').waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.screenshot({ path: join(screenshots, `${width}-${colorScheme}.png`), fullPage: true });
    expect(await violationsOn(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  },
);

async function violationsOn(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's policy does not bind.
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run()')) as {
    violations: { impact: string; id: string; nodes: { html: string }[] }[];
  };
  return found.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

browse('says that the greeter is gone', { timeout: 60_000 }, async () => {
  const [context, page] = await open({ width: 800, height: 600, colorScheme: 'light' });
  await page.waitForSelector('.server .state.ready');
  await first.server.close();
  await until('the banner', async () => (await page.textContent('#problem'))?.includes('127.0.0.2'), 10_000);
  await context.close();
});
