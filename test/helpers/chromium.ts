/**
 * A real Chromium for the html report, if this machine has one: GITMOAT_CHROMIUM, a usual name on PATH, or the one that
 * Playwright installed (`npx playwright install chromium`). Where there is none, the tests say so and are skipped.
 */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

/** Path of the program; null where none was found. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  const usual = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const own = process.env.GITMOAT_CHROMIUM;
  const candidates = own ? [own] : [...usual, chromium.executablePath()];
  const found = candidates.find((path) => existsSync(path)) ?? null;
  if (found === null) {
    console.warn('\n*** SKIPPED: no Chromium here, so the html report was NOT tried in a browser.');
    console.warn('*** Install one (apt install chromium, npx playwright install chromium) or set GITMOAT_CHROMIUM.\n');
  }
  return found;
}

export function launchChromium(executablePath: string): Promise<Browser> {
  // Its sandbox does not start for root, and in most containers not at all; the pages are our own.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
