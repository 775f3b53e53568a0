/** Getting rid of a secret that is out: advice, exposure, replacement, rewrite, proof. Core says what; commands print it. */
export { type AdviceBook, adviceFor, type ChosenAdvice } from './advice.ts';
export { checkGone, type GoneOptions, type GoneReport, type LeftPlace } from './check-gone.ts';
export { type ExactTexts, exactTexts } from './exact-texts.ts';
export { type Exposure, exposureOf } from './exposure.ts';
export { type Snippet, snippetFor } from './languages.ts';
export { loadAdvice } from './load-advice.ts';
export { findingsNamed } from './named-finding.ts';
export { shortestNeedle } from './needles.ts';
export { type Rehearsal, rehearse } from './rehearse.ts';
export { readReplacements, replacementFile } from './replacements.ts';
export { type RewriteScope, rewriteScope } from './rewrite-scope.ts';
export { type Store, storesFor } from './stores.ts';
export { variableOf } from './variable.ts';
