/** The likelihood: names, values, one judgement. */
export { isRolePair } from './describes.ts';
export { type Evidence, type Judgement, judge, standInOf, thresholds } from './judge.ts';
export { isWord, triples, wordShare } from './language.ts';
export { bias, learned } from './learned.ts';
export { classifyName, type NameClass, type SecretName } from './name.ts';
export { noiseOf } from './noise.ts';
export { isUnfilled, type Placeholder, placeholderOf } from './placeholder.ts';
export { type Shape, shapeOf } from './shape.ts';
export { splitWords } from './split-words.ts';
