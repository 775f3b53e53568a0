/** IAM policies, whichever way they are written: JSON text, jsonencode, aws_iam_policy_document. Reads; judges nothing. */
import type { HclValue } from '../../hcl.ts';
import { children, type Placed, type TerraformModule, texts } from './module.ts';

export interface Statement {
  readonly effect: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** All but these: the statement has NotAction. */
  readonly notActions: readonly string[];
  /** `*` for everybody. */
  readonly principals: readonly string[];
  /** Of identity providers (`Federated`), also among the principals. */
  readonly federated: readonly string[];
  /** It has a condition, and not only such that everybody fulfils. */
  readonly conditional: boolean;
  readonly conditions: readonly Condition[];
}

export interface Condition {
  /** `StringLike` … */
  readonly test: string;
  /** `aws:SecureTransport` … */
  readonly variable: string;
  readonly values: readonly string[];
}

/** Statements of a policy as far as they are literal; none where the policy is made elsewhere. */
export function statementsOf(value: HclValue | undefined, module: TerraformModule): Statement[] {
  if (value === undefined) return [];
  if (value.call?.name === 'jsonencode') return fromJson(toPlain(value.call.args[0]));
  const json = value.literal ?? templateText(value.raw);
  if (json !== null) {
    try {
      return fromJson(JSON.parse(json.replace(/,(\s*[\]}])/g, '$1')));
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

/** A policy in a heredoc with `${…}` in it: what is put in stands for itself. */
function templateText(raw: string): string | null {
  const [, text] = /^<<[-~]?\s*\w+\n([\s\S]*)\n\s*\w+\s*$/.exec(raw) ?? [];
  return text === undefined ? null : text.replace(/\$\{[^}]*\}/g, 'x');
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
    const { Effect, Action, NotAction, Resource, Principal, Condition } = one as Record<string, unknown>;
    const principals =
      typeof Principal === 'object' && Principal !== null
        ? Object.values(Principal).flatMap(strings)
        : strings(Principal);
    return [
      {
        effect: String(Effect ?? ''),
        actions: strings(Action),
        notActions: strings(NotAction),
        resources: strings(Resource),
        principals,
        federated: strings((Principal as { Federated?: unknown } | null | undefined)?.Federated),
        conditional: Condition != null && !conditionsOf(Condition).every(letsAllIn),
        conditions: conditionsOf(Condition),
      },
    ];
  });
}

/** A condition about who asks that everybody fulfils. */
function letsAllIn({ variable, values }: Condition): boolean {
  return (
    /^aws:(?:Principal|Source)/i.test(variable) &&
    values.some((value) => /^\*$|^arn:aws[\w-]*:(?:iam|sts)::\*/.test(value))
  );
}

function conditionsOf(value: unknown): Condition[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([test, pairs]) =>
    typeof pairs !== 'object' || pairs === null
      ? []
      : Object.entries(pairs).map(([variable, values]) => ({ test, variable, values: strings(values) })),
  );
}

function strings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
}

export function fromDocument({ block }: Placed): Statement[] {
  return children(block, 'statement').map((statement) => {
    const principals = children(statement, 'principals').map((one) => ({
      type: one.attributes.get('type')?.literal ?? '',
      ids: texts(one.attributes.get('identifiers')),
    }));
    const conditions = children(statement, 'condition').map((one) => ({
      test: one.attributes.get('test')?.literal ?? '',
      variable: one.attributes.get('variable')?.literal ?? '',
      values: texts(one.attributes.get('values')),
    }));
    return {
      effect: statement.attributes.get('effect')?.literal ?? 'Allow',
      actions: texts(statement.attributes.get('actions')),
      notActions: texts(statement.attributes.get('not_actions')),
      resources: texts(statement.attributes.get('resources')),
      principals: principals.flatMap(({ ids }) => ids),
      federated: principals.flatMap(({ type, ids }) => (type === 'Federated' ? ids : [])),
      conditional: conditions.length > 0 && !conditions.every(letsAllIn),
      conditions,
    };
  });
}

/** Resources that hold a policy, and the attribute that holds it. */
export const policyTypes: Readonly<Record<string, string>> = {
  aws_iam_policy: 'policy',
  aws_iam_role_policy: 'policy',
  aws_iam_user_policy: 'policy',
  aws_iam_group_policy: 'policy',
  aws_ssoadmin_permission_set_inline_policy: 'inline_policy',
};

/** Every policy of a module with its statements; a document is told where it stands, not where it is used. */
export function* policiesOf(module: TerraformModule): Iterable<{
  readonly placed: Placed;
  readonly value: HclValue | undefined;
  readonly statements: readonly Statement[];
}> {
  for (const placed of module.blocks) {
    const [type = ''] = placed.block.labels;
    const attribute = policyTypes[type];
    if (placed.block.type === 'resource' && attribute !== undefined) {
      const value = placed.block.attributes.get(attribute);
      yield { placed, value, statements: statementsOf(value, module) };
    } else if (placed.block.type === 'data' && type === 'aws_iam_policy_document') {
      yield { placed, value: undefined, statements: fromDocument(placed) };
    }
  }
}
