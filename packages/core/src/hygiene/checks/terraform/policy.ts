/** IAM policies, whichever way they are written: JSON text, jsonencode, aws_iam_policy_document. */
import type { Check, Problem } from '../../check.ts';
import type { HclValue } from '../../hcl.ts';
import { at, children, moduleCheck, type Placed, resources, type TerraformModule, texts } from './module.ts';

export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** `*` for everybody. */
  readonly principals: readonly string[];
  readonly conditional: boolean;
}

/** Statements of a policy as far as they are literal; none where the policy is made elsewhere. */
export function statementsOf(value: HclValue | undefined, module: TerraformModule): Statement[] {
  if (value === undefined) return [];
  if (value.call?.name === 'jsonencode') return fromJson(toPlain(value.call.args[0]));
  if (value.literal !== null) {
    try {
      return fromJson(JSON.parse(value.literal));
    } catch {
      return [];
    }
  }
  const name = /data\.aws_iam_policy_document\.([\w-]+)\.json/.exec(value.raw)?.[1];
  const data = module.blocks.find(
    ({ block }) => block.type === 'data' && block.labels[0] === 'aws_iam_policy_document' && block.labels[1] === name,
  );
  return data === undefined ? [] : fromDocument(data);
}

function toPlain(value: HclValue | undefined): unknown {
  if (value === undefined) return null;
  if (value.literal !== null) return value.literal;
  if (value.list !== null) return value.list.map(toPlain);
  if (value.object !== null) return Object.fromEntries(value.object.map(([key, entry]) => [key, toPlain(entry)]));
  return value.raw;
}

function fromJson(policy: unknown): Statement[] {
  const statements = (policy as { Statement?: unknown } | null)?.Statement;
  const list = Array.isArray(statements) ? statements : statements == null ? [] : [statements];
  return list.flatMap((one): Statement[] => {
    if (typeof one !== 'object' || one === null) return [];
    const { Effect, Action, Resource, Principal, Condition } = one as Record<string, unknown>;
    const principals =
      typeof Principal === 'object' && Principal !== null
        ? Object.values(Principal).flatMap(strings)
        : strings(Principal);
    return [
      {
        effect: String(Effect ?? ''),
        actions: strings(Action),
        resources: strings(Resource),
        principals,
        conditional: Condition != null,
      },
    ];
  });
}

function strings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

function fromDocument({ block }: Placed): Statement[] {
  return children(block, 'statement').map((statement) => ({
    effect: statement.attributes.get('effect')?.literal ?? 'Allow',
    actions: texts(statement.attributes.get('actions')),
    resources: texts(statement.attributes.get('resources')),
    principals: children(statement, 'principals').flatMap((one) => texts(one.attributes.get('identifiers'))),
    conditional: children(statement, 'condition').length > 0,
  }));
}

const policyTypes = ['aws_iam_policy', 'aws_iam_role_policy', 'aws_iam_user_policy', 'aws_iam_group_policy'];

/** Verbs that only look. */
const readOnly = /^[\w-]+:(?:Get|List|Describe|View|Lookup|Search|Query|BatchGet)[\w*]*$/;

function dangerOf({ effect, actions, resources: targets }: Statement): string | null {
  if (effect !== 'Allow') return null;
  if (actions.includes('*') || actions.includes('*:*')) return 'every action is allowed';
  const service = actions.find((action) => /^[\w-]+:\*$/.test(action));
  if (service !== undefined) return `${service} is every action of the service`;
  const write = actions.find((action) => !readOnly.test(action));
  return targets.includes('*') && write !== undefined ? `${write} on every resource` : null;
}

export const iamWildcard: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, ...policyTypes)) {
    const value = placed.block.attributes.get('policy');
    const danger = statementsOf(value, module)
      .map(dangerOf)
      .find((one) => one !== null);
    if (danger != null) yield at(placed, value, danger);
  }
});

export const iamAdministrator: Check = moduleCheck(function* (module): Iterable<Problem> {
  const types = [
    'aws_iam_role_policy_attachment',
    'aws_iam_user_policy_attachment',
    'aws_iam_group_policy_attachment',
    'aws_iam_policy_attachment',
  ];
  for (const placed of resources(module, ...types)) {
    const arn = placed.block.attributes.get('policy_arn');
    if (/policy\/(?:AdministratorAccess|IAMFullAccess)\b/.test(arn?.raw ?? ''))
      yield at(placed, arn, 'AdministratorAccess is given');
  }
  for (const placed of resources(module, 'aws_iam_role')) {
    const arns = placed.block.attributes.get('managed_policy_arns');
    if (/policy\/(?:AdministratorAccess|IAMFullAccess)\b/.test(arns?.raw ?? ''))
      yield at(placed, arns, 'AdministratorAccess is given');
  }
});
