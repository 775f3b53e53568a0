/** The filtered view as a file, made in the page: nothing leaves the browser. */
import { csvField } from '../../csv-field.ts';
import type { PageData } from '../data.ts';
import { element } from './element.ts';
import { dateText, type Row, stateText } from './view.ts';

export function csvOf(rows: readonly Row[]): string {
  const head = 'fingerprint,severity,confidence,rule,provider,title,secret,place,places,state,since,until,days,author';
  const lines = rows.map((row) => {
    const { finding, place, from, until, days, author } = row;
    const { fingerprint, severity, confidence, rule, provider, title, secret } = finding;
    const places = finding.places.length + finding.morePlaces;
    const dates = [from, until].map((time) => (time === null ? '' : dateText(time)));
    const cells = [fingerprint, severity, confidence, rule, provider, title, secret, place, places, stateText(row)];
    return [...cells, ...dates, days ?? '', author].map((cell) => csvField(String(cell))).join(',');
  });
  return [head, ...lines, ''].join('\r\n');
}

export function jsonOf(rows: readonly Row[], data: PageData): string {
  const { tool, target, madeAt, coverage } = data;
  const findings = rows.map(({ finding }) => ({
    ...finding,
    refs: data.refSets[finding.refs],
    first: finding.first === null ? null : data.commits[finding.first],
    places: finding.places.map((place) => ({
      ...place,
      commit: place.commit === null ? null : data.commits[place.commit],
    })),
  }));
  return `${JSON.stringify({ tool, target, madeAt, coverage, findings }, null, 2)}\n`;
}

export function save(name: string, type: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type }));
  element('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
