/** The html report as a person uses it: from file://, in a real Chromium, by mouse, by keyboard, on paper. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReportOptions } from '../../packages/core/src/report/options.ts';
import type { ScanResult } from '../../packages/core/src/scan/result.ts';
import { attacks, hostileResult, ruleText } from '../core/report/hostile.ts';
import { makeResult } from '../core/report/make-result.ts';
import { manyFindings } from '../core/report/many-findings.ts';
import { render } from '../core/report/render.ts';
import { findChromium, launchChromium } from '../helpers/chromium.ts';

const program = findChromium();
let folder: string;
let browser: Browser;

const options: Partial<ReportOptions> = {
  madeAt: '2026-01-02T03:04:05Z',
  ruleText: (id) => ({
    id,
    name: id,
    description: 'Reads and changes every project of the account.',
    remediation: 'Revoke it under Settings, then create a new one.',
    references: ['https://docs.example.com/tokens'],
  }),
  removal: ({ fingerprint, commit }) => {
    const after = Number.parseInt(fingerprint.slice(-3), 16) % 500;
    return commit === null || after < 50
      ? null
      : { oid: 'f'.repeat(40), date: new Date(Date.parse(commit.date) + after * 86_400_000).toISOString() };
  },
  excerpt: ({ line }) => ({
    from: Math.max(1, line - 1),
    lines: ['const before = 1;', 'const key = "abcd…12";', 'const after = 2;'].slice(line === 1 ? 1 : 0),
    byteColumns: { start: 1, end: 2 },
  }),
};

function written(name: string, result: ScanResult, over: Partial<ReportOptions> = options): string {
  const file = join(folder, `${name}.html`);
  writeFileSync(file, render('html', result, over));
  return pathToFileURL(file).href;
}

interface Opened {
  readonly page: Page;
  /** Requests for anything but the file, dialogs, errors and what the console says. */
  readonly noise: string[];
}

async function open(address: string, over: BrowserContextOptions = {}): Promise<Opened> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 860 }, ...over });
  const page = await context.newPage();
  const noise: string[] = [];
  page.on('request', (request) => {
    const url = request.url();
    if (url !== address && !url.startsWith('data:') && !url.startsWith('blob:')) noise.push(`request ${url}`);
  });
  page.on('console', (message) => noise.push(`console ${message.text()}`));
  page.on('pageerror', (error) => noise.push(`error ${error.message}`));
  page.on('dialog', async (dialog) => {
    noise.push(`dialog ${dialog.message()}`);
    await dialog.dismiss();
  });
  await page.goto(address);
  await page.waitForSelector('html[data-ready]');
  return { page, noise };
}

const shownCount = async (page: Page): Promise<number> =>
  Number((await page.textContent('#count'))!.replace(/,/g, '').split(' ')[0]);

describe.skipIf(program === null)('html report in Chromium', () => {
  let small: string;
  let large: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gitmoat-html-'));
    browser = await launchChromium(program!);
    small = written('small', manyFindings(200));
    large = written('large', manyFindings(10_000));
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('10,000 findings: usable under a second, smooth, nothing requested', async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 860 } });
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    const devtools = await context.newCDPSession(page);
    // Time of the page's own thread: what other programs do on this machine does not count.
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busy = async (): Promise<number> => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return metrics.find(({ name }) => name === 'TaskDuration')!.value;
    };
    await page.goto(large);
    await page.waitForSelector('html[data-ready]');
    const opening = await busy();
    await page.fill('#filter-text', 'deploy file-1');
    const searching = (await busy()) - opening;
    expect(await shownCount(page)).toBeGreaterThan(10);
    await page.fill('#filter-text', '');
    expect(await shownCount(page)).toBeGreaterThan(9_000);
    const before = await busy();
    for (let i = 0; i < 40; i++) {
      await page.evaluate((by) => {
        document.getElementById('list')!.scrollTop += by;
        return new Promise((done) => requestAnimationFrame(done));
      }, 5_000);
    }
    const scrolling = ((await busy()) - before) / 40;
    console.log(
      `html, 10,000 findings: ${opening.toFixed(2)} s to open, ${searching.toFixed(2)} s to search, ` +
        `${(scrolling * 1000).toFixed(1)} ms a scroll (thread time)`,
    );
    expect(opening).toBeLessThan(1);
    expect(searching).toBeLessThan(0.3);
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(700);
    expect(requests).toEqual([large]);
    await context.close();
  });

  test('search, filters, cards, breakdown and clear narrow the same list', async () => {
    const { page, noise } = await open(small);
    const all = await shownCount(page);
    await page.fill('#filter-text', 'grace');
    const grace = await shownCount(page);
    expect(grace).toBeGreaterThan(0);
    expect(grace).toBeLessThan(all);
    await page.selectOption('#filter-severity', 'critical');
    expect(await shownCount(page)).toBeLessThan(grace);
    await page.fill('#filter-text', 'no such thing');
    expect(await shownCount(page)).toBe(0);
    expect(await page.isVisible('#none')).toBe(true);
    await page.click('#clear');
    expect(await shownCount(page)).toBe(all);
    await page.click('.card:has-text("suppressed")');
    expect(await shownCount(page)).toBe(200 - all);
    await page.click('#clear');
    await page.click('#tab-breakdown');
    await page.click('#breakdown button.link:has-text("Ada Example")');
    expect(await page.inputValue('#filter-author')).toBe('Ada Example');
    expect(await page.isVisible('#findings')).toBe(true);
    await page.selectOption('#order', 'oldest');
    await page.click('#list [data-index="0"]');
    expect(await page.textContent('#detail')).toContain('Ada Example');
    expect(noise).toEqual([]);
    await page.context().close();
  });

  test('by keyboard alone', async () => {
    const { page, noise } = await open(small);
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('To the findings');
    await page.keyboard.press('/');
    expect(await focused()).toBe('filter-text');
    await page.keyboard.type('made-up');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('list');
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'ArrowUp']) await page.keyboard.press(key);
    const active = () => page.getAttribute('#list', 'aria-activedescendant');
    expect(await active()).toBe('list-1');
    await page.keyboard.press('End');
    const last = (await shownCount(page)) - 1;
    expect(await active()).toBe(`list-${last}`);
    expect(await page.isVisible(`#list-${last}[aria-selected="true"]`)).toBe(true);
    await page.keyboard.press('PageUp');
    await page.keyboard.press('Home');
    expect(await active()).toBe('list-0');
    await page.keyboard.press('Enter');
    expect(await focused()).toBe('detail-title');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('step-0');
    await page.keyboard.press('Space');
    expect(await page.textContent('#list-0')).toMatch(/1 of \d steps done/);
    await page.focus('#tab-findings');
    await page.keyboard.press('ArrowRight');
    expect([await focused(), await page.isVisible('#timeline')]).toEqual(['tab-timeline', true]);
    await page.keyboard.press('End');
    expect([await focused(), await page.isVisible('#coverage')]).toEqual(['tab-coverage', true]);
    expect(noise).toEqual([]);
    await page.context().close();
  });

  test('ticks and theme stay in this browser', async () => {
    const { page } = await open(small, { colorScheme: 'light' });
    const back = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(await back()).toBe('rgb(255, 255, 255)');
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await back()).toBe('rgb(18, 22, 27)');
    await page.selectOption('#theme', 'light');
    expect(await back()).toBe('rgb(255, 255, 255)');
    await page.click('#list [data-index="2"]');
    await page.check('#step-1');
    await page.reload();
    expect(await back()).toBe('rgb(255, 255, 255)');
    expect(await page.textContent('#list-2')).toMatch(/1 of \d steps done/);
    await page.click('#list [data-index="2"]');
    expect([await page.isChecked('#step-0'), await page.isChecked('#step-1')]).toEqual([false, true]);
    await page.context().close();
  });

  test('timeline: one bar a secret, what is still there reaches today', async () => {
    const { page } = await open(small);
    await page.click('#tab-timeline');
    const rows = await page.$$eval('#timeline-list .row', (all) => all.map((row) => row.textContent ?? ''));
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect(row).toMatch(/\d{4}-\d\d-\d\d, (?:there for|lived|came in) /);
    const ends = await page.$$eval('#timeline-list .bar.present', (bars) =>
      bars.map((bar) => bar.parentElement!.getBoundingClientRect().right - bar.getBoundingClientRect().right),
    );
    expect(ends.length).toBeGreaterThan(2);
    for (const gap of ends) expect(Math.abs(gap)).toBeLessThan(6);
    expect(await page.getAttribute('#timeline-chart svg', 'aria-label')).toMatch(/still in HEAD/);
    await page.focus('#timeline-list');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('detail-title');
    await page.context().close();
  });

  test('the filtered view is saved as CSV and JSON', async () => {
    const { page, noise } = await open(small);
    await page.selectOption('#filter-severity', 'critical');
    const wanted = await shownCount(page);
    const saved = async (button: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), page.click(button)]);
      return readFileSync(await download.path(), 'utf8');
    };
    const csv = await saved('#save-csv');
    expect(csv.trimEnd().split('\r\n')).toHaveLength(wanted + 1);
    const json = JSON.parse(await saved('#save-json'));
    expect(json.findings).toHaveLength(wanted);
    expect(json.findings[0].places[0].commit.oid).toHaveLength(40);
    expect(noise).toEqual([]);
    await page.context().close();
  });

  test('on paper: every filtered finding, no controls, nothing left afterwards', async () => {
    const { page } = await open(small);
    await page.selectOption('#filter-severity', 'high');
    const wanted = await shownCount(page);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    await page.emulateMedia({ media: 'print' });
    expect(await page.$$eval('#paper tbody tr', (rows) => rows.length)).toBe(wanted);
    expect(await page.isVisible('#paper')).toBe(true);
    for (const hidden of ['#filters', '#list', '[role="tablist"]']) expect(await page.isVisible(hidden)).toBe(false);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    expect(await page.$$eval('#paper *', (all) => all.length)).toBe(0);
    const pdf = await page.pdf();
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    await page.context().close();
  });

  test.each(['light', 'dark'] as const)('axe finds no serious fault, %s', async (colorScheme) => {
    // The page's own policy would keep axe out.
    const { page } = await open(small, { bypassCSP: true, colorScheme });
    const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
    await page.evaluate(readFileSync(axe, 'utf8'));
    await page.click('#list [data-index="1"]');
    for (const tab of ['findings', 'timeline', 'breakdown', 'coverage']) {
      await page.click(`#tab-${tab}`);
      const { violations, passes } = await page.evaluate(async () => {
        const found = await (globalThis as unknown as { axe: { run(): Promise<Found> } }).axe.run();
        return {
          violations: found.violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`),
          passes: found.passes.length,
        };
      });
      expect(violations, tab).toEqual([]);
      expect(passes).toBeGreaterThan(20);
    }
    await page.context().close();
  });

  test.each([
    ['phone', 390, 844],
    ['zoomed', 640, 430],
  ] as const)('%s: nothing sticks out sideways', async (_, width, height) => {
    const { page } = await open(small, { viewport: { width, height } });
    for (const tab of ['findings', 'timeline', 'breakdown', 'coverage']) {
      await page.click(`#tab-${tab}`);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
    await page.context().close();
  });

  test.each(Object.keys(attacks))('hostile texts stay texts: %s', async (name) => {
    const address = written(`hostile-${name}`, hostileResult(attacks[name]!), {
      ...options,
      showSuppressed: true,
      ruleText: ruleText(attacks[name]!),
      excerpt: () => ({
        from: 1,
        lines: [attacks[name]!.replace(/[\u0000-\u001f]/g, '')],
        byteColumns: { start: 1, end: 2 },
      }),
    });
    const { page, noise } = await open(address);
    const before = await page.evaluate(() => document.querySelectorAll('script, img, iframe, object, link').length);
    await page.click('#list [data-index="0"]');
    for (const tab of ['timeline', 'breakdown', 'coverage', 'findings']) await page.click(`#tab-${tab}`);
    await page.evaluate(() => window.dispatchEvent(new Event('beforeprint')));
    const after = await page.evaluate(() => document.querySelectorAll('script, img, iframe, object, link').length);
    expect(after).toBe(before);
    const text = await page.evaluate(() => document.body.textContent);
    expect(text).not.toMatch(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/,
    );
    const links = await page.$$eval('a[href]', (all) => all.map((link) => (link as HTMLAnchorElement).protocol));
    for (const protocol of links) expect(['https:', 'file:']).toContain(protocol);
    expect(noise).toEqual([]);
    await page.context().close();
  });

  test('the policy holds even against a script of its own: no request, no markup', async () => {
    let asked = 0;
    const server = createServer((_, response) => {
      asked++;
      response.setHeader('access-control-allow-origin', '*').end('x');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { page } = await open(small);
    const outcome = await page.evaluate(
      async (address) => {
        const refused = (work: Promise<unknown>) =>
          work.then(
            () => 'done',
            () => 'refused',
          );
        const image = new Image();
        const loading = new Promise((resolve, reject) => {
          image.onload = resolve;
          image.onerror = reject;
        });
        image.src = `${address}x.png`;
        const parsing = async () => {
          document.body.innerHTML = '<b>x</b>';
        };
        return [await refused(fetch(address)), await refused(loading), await refused(parsing())];
      },
      `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    );
    server.close();
    expect(outcome).toEqual(['refused', 'refused', 'refused']);
    expect(asked).toBe(0);
    await page.context().close();
  });

  test('nothing found: says so, and every view is there', async () => {
    const { page, noise } = await open(written('empty', makeResult([])));
    expect(await page.textContent('#summary')).toContain('No secrets found');
    for (const tab of ['timeline', 'breakdown', 'coverage', 'findings']) await page.click(`#tab-${tab}`);
    expect(await page.isVisible('#none')).toBe(true);
    expect(noise).toEqual([]);
    await page.context().close();
  });
});

interface Found {
  readonly violations: readonly { id: string; impact: string; nodes: readonly { html: string }[] }[];
  readonly passes: readonly unknown[];
}
