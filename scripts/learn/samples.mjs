// What the weights are learned from: every value that the detector's likelihood judged, with all its features, labelled by the corpus.
import { importTypeScript } from '../core.mjs';
import { chosenPasswords } from './chosen-passwords.mjs';
import { readUnits, unitsByLine } from './corpus.mjs';

/** Every feature weighs one, so that a judgement names them all. */
const everyFeature = {
  'packages/core/src/detect/likelihood/learned.ts':
    'export const bias = 0; export const learned: any = new Proxy({}, { get: () => 1 });',
};
/** Of the true passwords, so many are learned a second time with a value that somebody chose; each counts so much. */
const chosenShare = 0.6;
const chosenWeight = 0.6;
/** Lines without a label are mostly false. */
const unlabelledWeight = 0.5;
const aroundValue = 400;

/** [{ file, repo, line, label: T|F|X|U, positive, weight, features: string[], chosen }] */
export async function readSamples(corpus, files, ruleset) {
  const { createDetector } = await importTypeScript('packages/core/src/detect/detector.ts', everyFeature);
  let seen = new Map();
  const detector = createDetector(ruleset, (_rule, _at, _stage, _passed, _detail, judged) => {
    if (judged !== undefined && judged.judgement.score !== -9) seen.set(`${judged.start}:${judged.end}`, judged);
  });
  const judgedIn = (bytes) => {
    seen = new Map();
    detector.detect(bytes, 0, bytes.length);
    return [...seen.values()];
  };
  const units = readUnits(corpus);
  const [trueLines, falseLines] = [unitsByLine(units.T), unitsByLine(units.N)];
  const chosen = chosenPasswords(7);
  const samples = [];
  for (const { file, repo, bytes } of files) {
    const lineAt = lineCounter(bytes);
    for (const judged of judgedIn(bytes)) {
      const { start, end } = judged;
      const line = lineAt(start);
      const key = `${file}\0${line}`;
      const label = labelOf(trueLines.get(key), falseLines.get(key), bytes.toString('utf8', start, end));
      if (label === null) continue;
      const sample = { file, repo, line, ...label, features: featuresOf(judged), chosen: false };
      samples.push(sample);
      if (!label.positive || !sample.features.includes('name password') || chosen.below(1000) >= chosenShare * 1000)
        continue;
      const again = withValue(bytes, start, end, chosen.next(), judgedIn);
      if (again !== null) samples.push({ ...sample, features: again, weight: chosenWeight, chosen: true });
    }
  }
  return samples;
}

function featuresOf({ judgement }) {
  return judgement.reasons.map(([feature]) => feature).filter((feature) => feature !== 'bias');
}

/** Null: says nothing (another value on a true line, an id). */
function labelOf(trueUnits, falseUnits, value) {
  if (trueUnits === undefined) {
    const label = falseUnits?.[0].label ?? 'U';
    return { label, positive: false, weight: label === 'U' ? unlabelledWeight : 1 };
  }
  const meant = trueUnits.some(({ secrets }) =>
    secrets.some((one) => one !== '' && (one.includes(value) || value.includes(one))),
  );
  return {
    label: 'T',
    positive: meant,
    weight: meant && trueUnits.some(({ group }) => group !== 'identifier') ? 1 : 0,
  };
}

/** The features of another value in the same place; null where it is read otherwise or is a stand-in. */
function withValue(bytes, start, end, value, judgedIn) {
  const from = Math.max(0, start - aroundValue);
  const text = Buffer.concat([bytes.subarray(from, start), Buffer.from(value), bytes.subarray(end, end + aroundValue)]);
  const found = judgedIn(text).find(
    (judged) => judged.start === start - from && judged.end === start - from + value.length,
  );
  return found === undefined ? null : featuresOf(found);
}

function lineCounter(bytes) {
  const starts = [0];
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) starts.push(at + 1);
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (low + 1 < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
