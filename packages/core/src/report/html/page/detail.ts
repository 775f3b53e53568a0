/** One finding in full: what it is, since when, every place with its redacted lines, and the steps to take. */
import type { PageData, PagePlace } from '../data.ts';
import { button, count, element } from './element.ts';
import { keep, kept } from './kept.ts';
import { remotesOf, stepsFor } from './steps.ts';
import { dateText, lifeText, type Row, stateText } from './view.ts';

const placesAtOnce = 20;
const refsShown = 8;

export function drawDetail(row: Row, data: PageData, onStep: () => void): Node[] {
  const { finding } = row;
  const rule = data.rules[finding.rule];
  return [
    element('h2', { id: 'detail-title', tabindex: -1 }, finding.title),
    element(
      'p',
      { class: 'badges' },
      badge(finding.severity, finding.severity),
      badge('', finding.confidence),
      badge(finding.state, stateText(row)),
    ),
    element('p', { class: 'secret' }, element('code', {}, finding.secret)),
    ...(rule?.description ? [element('p', {}, rule.description)] : []),
    facts(row, data),
    steps(row, data, onStep),
    ...(rule !== undefined && rule.references.length > 0 ? [references(rule.references)] : []),
    element('h3', {}, `${count(finding.places.length + finding.morePlaces, 'place')}`),
    places(row, data),
  ];
}

export function badge(kind: string, text: string): HTMLElement {
  return element('span', { class: `badge ${kind}` }, text);
}

function facts(row: Row, data: PageData): HTMLElement {
  const { finding } = row;
  const commit = finding.first === null ? null : (data.commits[finding.first] ?? null);
  const entries: [string, string][] = [
    ['Rule', finding.rule],
    ['Provider', finding.provider],
    ['Fingerprint', finding.fingerprint],
  ];
  if (commit !== null) {
    entries.push([
      'Came in',
      `${commit.date.slice(0, 10)}, ${commit.oid.slice(0, 12)}, ${commit.author}: ${commit.subject}`,
    ]);
    entries.push(['Lifetime', lifeText(row)]);
  }
  if (row.until !== null)
    entries.push(['Removed', `${dateText(row.until)}, ${finding.removed?.oid.slice(0, 12) ?? ''}`]);
  if (finding.held !== null) entries.push(['Held by', finding.held]);
  const remotes = remotesOf(finding, data);
  if (remotes.length > 0) entries.push(['Pushed to', remotes.join(', ')]);
  const refs = data.refSets[finding.refs] ?? [];
  if (refs.length > 0) {
    const named = refs.slice(0, refsShown);
    const more = finding.refCount - named.length;
    entries.push(['Refs', `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`]);
  }
  entries.push(...Object.entries(finding.facts));
  if (finding.suppressed !== null) {
    const { by, reason, where } = finding.suppressed;
    entries.push(['Suppressed', `${by}${where === '' ? '' : ` (${where})`}: ${reason}`]);
  }
  const list = element('dl', { class: 'facts' });
  for (const [name, text] of entries) list.append(element('dt', {}, name), element('dd', {}, text));
  return list;
}

function steps({ finding }: Row, data: PageData, onStep: () => void): HTMLElement {
  const list = element('ol', { class: 'steps' });
  for (const [index, { text, lines, pages }] of stepsFor(finding, data).entries()) {
    const name = stepName(finding.fingerprint, index);
    const box = element('input', { type: 'checkbox', id: `step-${index}` });
    box.checked = kept(name) !== null;
    box.addEventListener('change', () => {
      keep(name, box.checked ? '1' : null);
      onStep();
    });
    const below = lines.map((line) =>
      element('li', {}, line.startsWith('$ ') ? element('code', {}, line.slice(2)) : line),
    );
    for (const page of pages) below.push(element('li', {}, link(page)));
    const label = element('label', { for: `step-${index}` }, text);
    list.append(element('li', {}, box, label, below.length > 0 ? element('ul', {}, ...below) : null));
  }
  return element(
    'section',
    { 'aria-labelledby': 'steps-title' },
    element('h3', { id: 'steps-title' }, 'What to do'),
    list,
    element('p', { class: 'hint' }, 'Ticks are kept in this browser only.'),
  );
}

function link(address: string): HTMLElement {
  return element('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, address);
}

function stepName(fingerprint: string, index: number): string {
  return `step:${fingerprint}:${index}`;
}

/** `[done, all]`. */
export function stepsDone({ finding }: Row, data: PageData): [number, number] {
  const steps = stepsFor(finding, data);
  const done = steps.filter((_, index) => kept(stepName(finding.fingerprint, index)) !== null).length;
  return [done, steps.length];
}

function references(urls: readonly string[]): HTMLElement {
  const list = element('ul', { class: 'references' });
  for (const url of urls) {
    list.append(element('li', {}, link(url)));
  }
  return list;
}

function places({ finding }: Row, data: PageData): HTMLElement {
  const box = element('div', { class: 'places' });
  const draw = (from: number, to: number) => {
    for (const place of finding.places.slice(from, to)) box.append(placeOf(place, data));
  };
  draw(0, placesAtOnce);
  const left = finding.places.length - placesAtOnce;
  if (left > 0) {
    const more = button(`Show ${count(left, 'more place')}`, () => {
      more.remove();
      draw(placesAtOnce, finding.places.length);
    });
    box.append(more);
  }
  if (finding.morePlaces > 0)
    box.append(element('p', {}, `… and ${count(finding.morePlaces, 'more place')}, not listed`));
  return box;
}

function placeOf(place: PagePlace, data: PageData): HTMLElement {
  const commit = place.commit === null ? null : (data.commits[place.commit] ?? null);
  const name = place.path === null ? place.where.replace('-', ' ') : place.path;
  const since =
    commit === null ? '' : `since ${commit.date.slice(0, 10)}, ${commit.oid.slice(0, 12)}, ${commit.author}`;
  const state = place.suppressed === null ? (place.inHead ? 'in HEAD' : '') : `suppressed: ${place.suppressed.by}`;
  const made = element(
    'article',
    { class: 'place' },
    element('h4', {}, element('code', {}, `${name}:${place.line}:${place.column}`)),
    element('p', { class: 'hint' }, [state, since].filter(Boolean).join(' · ')),
  );
  if (place.excerpt !== null) made.append(excerpt(place.excerpt, place.line));
  return made;
}

function excerpt({ from, lines }: NonNullable<PagePlace['excerpt']>, marked: number): HTMLElement {
  const box = element('pre', { tabindex: 0, 'aria-label': 'Lines around it, secrets replaced' });
  for (const [index, line] of lines.entries()) {
    const number = from + index;
    const name = number === marked ? 'mark' : 'span';
    box.append(element(name, { class: 'line' }, `${String(number).padStart(6)}  ${line}`), '\n');
  }
  return box;
}
