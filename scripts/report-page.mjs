// The html report's page: markup, style and script in one file, with a policy that lets exactly this style and this
// script run and nothing be fetched. The same sources give the same bytes. The tests build it too.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';

const folder = join(import.meta.dirname, '..', 'packages', 'core', 'src', 'report', 'html', 'page');

export function buildReportPage() {
  const bundle = (file, options) =>
    buildSync({
      entryPoints: [join(folder, file)],
      bundle: true,
      minify: true,
      write: false,
      target: 'es2022',
      charset: 'ascii',
      legalComments: 'none',
      logLevel: 'warning',
      ...options,
    }).outputFiles[0].text.trim();
  const script = bundle('main.ts', { format: 'iife' });
  const style = bundle('page.css', {});
  if (/<\/(?:script|style)/i.test(script + style)) throw new Error('the page’s script would end its own element');
  const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const csp = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types',
  ].join('; ');
  const parts = { csp, style, script };
  return readFileSync(join(folder, 'page.html'), 'utf8').replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
}
