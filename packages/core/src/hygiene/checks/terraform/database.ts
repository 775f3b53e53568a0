/** Databases and volumes: who reaches them, whether they are encrypted, whether they come back. */
import type { Check } from '../../check.ts';
import { at, isOff, nameOf, type Placed, resourceCheck } from './module.ts';
import { databaseModule, isFalse, isTrue, withArguments } from './module-arguments.ts';

const instances = ['aws_db_instance'];
const databases = ['aws_db_instance', 'aws_rds_cluster'];

/** A read replica takes these from its source. */
const isReplica = ({ block }: Placed): boolean =>
  block.attributes.has('replicate_source_db') || block.attributes.has('snapshot_identifier');

function databaseFlag(types: readonly string[], flag: string, message: string): Check {
  const check = resourceCheck(types, function* (placed) {
    if (!isReplica(placed) && isOff(placed, flag)) yield at(placed, placed.block.attributes.get(flag), message);
  });
  return withArguments(check, databaseModule, { [flag]: [isFalse, message] });
}

const publicResource = resourceCheck(
  ['aws_db_instance', 'aws_rds_cluster_instance', 'aws_redshift_cluster', 'aws_dms_replication_instance'],
  function* (placed) {
    const flag = placed.block.attributes.get('publicly_accessible');
    if (flag?.literal === 'true') yield at(placed, flag, 'the database has a public address');
  },
);

export const databasePublic: Check = withArguments(publicResource, databaseModule, {
  publicly_accessible: [isTrue, 'the database has a public address'],
});

export const databaseSingleZone: Check = databaseFlag(instances, 'multi_az', 'one zone only: multi_az is not set');
/** Serverless clusters are always encrypted. */
const isServerless = ({ block }: Placed): boolean => block.attributes.get('engine_mode')?.literal === 'serverless';

const unencryptedResource = resourceCheck(databases, function* (placed) {
  if (!isReplica(placed) && !isServerless(placed) && isOff(placed, 'storage_encrypted'))
    yield at(placed, placed.block.attributes.get('storage_encrypted'), 'storage_encrypted is not set');
});

export const databaseUnencrypted: Check = withArguments(unencryptedResource, databaseModule, {
  storage_encrypted: [isFalse, 'storage_encrypted is not set'],
});

export const databaseUnprotected: Check = databaseFlag(
  databases,
  'deletion_protection',
  'deletion_protection is not set',
);

/** Days of production-ready backups (the checklist). */
const backupDays = 7;

const shortBackup = resourceCheck(databases, function* (placed) {
  const value = placed.block.attributes.get('backup_retention_period');
  const days =
    value === undefined ? (placed.block.labels[0] === 'aws_rds_cluster' ? 1 : 0) : Number(value.literal ?? backupDays);
  if (!isReplica(placed) && days < backupDays) yield at(placed, value, `backups are kept for ${days} days`);
});

export const databaseShortBackup: Check = withArguments(shortBackup, databaseModule, {
  backup_retention_period: [
    ({ literal }) => literal !== null && Number(literal) < backupDays,
    'backups are kept for less than a week',
  ],
});

export const volumeUnencrypted: Check = resourceCheck(['aws_ebs_volume', 'aws_efs_file_system'], function* (placed) {
  if (isOff(placed, 'encrypted'))
    yield at(placed, placed.block.attributes.get('encrypted'), `${nameOf(placed)} is not encrypted`);
});
