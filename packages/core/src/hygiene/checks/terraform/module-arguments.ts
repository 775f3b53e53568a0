/**
 * Literal arguments of modules from a registry or another repository: their resources are not here, but the widely used
 * ones name their inputs as the resources name their attributes.
 */
import type { Check, Problem } from '../../check.ts';
import type { HclValue } from '../../hcl.ts';
import { at, literal, modulesOf, type Placed, type TerraformModule } from './module.ts';

type Tests = Readonly<Record<string, readonly [(value: HclValue) => boolean, string]>>;

/** The check, and the same asked of modules' arguments. */
export function withArguments(check: Check, what: RegExp, tests: Tests): Check {
  return {
    ...check,
    *run(tree, context) {
      yield* check.run(tree, context);
      for (const module of modulesOf(tree)) yield* badArguments(module, what, tests);
    },
  };
}

/** Calls whose source says what they make; local sources are read as modules of their own. */
function callsOf({ blocks }: TerraformModule, what: RegExp): Placed[] {
  return blocks.filter((placed) => {
    const source = placed.block.type === 'module' ? (literal(placed, 'source') ?? '') : '';
    return source !== '' && !/^\.{1,2}\//.test(source) && what.test(source);
  });
}

/** What an argument that is literally bad says, at its value. */
function* badArguments(module: TerraformModule, what: RegExp, tests: Tests): Iterable<Problem> {
  for (const placed of callsOf(module, what)) {
    for (const [name, [isBad, message]] of Object.entries(tests)) {
      const value = placed.block.attributes.get(name);
      if (value === undefined || !isBad(value)) continue;
      const problem = at(placed, value, message);
      yield { ...problem, text: `module.${problem.text}`, message: `module.${problem.message}` };
    }
  }
}

export const databaseModule: RegExp =
  /(?:^|[/_-])(?:rds|aurora|db|database|postgres(?:ql)?|mysql|redshift)(?:[/_.?-]|$)/;
export const bucketModule: RegExp = /(?:^|[/_-])s3(?:[/_.?-]|$)/;
export const groupModule: RegExp = /security-group/;

export const isTrue = ({ literal: text }: HclValue): boolean => text === 'true';
export const isFalse = ({ literal: text }: HclValue): boolean => text === 'false';
