/** Kubernetes `kind: Secret`: every value under `data` (base64) and `stringData`, in YAML, JSON and lists of documents. */
import type { Candidate } from '../candidate.ts';
import { classifyName, judge, placeholderOf, shapeOf } from '../likelihood/index.ts';

const kind = /(?:^|[\s,{"'])kind["']?\s*:\s*["']?Secret["']?\s*(?:[,}#]|$)/m;
/** Values that are settings, not secrets, when they are all a key has. */
const settings = new Set(['url', 'path', 'file-name', 'ip', 'email', 'version', 'date', 'number', 'public-key']);

export function kubernetesSecrets(text: string): readonly Candidate[] {
  const out: Candidate[] = [];
  let from = 0;
  for (const part of text.split(/^(?=---)/m)) {
    if (kind.test(part) && !/\bSealedSecret\b|\bsops:|"sops"\s*:/.test(part)) out.push(...blocks(part, from));
    from += part.length;
  }
  return out;
}

function blocks(part: string, from: number): Candidate[] {
  const out: Candidate[] = [];
  for (const block of part.matchAll(/^([ \t]*)["']?(data|stringData)["']?[ \t]*:[ \t]*(?:\{[ \t]*)?\r?$/gm)) {
    const indent = block[1]!.length;
    let at = block.index + block[0].length + 1;
    while (at < part.length) {
      const end = part.indexOf('\n', at) < 0 ? part.length : part.indexOf('\n', at);
      const row = part.slice(at, end);
      const depth = /^[ \t]*/.exec(row)![0].length;
      if (row.trim() !== '' && depth <= indent) break;
      const pair =
        /^[ \t]*["']?([\w.-]{1,120})["']?[ \t]*:[ \t]*["']?([^\s"',#|>][^\r\n"']*?)["']?[ \t]*,?[ \t\r]*(?:#.*)?$/.exec(
          row,
        );
      if (pair !== null) {
        const start = from + at + row.indexOf(pair[2]!, row.indexOf(':'));
        out.push(...secretIn(pair[1]!, pair[2]!, start, block[2] === 'data'));
      }
      at = end + 1;
    }
  }
  return out;
}

function secretIn(key: string, value: string, start: number, encoded: boolean): readonly Candidate[] {
  let plain = value;
  if (encoded) {
    if (!/^[A-Za-z0-9+/]{4,}={0,2}$/.test(value) || value.length % 4 !== 0) return [];
    plain = Buffer.from(value, 'base64')
      .toString('latin1')
      .replace(/[\r\n]+$/, '');
  }
  const decoded = encoded ? { value: plain, chain: 'base64' } : {};
  const end = start + value.length;
  if (placeholderOf(plain) !== null) return [{ start, end, confidence: 'low', madeUp: 'placeholder', ...decoded }];
  const name = classifyName(key);
  const shape = shapeOf(plain);
  if (/^-----BEGIN (?:CERTIFICATE|PUBLIC)|CERTIFICATE-----/.test(plain)) return [];
  if (name === null) {
    // user names, hosts, databases … stand beside the secrets
    if (
      (shape !== null && settings.has(shape)) ||
      /user|host|port|database|db_?name|endpoint|region|bucket|url$/i.test(key)
    )
      return [];
    const judgement = judge({ name: null, value: plain, quoted: true, operator: 'assign', config: true });
    if (judgement.verdict !== 'secret') return [];
    return [{ start, end, confidence: judgement.confidence, madeUp: null, ...decoded }];
  }
  if (plain.length < 4) return [];
  return [{ start, end, confidence: shape !== null && settings.has(shape) ? 'low' : 'high', madeUp: null, ...decoded }];
}
