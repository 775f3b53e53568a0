/** Buckets: encryption, versions, logs, copies. Each is a block of the bucket (old way) or a resource of its own. */
import type { Check, Problem } from '../../check.ts';
import type { HclBlock } from '../../hcl.ts';
import { companionsOf } from './bucket.ts';
import {
  at,
  attributeAt,
  children,
  literal,
  moduleCheck,
  nameOf,
  type Placed,
  resourceCheck,
  resources,
  type TerraformModule,
  texts,
} from './module.ts';
import { statementsOf } from './policy.ts';
import { entriesOf } from './vpc.ts';

interface Need {
  /** The resource of its own. */
  readonly type: string;
  /** The block of the bucket. */
  readonly inline: string;
  readonly message: string;
  /** Whether such a block or resource does what is asked. */
  readonly isOn?: (block: HclBlock) => boolean;
  readonly unless?: (bucket: Placed, module: TerraformModule) => boolean;
}

function bucketNeeds({ type, inline, message, isOn = () => true, unless }: Need): Check {
  return moduleCheck(function* (module): Iterable<Problem> {
    for (const bucket of resources(module, 'aws_s3_bucket')) {
      const companions = companionsOf(bucket, module, type);
      const blocks = [...children(bucket.block, inline), ...companions.map(({ block }) => block)];
      if (blocks.some(isOn) || unless?.(bucket, module)) continue;
      yield { ...at(companions[0] ?? bucket, undefined, message), text: nameOf(bucket) };
    }
  }, true);
}

const encryption = {
  type: 'aws_s3_bucket_server_side_encryption_configuration',
  inline: 'server_side_encryption_configuration',
} as const;

/** Whether the algorithm may be one of these; an expression may be any. */
function encrypts(block: HclBlock, algorithms: RegExp): boolean {
  const value = attributeAt({ block }, 'rule.apply_server_side_encryption_by_default.sse_algorithm');
  return value !== undefined && (value.literal === null || algorithms.test(value.literal));
}

export const bucketUnencrypted: Check = bucketNeeds({
  ...encryption,
  message: 'no encryption is set for the bucket',
  isOn: (block) => encrypts(block, /^(?:AES256|aws:kms(?::dsse)?)$/),
});

/** Log buckets cannot have a key of their own: the log service has no right to it. */
function takesLogs(bucket: Placed, module: TerraformModule): boolean {
  if (literal(bucket, 'acl') === 'log-delivery-write') return true;
  const acls = companionsOf(bucket, module, 'aws_s3_bucket_acl');
  const delivery = acls.some(
    ({ block }) =>
      block.attributes.get('acl')?.literal === 'log-delivery-write' ||
      children(block, 'access_control_policy')
        .flatMap((policy) => children(policy, 'grant'))
        .some((grant) => /LogDelivery$/.test(attributeAt({ block: grant }, 'grantee.uri')?.literal ?? '')),
  );
  const policies = companionsOf(bucket, module, 'aws_s3_bucket_policy');
  return (
    delivery ||
    policies.some(({ block }) =>
      statementsOf(block.attributes.get('policy'), module).some(({ principals }) =>
        principals.includes('logging.s3.amazonaws.com'),
      ),
    )
  );
}

export const bucketNoOwnKey: Check = bucketNeeds({
  ...encryption,
  message: 'everybody who reads the bucket reads the data: no KMS key',
  isOn: (block) => encrypts(block, /^aws:kms(?::dsse)?$/),
  unless: takesLogs,
});

export const bucketUnversioned: Check = bucketNeeds({
  type: 'aws_s3_bucket_versioning',
  inline: 'versioning',
  message: 'versions are not kept',
  isOn: (block) => {
    const own = block.attributes.get('enabled');
    const status = attributeAt({ block }, 'versioning_configuration.status');
    return status === undefined
      ? own !== undefined && own.literal !== 'false'
      : !/^(?:Suspended|Disabled)$/.test(status.literal ?? '');
  },
});

export const bucketUnlogged: Check = bucketNeeds({
  type: 'aws_s3_bucket_logging',
  inline: 'logging',
  message: 'nobody sees who read what: no access log',
  unless: takesLogs,
});

export const bucketKeepsAll: Check = bucketNeeds({
  type: 'aws_s3_bucket_lifecycle_configuration',
  inline: 'lifecycle_rule',
  message: 'nothing is ever removed: no lifecycle',
});

export const bucketSilent: Check = bucketNeeds({
  type: 'aws_s3_bucket_notification',
  inline: 'notification',
  message: 'changes tell nobody: no notifications',
});

export const bucketOneRegion: Check = bucketNeeds({
  type: 'aws_s3_bucket_replication_configuration',
  inline: 'replication_configuration',
  message: 'one region only: no replication',
  isOn: (block) =>
    ['rule.status', 'rules.status'].some((path) => attributeAt({ block }, path)?.literal === 'Enabled') ||
    ['rule.status', 'rules.status'].some((path) => attributeAt({ block }, path)?.literal === null),
});

export const bucketNoMfaDelete: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_s3_bucket_versioning')) {
    const value = attributeAt(placed, 'versioning_configuration.mfa_delete');
    if (value === undefined || value.literal === 'Disabled')
      yield at(placed, value, 'one key is enough to delete all versions');
  }
});

export const bucketUnlocked: Check = resourceCheck(['aws_s3_bucket'], function* (placed) {
  for (const get of entriesOf(placed.block, 'object_lock_configuration')) {
    const value = get('object_lock_enabled');
    if (value?.literal !== 'Enabled') yield at(placed, value, 'the object lock is not on');
  }
});

export const uploadsKept: Check = resourceCheck(['aws_s3_bucket_lifecycle_configuration'], function* (placed) {
  const ends = children(placed.block, 'rule').some((rule) => {
    const filter = children(rule, 'filter').flatMap((one) => [one, ...children(one, 'and')]);
    const narrowed = filter.some((one) =>
      ['prefix', 'tag', 'tags', 'object_size_greater_than', 'object_size_less_than'].some((name) => {
        const value = one.attributes.get(name);
        return value !== undefined && value.literal !== '';
      }),
    );
    const tagged = filter.some((one) => children(one, 'tag').length > 0);
    const isOn = rule.attributes.get('status')?.literal !== 'Disabled';
    return isOn && !narrowed && !tagged && children(rule, 'abort_incomplete_multipart_upload').length > 0;
  });
  if (!ends) yield at(placed, undefined, 'broken uploads are kept, and paid for, for ever');
});

export const bucketAclsOn: Check = resourceCheck(['aws_s3_bucket_ownership_controls'], function* (placed) {
  const owner = attributeAt(placed, 'rule.object_ownership');
  if (owner?.literal !== null && owner?.literal !== 'BucketOwnerEnforced')
    yield at(placed, owner, 'access control lists still count');
});

/** Which reads and writes of a bucket's objects a trail writes down. */
export const objectsUnlogged: Check = moduleCheck(function* (module): Iterable<Problem> {
  const selectors = resources(module, 'aws_cloudtrail').flatMap(({ block }) => children(block, 'event_selector'));
  for (const bucket of resources(module, 'aws_s3_bucket')) {
    for (const [kind, what] of [
      ['ReadOnly', 'reads'],
      ['WriteOnly', 'writes'],
    ] as const) {
      const logged = selectors.some((selector) => {
        const type = selector.attributes.get('read_write_type')?.literal ?? 'All';
        return (
          (type === 'All' || type === kind) && children(selector, 'data_resource').some((one) => covers(one, bucket))
        );
      });
      if (!logged)
        yield {
          ...at(bucket, undefined, `no trail writes down ${what} of its objects`),
          text: `${nameOf(bucket)}.${what}`,
        };
    }
  }
}, true);

function covers(data: HclBlock, bucket: Placed): boolean {
  if (data.attributes.get('type')?.literal !== 'AWS::S3::Object') return false;
  const values = data.attributes.get('values');
  const own = literal(bucket, 'bucket');
  const byText = texts(values).some(
    (one) => /^arn:aws[\w-]*:s3(?::::)?$/.test(one) || (own !== null && one === `arn:aws:s3:::${own}/`),
  );
  const named = new RegExp(`${nameOf(bucket).replace('.', '\\.')}\\.(?:bucket|id|arn)\\}/`);
  return byText || (values?.list ?? []).some(({ raw }) => named.test(raw));
}
