/** The likelihood: names, values, one judgement. */
export { type Feature, thresholds, weights } from './features.ts';
export { type Evidence, type Judgement, judge, noiseOf } from './judge.ts';
export { isWord, splitWords, triples, wordShare } from './language.ts';
export { classifyName, type NameClass, type SecretName } from './name.ts';
export { type Placeholder, placeholderOf } from './placeholder.ts';
export { type Shape, shapeOf } from './shape.ts';
