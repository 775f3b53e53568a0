/** Whether a file is a secret one: a likely name first, which costs nothing, then what it holds. */
import type { RawPath } from '../../sources/source.ts';
import { isRealValue, isSecretName } from './secret-words.ts';

/** Covers every pattern of rules/ignore/ that is marked secret; the patterns themselves decide. */
export function isLikelyName(path: RawPath): boolean {
  return /env|pem|key|id_|cred|config|secret|pass|\.cnf|\.conf|history|boto|s3cfg|token|auth|account|kube/i.test(path);
}

/** A name is a hint; the content must hold something. */
export function holdsSecret(path: RawPath, text: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.(?:pem|key)$|^id_/.test(name)) return text.includes('PRIVATE KEY-----');
  if (/env/.test(name)) {
    return text.split('\n').some((line) => {
      const [, key = '', value = ''] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      return isSecretName(key) && isRealValue(value);
    });
  }
  return text.trim().length > 0;
}
