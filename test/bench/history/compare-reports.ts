/** The oracle's question: do the delta and the full engine say the same, byte for byte but for `seconds` and `engine`? */
import { deltaLabel, fullLabel, type HistoryRow } from './rows.ts';

export interface Verdict {
  readonly agree: boolean;
  readonly notes: readonly string[];
}

export function compareReports(rows: readonly HistoryRow[]): Verdict {
  const json = (label: string): string | null => rows.find((row) => row.label === label)?.json() ?? null;
  const delta = json(deltaLabel);
  const full = json(fullLabel);
  const asked = rows.some(({ label }) => label === deltaLabel) && rows.some(({ label }) => label === fullLabel);
  if (!asked) return { agree: true, notes: ['Delta and full were not compared: one of them was not run.'] };
  if (delta === null || full === null) {
    return { agree: false, notes: ['**Delta and full could not be compared: one of them gave no report.**'] };
  }
  const notes = rows.flatMap(({ label, kind, json }) => {
    const text = json();
    return kind === 'gitmoat' && text !== null ? engineNote(label, text) : [];
  });
  const difference = firstDifference(withoutTiming(delta), withoutTiming(full));
  if (difference === null) return { agree: true, notes: ['Delta and full agree byte for byte.', ...notes] };
  return { agree: false, notes: [`**Delta and full differ.** ${difference}`, ...notes] };
}

/** A row that asked for one engine and got the other is no evidence. */
function engineNote(label: string, json: string): string[] {
  const asked = label === fullLabel ? 'full' : 'delta';
  const used = /"engine":\s*"(\w+)"/.exec(json)?.[1] ?? 'unknown';
  return asked === used ? [] : [`**${label} was read by the engine "${used}".**`];
}

/** Coverage stands before the findings, so that the first of each is the one meant. */
export function withoutTiming(json: string): string {
  return json.replace(/"seconds":\s*[\d.e+-]+/, '"seconds":0').replace(/"engine":\s*"\w+"/, '"engine":""');
}

/** Line and surroundings; json reports are redacted. */
export function firstDifference(a: string, b: string): string | null {
  if (a === b) return null;
  let at = 0;
  while (a[at] === b[at]) at++;
  const line = a.slice(0, at).split('\n').length;
  const around = (text: string): string => JSON.stringify(text.slice(Math.max(0, at - 60), at + 60));
  return `First at line ${line}: delta ${around(a)}, full ${around(b)}`;
}
