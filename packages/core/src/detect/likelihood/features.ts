/**
 * The weights of the likelihood, in natural-log odds, and the thresholds over their sum. Set by hand from what each
 * feature means and checked on labelled files of public repositories; `judge.ts` names each one that applied.
 */

export type Feature = keyof typeof weights;

export const weights = {
  // what the name promises
  'name:password': 1.6,
  'name:secret': -0.2,
  'name:token': -0.4,
  'name:key': -0.3,
  'name:credential': -0.8,
  'name:weak': -2.2,
  'name:none': -2.5,
  'name:doubt': -0.7,
  // how it is written
  quoted: 0.5,
  'config-line': 0.4,
  'bare-in-code': -1.6,
  comparison: -0.5,
  call: -0.6,
  flag: -0.2,
  'prose-around': -1.5,
  pair: 0.2,
  userinfo: 0.6,
  // the value's characters
  'has-digit': 0.5,
  'mixed-case': 0.3,
  'three-classes': 0.6,
  symbol: 0.2,
  'length-4': -1.4,
  'length-5': -0.5,
  'short-token': -2.2,
  'long-token': 0.9,
  'low-variety': -1.5,
  'digits-only': -1.2,
  // words or noise
  random: 2.2,
  'random-long': 1.0,
  'noise-letters': 0.9,
  'word-like': -0.6,
  'dictionary-word': -0.9,
  'words-only': -2.6,
  'wordy-token': -2.4,
  'plain-token': -1.6,
  'names-a-secret': -2.2,
  'code-word': -2.5,
  'decodes-to-words': -3,
  // the value's shape
  'shape:uuid': 0.2,
  'shape:sentence': -2.4,
  'shape:non-ascii': -3,
  'shape:number': -1,
  'shape:identifier': -2.6,
  'shape:constant': -3,
  'shape:kebab': -2.2,
  'shape:dotted': -2.6,
  'shape:email': -2.5,
  'shape:file-name': -3,
  'shape:path': -4,
  'shape:url': -4,
  'shape:ip': -4,
  'shape:date': -2.5,
  'shape:version': -3,
  'shape:colour': -2.5,
  'shape:markup': -4,
  'shape:code': -4,
  'shape:arn': -5,
  'shape:public-key': -8,
  'shape:integrity': -8,
  'shape:digest': -6,
  'shape:algorithm': -5,
  'shape:ciphertext': -8,
  'shape:unprintable': -6,
} as const;

/** Sum ≥ high: confidence high; ≥ medium: medium; ≥ low: low; below: no secret. */
export const thresholds = { high: 3.2, medium: 1.2, low: -0.3 } as const;
