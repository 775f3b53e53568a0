/** Buckets, volumes and databases: who can read them, whether they are encrypted, whether they come back. */
import type { Check, Problem } from '../../check.ts';
import {
  at,
  children,
  isOff,
  literal,
  moduleCheck,
  nameOf,
  type Placed,
  resourceCheck,
  resources,
  type TerraformModule,
} from './module.ts';
import { statementsOf } from './policy.ts';

const publicAcl = /^(?:public-read|public-read-write|authenticated-read|website)$/;
const blockFlags = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];

export const publicBucket: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_s3_bucket', 'aws_s3_bucket_acl')) {
    const acl = literal(placed, 'acl');
    if (acl !== null && publicAcl.test(acl))
      yield at(placed, placed.block.attributes.get('acl'), `acl ${acl} lets everybody read`);
  }
  for (const placed of resources(module, 'aws_s3_bucket_policy')) {
    for (const { effect, principals, conditional } of statementsOf(placed.block.attributes.get('policy'), module)) {
      if (effect === 'Allow' && principals.includes('*') && !conditional) {
        yield at(placed, placed.block.attributes.get('policy'), 'the policy allows everybody');
      }
    }
  }
});

/** The resource that belongs to a bucket: it names it, or the module has one of each. */
function companionOf(bucket: Placed, module: TerraformModule, type: string): Placed | null {
  const name = bucket.block.labels[1] ?? '';
  const id = literal(bucket, 'bucket');
  const all = resources(module, type);
  const named = all.find(({ block }) => {
    const value = block.attributes.get('bucket');
    return (
      value !== undefined &&
      (value.literal === id ? id !== null : new RegExp(`\\baws_s3_bucket\\.${name}\\b`).test(value.raw))
    );
  });
  return named ?? null;
}

export const noPublicAccessBlock: Check = moduleCheck(function* (module): Iterable<Problem> {
  if (resources(module, 'aws_s3_account_public_access_block').length > 0) return;
  for (const bucket of resources(module, 'aws_s3_bucket')) {
    const block = companionOf(bucket, module, 'aws_s3_bucket_public_access_block');
    if (block === null) yield at(bucket, undefined, 'no aws_s3_bucket_public_access_block');
    else {
      const off = blockFlags.find((flag) => isOff(block, flag));
      if (off !== undefined) yield at(block, block.block.attributes.get(off), `${off} is not set`);
    }
  }
}, true);

function bucketNeeds(
  type: string,
  inline: string,
  message: string,
  isOn: (placed: Placed) => boolean = () => true,
): Check {
  return moduleCheck(function* (module): Iterable<Problem> {
    for (const bucket of resources(module, 'aws_s3_bucket')) {
      const companion = companionOf(bucket, module, type);
      const own = children(bucket.block, inline);
      const inlineOn = own.some(
        (block) => inline !== 'versioning' || block.attributes.get('enabled')?.literal !== 'false',
      );
      if (inlineOn || (companion !== null && isOn(companion))) continue;
      yield at(companion ?? bucket, undefined, message);
    }
  }, true);
}

export const bucketUnencrypted: Check = bucketNeeds(
  'aws_s3_bucket_server_side_encryption_configuration',
  'server_side_encryption_configuration',
  'no encryption is set for the bucket',
);

export const bucketUnversioned: Check = bucketNeeds(
  'aws_s3_bucket_versioning',
  'versioning',
  'versions are not kept',
  ({ block }) =>
    children(block, 'versioning_configuration').every(
      (one) =>
        one.attributes.get('status')?.literal !== 'Suspended' && one.attributes.get('status')?.literal !== 'Disabled',
    ),
);

const instances = ['aws_db_instance'];
const databases = ['aws_db_instance', 'aws_rds_cluster'];

/** A read replica takes these from its source. */
const isReplica = ({ block }: Placed): boolean =>
  block.attributes.has('replicate_source_db') || block.attributes.has('snapshot_identifier');

function databaseFlag(types: readonly string[], flag: string, message: string): Check {
  return resourceCheck(types, function* (placed) {
    if (!isReplica(placed) && isOff(placed, flag)) yield at(placed, placed.block.attributes.get(flag), message);
  });
}

export const databasePublic: Check = resourceCheck(
  ['aws_db_instance', 'aws_rds_cluster_instance', 'aws_redshift_cluster', 'aws_dms_replication_instance'],
  function* (placed) {
    const flag = placed.block.attributes.get('publicly_accessible');
    if (flag?.literal === 'true') yield at(placed, flag, 'the database has a public address');
  },
);

export const databaseSingleZone: Check = databaseFlag(instances, 'multi_az', 'one zone only: multi_az is not set');
export const databaseUnencrypted: Check = databaseFlag(databases, 'storage_encrypted', 'storage_encrypted is not set');
export const databaseUnprotected: Check = databaseFlag(
  databases,
  'deletion_protection',
  'deletion_protection is not set',
);

/** Days of production-ready backups (the checklist). */
const backupDays = 7;

export const databaseShortBackup: Check = resourceCheck(databases, function* (placed) {
  const value = placed.block.attributes.get('backup_retention_period');
  const days =
    value === undefined ? (placed.block.labels[0] === 'aws_rds_cluster' ? 1 : 0) : Number(value.literal ?? backupDays);
  if (!isReplica(placed) && days < backupDays) yield at(placed, value, `backups are kept for ${days} days`);
});

export const volumeUnencrypted: Check = resourceCheck(['aws_ebs_volume', 'aws_efs_file_system'], function* (placed) {
  if (isOff(placed, 'encrypted'))
    yield at(placed, placed.block.attributes.get('encrypted'), `${nameOf(placed)} is not encrypted`);
});
