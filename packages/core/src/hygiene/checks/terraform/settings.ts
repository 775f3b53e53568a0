/** Attributes that should be set, or not, on resources of a type: what needs no more than a table. */
import type { Check, Problem } from '../../check.ts';
import type { HclValue } from '../../hcl.ts';
import { at, attributeAt, moduleCheck, nameOf, type Placed, resources } from './module.ts';

export interface Setting {
  readonly types: readonly string[];
  /** `block.block.attribute` */
  readonly attribute: string;
  /** Undefined where it is not set. An expression whose value is not known is never bad. */
  readonly isBad: (value: HclValue | undefined) => boolean;
  /** About the resource, whose name stands before it. */
  readonly message: string;
  /** Of the resources of these types only those. */
  readonly when?: (placed: Placed) => boolean;
}

/** Absent or literally false. */
export const notOn = (value: HclValue | undefined): boolean => value === undefined || value.literal === 'false';
export const isOnValue = (value: HclValue | undefined): boolean => value?.literal === 'true';
export const isFalse = (value: HclValue | undefined): boolean => value?.literal === 'false';
/** Absent, empty or null. */
export const isUnset = (value: HclValue | undefined): boolean =>
  value === undefined || value.literal === '' || value.raw === 'null' || value.list?.length === 0;

export function settingsCheck(settings: readonly Setting[]): Check {
  return moduleCheck(function* (module): Iterable<Problem> {
    for (const { types, attribute, isBad, message, when } of settings) {
      for (const placed of resources(module, ...types)) {
        const value = attributeAt(placed, attribute);
        if ((when !== undefined && !when(placed)) || !isBad(value)) continue;
        yield { ...at(placed, value, message), text: `${nameOf(placed)}.${attribute}` };
      }
    }
  });
}

const ownKey = 'is encrypted with a key of AWS, not with one of yours';

/** Encrypted with a key that only this account's policies open (a customer managed key of KMS). */
function keyOf(attribute: string, ...types: string[]): Setting {
  return { types, attribute, isBad: isUnset, message: ownKey };
}

const perfInsights = (placed: Placed): boolean =>
  placed.block.attributes.get('performance_insights_enabled')?.literal === 'true';

export const noOwnKey: Check = settingsCheck([
  keyOf('kms_key_id', 'aws_cloudtrail', 'aws_cloudtrail_event_data_store', 'aws_rds_cluster'),
  keyOf('kms_key_id', 'aws_s3_bucket_object', 'aws_s3_object', 'aws_s3_object_copy', 'aws_db_snapshot_copy'),
  keyOf('kms_key_id', 'aws_db_instance_automated_backups_replication', 'aws_rds_cluster_activity_stream'),
  {
    ...keyOf('performance_insights_kms_key_id', 'aws_db_instance', 'aws_rds_cluster_instance'),
    when: perfInsights,
  },
  {
    types: ['aws_networkfirewall_firewall', 'aws_networkfirewall_rule_group', 'aws_networkfirewall_firewall_policy'],
    attribute: 'encryption_configuration.type',
    isBad: (value) => value === undefined || value.literal === 'AWS_OWNED_KMS_KEY',
    message: ownKey,
  },
  {
    types: ['aws_networkfirewall_firewall', 'aws_networkfirewall_rule_group', 'aws_networkfirewall_firewall_policy'],
    attribute: 'encryption_configuration.key_id',
    isBad: isUnset,
    message: ownKey,
    when: (placed) => attributeAt(placed, 'encryption_configuration.type')?.literal === 'CUSTOMER_KMS',
  },
]);

export const trailOff: Check = settingsCheck([
  { types: ['aws_cloudtrail'], attribute: 'enable_logging', isBad: isFalse, message: 'the trail logs nothing' },
]);

export const trailUnheard: Check = settingsCheck([
  { types: ['aws_cloudtrail'], attribute: 'sns_topic_name', isBad: isUnset, message: 'nobody is told of new logs' },
  {
    types: ['aws_cloudtrail'],
    attribute: 'cloud_watch_logs_group_arn',
    isBad: isUnset,
    message: 'no alarm can listen: the trail does not go to CloudWatch Logs',
  },
]);

export const subnetPublicAddress: Check = settingsCheck([
  {
    types: ['aws_subnet', 'aws_default_subnet'],
    attribute: 'map_public_ip_on_launch',
    isBad: isOnValue,
    message: 'whatever starts here gets a public address',
  },
]);

export const acceptsStrangers: Check = settingsCheck([
  {
    types: ['aws_ec2_transit_gateway'],
    attribute: 'auto_accept_shared_attachments',
    isBad: (value) => value?.literal === 'enable',
    message: 'attachments of other accounts are accepted unseen',
  },
  {
    types: ['aws_vpc_endpoint_service'],
    attribute: 'acceptance_required',
    isBad: notOn,
    message: 'connections are accepted unseen',
  },
]);

export const firewallUnprotected: Check = settingsCheck([
  {
    types: ['aws_networkfirewall_firewall'],
    attribute: 'delete_protection',
    isBad: notOn,
    message: 'one command deletes the firewall',
  },
]);

export const accessPointPublic: Check = settingsCheck(
  ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'].map((flag) => ({
    types: ['aws_s3_access_point'],
    attribute: `public_access_block_configuration.${flag}`,
    isBad: isFalse,
    message: 'the access point can be made public',
  })),
);
