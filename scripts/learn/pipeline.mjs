// The whole detector with other weights over files, and its findings scored line by line.
import { importTypeScript } from '../core.mjs';
import { unitsByLine } from './corpus.mjs';

const groups = {
  secrets: ['provider', 'structured', 'generic'],
  provider: ['provider'],
  structured: ['structured'],
  generic: ['generic'],
};
const levels = ['provable', 'high', 'medium', 'low'];

/** Findings that count by default: [{ file, line, endLine, rule }]. A secret counts everywhere if it counts somewhere, as in a report. */
export async function scanWith(weights, files, ruleset, target) {
  const { createBlobScanner, scanBlob } = await importTypeScript('packages/core/src/scan/scan-blob.ts', {
    [target]: weights,
  });
  const scanner = createBlobScanner(ruleset);
  const bySecret = new Map();
  for (const { file, bytes } of files) {
    for (const found of scanBlob(scanner, bytes, [file.slice('data/'.length)], null).located) {
      if (found.madeUp !== null || found.inline !== null) continue;
      const key = found.secret.toString('latin1');
      if (!bySecret.has(key)) bySecret.set(key, []);
      bySecret.get(key).push({
        file,
        line: found.line,
        endLine: found.endLine,
        rule: found.rule.id,
        level: levels.indexOf(found.confidence),
      });
    }
  }
  return [...bySecret.values()].flatMap((places) => (places.some(({ level }) => level <= 2) ? places : []));
}

/** A finding is right if its first line meets a true unit (or a block that begins within a line of it), else wrong if it meets a false one. */
export function score(name, findings, { T, N }) {
  const [trueLines, falseLines] = [unitsByLine(T), unitsByLine(N)];
  const [hit, wrong, unlabelled] = [new Set(), new Set(), new Set()];
  for (const { file, line, endLine } of findings) {
    const meets = (units) => {
      const out = [];
      for (let n = line; n <= Math.min(endLine, line + 400); n++) {
        for (const unit of units.get(`${file}\0${n}`) ?? [])
          if (n === line || (unit.to > unit.from && Math.abs(unit.from - line) <= 1)) out.push(unit);
      }
      return out;
    };
    const right = meets(trueLines);
    const others = right.length > 0 ? [] : meets(falseLines);
    for (const unit of right) hit.add(unit);
    for (const unit of others) wrong.add(unit);
    if (right.length === 0 && others.length === 0) unlabelled.add(`${file}\0${line}`);
  }
  console.log(`${name}: ${findings.length} findings, ${unlabelled.size} unlabelled lines`);
  const percent = (share) => (100 * share).toFixed(1).padStart(5);
  for (const [group, members] of Object.entries(groups)) {
    const isIn = (unit) => members.includes(unit.group);
    const all = T.filter(isIn).length;
    const right = [...hit].filter(isIn).length;
    const bad = [...wrong].filter((unit) => isIn(unit) || (group === 'secrets' && unit.group === 'other')).length;
    const precision = right / (right + bad || 1);
    const recall = right / (all || 1);
    const f1 = (2 * precision * recall) / (precision + recall || 1);
    console.log(
      `  ${group.padEnd(10)} P ${percent(precision)}  R ${percent(recall)}  F1 ${percent(f1)}   (right ${right} of ${all}, wrong ${bad})`,
    );
  }
}
