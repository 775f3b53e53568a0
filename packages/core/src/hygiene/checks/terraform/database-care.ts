/** Databases: logs, logins, certificates, copies, versions with known holes. */
import type { Check, Problem } from '../../check.ts';
import {
  at,
  children,
  literal,
  mentions,
  moduleCheck,
  names,
  type Placed,
  resourceCheck,
  resources,
  texts,
} from './module.ts';
import { isUnset, notOn, settingsCheck } from './settings.ts';

const engineOf = (placed: Placed): string => literal(placed, 'engine') ?? '';
const isMysqlCluster = (placed: Placed): boolean => /^(?:aurora|aurora-mysql|mysql|)$/.test(engineOf(placed));

export const noLogs: Check = settingsCheck([
  {
    types: ['aws_db_instance', 'aws_rds_cluster'],
    attribute: 'enabled_cloudwatch_logs_exports',
    isBad: isUnset,
    message: 'no log leaves the database',
  },
]);

export const noAuditLog: Check = settingsCheck([
  {
    types: ['aws_rds_cluster'],
    attribute: 'enabled_cloudwatch_logs_exports',
    isBad: (value) => isUnset(value) || (value?.list != null && !texts(value).includes('audit')),
    message: 'nobody sees who did what: no audit log',
    when: isMysqlCluster,
  },
]);

/** Statements of Postgres, by the parameters that switch them on. */
export const noQueryLog: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const [type, groupType, engine] of [
    ['aws_db_instance', 'aws_db_parameter_group', /^postgres$/],
    ['aws_rds_cluster', 'aws_rds_cluster_parameter_group', /^aurora-postgresql$/],
  ] as const) {
    for (const placed of resources(module, type)) {
      if (!engine.test(engineOf(placed))) continue;
      const groups = resources(module, groupType).filter((group) => refersTo(placed, group));
      const names = new Set(groups.flatMap((group) => Array.from(parametersOf(group).keys())));
      if (!names.has('log_statement') || !names.has('log_min_duration_statement'))
        yield at(placed, undefined, 'queries are not logged: log_statement and log_min_duration_statement');
    }
  }
}, true);

function refersTo(placed: Placed, other: Placed): boolean {
  return [...placed.block.attributes.values()].some((value) => names(value, other));
}

function parametersOf({ block }: Placed): Map<string, string> {
  const entries = children(block, 'parameter').map(
    (one) => [one.attributes.get('name')?.literal ?? '', one.attributes.get('value')?.literal ?? ''] as const,
  );
  return new Map(entries);
}

/** Family of a parameter group → the parameter that refuses connections in clear, and its value. */
const tlsParameters: readonly (readonly [RegExp, string, string])[] = [
  [/^postgres|sqlserver/, 'rds.force_ssl', '1'],
  [/^(?:mariadb|mysql)/, 'require_secure_transport', '1'],
  [/db2/, 'db2comm', 'SSL'],
];

export const plainConnections: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const group of resources(module, 'aws_db_parameter_group')) {
    const known = tlsParameters.find(([family]) => family.test(literal(group, 'family') ?? ''));
    if (known === undefined || parametersOf(group).get(known[1]) === known[2]) continue;
    const users = resources(module, 'aws_db_instance').filter((placed) => refersTo(placed, group));
    for (const placed of users)
      yield at(placed, undefined, `connections in clear are accepted: ${known[1]} is not ${known[2]}`);
  }
}, true);

const members = ['aws_db_instance', 'aws_rds_cluster_instance'];

export const unmonitored: Check = settingsCheck([
  {
    types: members,
    attribute: 'monitoring_interval',
    isBad: (value) => value === undefined || value.literal === '0',
    message: 'the machine is not watched: monitoring_interval',
  },
  {
    types: members,
    attribute: 'performance_insights_enabled',
    isBad: notOn,
    message: 'nobody sees what makes it slow: performance_insights_enabled',
  },
]);

export const noMinorUpgrades: Check = settingsCheck([
  {
    types: members,
    attribute: 'auto_minor_version_upgrade',
    isBad: (value) => value?.literal === 'false',
    message: 'known holes stay open: auto_minor_version_upgrade',
  },
]);

export const passwordLogin: Check = settingsCheck([
  {
    types: ['aws_db_instance'],
    attribute: 'iam_database_authentication_enabled',
    isBad: notOn,
    message: 'logins need a password that lasts',
    when: (placed) => /^(?:mysql|mariadb|postgres|)$/.test(engineOf(placed)),
  },
  {
    types: ['aws_rds_cluster'],
    attribute: 'iam_database_authentication_enabled',
    isBad: notOn,
    message: 'logins need a password that lasts',
  },
]);

export const noTagsOnCopies: Check = settingsCheck([
  {
    types: ['aws_db_instance', 'aws_rds_cluster'],
    attribute: 'copy_tags_to_snapshot',
    isBad: notOn,
    message: 'its snapshots belong to nobody: copy_tags_to_snapshot',
  },
]);

export const noBacktrack: Check = settingsCheck([
  {
    types: ['aws_rds_cluster'],
    attribute: 'backtrack_window',
    isBad: (value) => value === undefined || value.literal === '0',
    message: 'a wrong statement cannot be taken back: backtrack_window',
    when: (placed) => /^(?:aurora|aurora-mysql|)$/.test(engineOf(placed)),
  },
]);

export const oldCertificate: Check = settingsCheck([
  {
    types: ['aws_db_instance'],
    attribute: 'ca_cert_identifier',
    isBad: (value) => /^rds-ca-20\d\d$/.test(value?.literal ?? ''),
    message: 'the certificate of its authority has run out',
  },
]);

export const copiesUnencrypted: Check = settingsCheck([
  {
    types: ['aws_rds_global_cluster', 'aws_db_cluster_snapshot'],
    attribute: 'storage_encrypted',
    isBad: notOn,
    message: 'it is not encrypted',
    when: ({ block }) => !block.attributes.has('source_db_cluster_identifier'),
  },
]);

export const copiesPublic: Check = settingsCheck([
  {
    types: ['aws_db_snapshot', 'aws_db_cluster_snapshot'],
    attribute: 'shared_accounts',
    isBad: (value) => texts(value).includes('all'),
    message: 'every AWS account can restore the data',
  },
  {
    types: ['aws_db_snapshot_copy'],
    attribute: 'shared_accounts',
    isBad: (value) => texts(value).includes('all'),
    message: 'every AWS account can restore the data',
  },
]);

export const classicGroup: Check = resourceCheck(['aws_db_security_group'], function* (placed) {
  yield at(placed, undefined, 'groups of this kind are for networks that no longer exist (EC2-Classic)');
});

/** First version without the hole in log_fdw, by major version: https://aws.amazon.com/security/security-bulletins/AWS-2022-004/ */
const mended: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  postgres: { '13': 3, '12': 7, '11': 12, '10': 17 },
  'aurora-postgresql': { '11': 9, '10': 14 },
};

export const knownHole: Check = resourceCheck(['aws_db_instance', 'aws_rds_cluster'], function* (placed) {
  const value = placed.block.attributes.get('engine_version');
  const versions = mended[engineOf(placed)];
  const [major = '', minor, patch] = (value?.literal ?? '').split('.');
  if (versions === undefined || !/^\d+$/.test(major) || minor === undefined) return;
  const first = versions[major];
  const newest = Math.max(...Object.keys(versions).map(Number));
  const old =
    first !== undefined
      ? Number(minor) < first
      : Number(major) < newest && !(major === '9' && minor === '6' && Number(patch) > 21);
  if (old) yield at(placed, value, 'users of the database can read files of its machine (log_fdw)');
});

export const noBackupPlan: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_rds_cluster')) {
    if (mentions(module, placed, 'aws_backup_selection').length === 0)
      yield at(placed, undefined, 'no backup plan chooses it: only its own snapshots exist');
  }
}, true);
