/** Result files: one a day and processor, tables appended. */
import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from '../bench.ts';
import { describeMachine, slug } from './machine.ts';

/** Prints a section and keeps it in test/bench/results/ unless told not to. */
export function report(bench: Bench, section: { title: string; body: string; save: boolean }): void {
  const machine = describeMachine();
  const now = new Date();
  const text = `## ${section.title}\n\n${now.toISOString().slice(11, 16)} UTC · ${machine.text}\n\n${section.body}\n`;
  bench.print(text);
  if (!section.save) return;
  const folder = join(bench.root, 'test', 'bench', 'results');
  mkdirSync(folder, { recursive: true });
  const day = now.toISOString().slice(0, 10);
  const file = join(folder, `${day}-${slug(machine.cpu)}.md`);
  appendFileSync(file, existsSync(file) ? `\n${text}` : `# ${day}, ${machine.cpu}\n\n${text}`);
  bench.progress(`kept in ${file}`);
}
