/** Terraform and OpenTofu. */
import type { Checks } from '../../check.ts';
import { adminPortOpen, otherPortOpen } from './network.ts';
import { iamAdministrator, iamWildcard } from './policy.ts';
import * as project from './project.ts';
import * as storage from './storage.ts';

export const terraformChecks: Checks = {
  'terraform-admin-port-open': adminPortOpen,
  'terraform-port-open': otherPortOpen,
  'terraform-provider-keys': project.providerKeys,
  'terraform-secret-value': project.secretLiterals,
  'terraform-user-data-secret': project.userDataSecrets,
  'terraform-bucket-public': storage.publicBucket,
  'terraform-bucket-no-public-access-block': storage.noPublicAccessBlock,
  'terraform-bucket-unencrypted': storage.bucketUnencrypted,
  'terraform-bucket-unversioned': storage.bucketUnversioned,
  'terraform-iam-wildcard': iamWildcard,
  'terraform-iam-administrator': iamAdministrator,
  'terraform-database-public': storage.databasePublic,
  'terraform-database-single-zone': storage.databaseSingleZone,
  'terraform-database-unencrypted': storage.databaseUnencrypted,
  'terraform-database-unprotected': storage.databaseUnprotected,
  'terraform-database-short-backup': storage.databaseShortBackup,
  'terraform-volume-unencrypted': storage.volumeUnencrypted,
  'terraform-trail-one-region': project.cloudtrailRegion,
  'terraform-trail-no-validation': project.cloudtrailValidation,
  'terraform-state-unencrypted': project.stateUnencrypted,
  'terraform-state-unlocked': project.stateUnlocked,
  'terraform-state-local': project.stateLocal,
  'terraform-module-unpinned': project.modulesUnpinned,
  'terraform-provider-unpinned': project.providersUnpinned,
  'terraform-environments-together': project.environmentsTogether,
};
