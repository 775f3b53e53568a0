/** Buckets that others can read, overwrite or lock: who gets at them, and what comes back. */
import type { Check, Problem } from '../../check.ts';
import type { HclBlock } from '../../hcl.ts';
import {
  at,
  attributeAt,
  children,
  isOff,
  literal,
  moduleCheck,
  nameOf,
  names,
  type Placed,
  resources,
  type TerraformModule,
} from './module.ts';
import { bucketModule, withArguments } from './module-arguments.ts';
import { statementsOf } from './policy.ts';

const publicAcl = /^(?:public-read|public-read-write|authenticated-read|website)$/;
const blockFlags = ['block_public_acls', 'block_public_policy', 'ignore_public_acls', 'restrict_public_buckets'];
/** Everybody, and everybody with an AWS account. */
const publicGroup = /groups\/global\/(?:AllUsers|AuthenticatedUsers)$/;

/** The bucket that a resource belongs to, if it stands in the same module. */
function bucketOf(placed: Placed, module: TerraformModule): Placed | null {
  const value = placed.block.attributes.get('bucket');
  if (value === undefined) return null;
  const all = resources(module, 'aws_s3_bucket');
  const byName = all.find((bucket) => names(value, bucket));
  if (byName !== undefined) return byName;
  const own = (bucket: Placed) => bucket.block.attributes.get('bucket');
  const same = all.filter(
    (bucket) => own(bucket)?.raw === value.raw || (value.literal !== null && own(bucket)?.literal === value.literal),
  );
  // Two buckets of one name: nobody can tell.
  return same.length === 1 ? same[0]! : null;
}

/** Resources of a type that belong to a bucket. */
export function companionsOf(bucket: Placed, module: TerraformModule, type: string): Placed[] {
  return resources(module, type).filter((placed) => bucketOf(placed, module) === bucket);
}

/** Resources of a type for the same bucket, which may stand elsewhere. */
function siblingsOf(placed: Placed, module: TerraformModule, type: string): Placed[] {
  const bucket = bucketOf(placed, module);
  if (bucket !== null) return companionsOf(bucket, module, type);
  const raw = bucketText(placed);
  return raw === '' ? [] : resources(module, type).filter((other) => bucketText(other) === raw);
}

/** `aws_s3_bucket.b`, whichever attribute of it is given. */
function bucketText({ block }: Placed): string {
  const raw = block.attributes.get('bucket')?.raw ?? '';
  return /aws_s3_bucket\.[\w-]+/.exec(raw)?.[0] ?? raw;
}

/** Told of the bucket, at the resource that opens it. */
function opened(placed: Placed, module: TerraformModule, problem: Problem): Problem {
  const bucket = bucketOf(placed, module);
  return bucket === null ? problem : { ...problem, text: nameOf(bucket) };
}

/** A block that takes the effect of public ACLs away. */
function isHeld(placed: Placed, module: TerraformModule): boolean {
  const type = 'aws_s3_bucket_public_access_block';
  const blocks =
    placed.block.labels[0] === 'aws_s3_bucket' ? companionsOf(placed, module, type) : siblingsOf(placed, module, type);
  return blocks.some(
    (block) => literal(block, 'ignore_public_acls') === 'true' || literal(block, 'restrict_public_buckets') === 'true',
  );
}

const grantsOf = (placed: Placed): HclBlock[] => [
  ...children(placed.block, 'grant'),
  ...children(placed.block, 'access_control_policy').flatMap((policy) => children(policy, 'grant')),
];

const publicResource = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_s3_bucket', 'aws_s3_bucket_acl')) {
    if (isHeld(placed, module)) continue;
    const acl = literal(placed, 'acl');
    if (acl !== null && publicAcl.test(acl)) {
      const does = acl === 'public-read-write' ? 'read and write' : 'read';
      yield opened(placed, module, at(placed, placed.block.attributes.get('acl'), `acl ${acl} lets everybody ${does}`));
    }
    for (const grant of grantsOf(placed)) {
      const uri = attributeAt({ block: grant }, 'grantee.uri') ?? grant.attributes.get('uri');
      if (!publicGroup.test(uri?.literal ?? '')) continue;
      const permission = grant.attributes.get('permission')?.literal ?? 'rights';
      const does = /WRITE|FULL_CONTROL/.test(permission) ? 'write' : 'read';
      const who = /AllUsers$/.test(uri?.literal ?? '') ? 'everybody' : 'everybody with an AWS account';
      yield opened(placed, module, at(placed, uri, `a grant of ${permission} lets ${who} ${does}`));
    }
  }
  for (const placed of resources(module, 'aws_s3_bucket_policy', 'aws_s3_bucket')) {
    const policy = placed.block.attributes.get('policy');
    for (const { effect, principals, conditional } of statementsOf(policy, module)) {
      if (effect === 'Allow' && principals.includes('*') && !conditional)
        yield at(placed, policy, 'the policy allows everybody');
    }
  }
});

export const publicBucket: Check = withArguments(publicResource, bucketModule, {
  acl: [({ literal: acl }) => acl !== null && publicAcl.test(acl), 'acl lets everybody read'],
});

/** Who shuts everybody out of changing the policy shuts himself out. */
const lockingOut = /^(?:\*|s3:\*|s3:Put\*|s3:\*BucketPolicy|s3:PutBucketPolicy)$/;

export const bucketLockout: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_s3_bucket', 'aws_s3_bucket_policy')) {
    const policy = placed.block.attributes.get('policy');
    for (const { effect, principals, conditional, actions } of statementsOf(policy, module)) {
      if (effect === 'Deny' && !conditional && principals.includes('*') && actions.some((one) => lockingOut.test(one)))
        yield at(placed, policy, 'nobody but the root user can change the policy again');
    }
  }
});

export const noPublicAccessBlock: Check = moduleCheck(function* (module): Iterable<Problem> {
  if (resources(module, 'aws_s3_account_public_access_block').length > 0) return;
  const blocks = resources(module, 'aws_s3_bucket_public_access_block');
  for (const block of blocks) {
    for (const flag of blockFlags) {
      if (!isOff(block, flag)) continue;
      const problem = at(block, block.block.attributes.get(flag), `${flag} is not set`);
      yield {
        ...problem,
        text: `${bucketOf(block, module) === null ? nameOf(block) : nameOf(bucketOf(block, module)!)}.${flag}`,
      };
    }
  }
  for (const bucket of resources(module, 'aws_s3_bucket')) {
    if (companionsOf(bucket, module, 'aws_s3_bucket_public_access_block').length === 0)
      yield at(bucket, undefined, 'no aws_s3_bucket_public_access_block');
  }
}, true);

/** Public on purpose as a website, or only over TLS: all else is read in clear by whoever is on the way. */
export const plainTransport: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_s3_bucket_acl')) {
    const isPublic =
      publicAcl.test(literal(placed, 'acl') ?? '') ||
      grantsOf(placed).some((grant) => publicGroup.test(attributeAt({ block: grant }, 'grantee.uri')?.literal ?? ''));
    if (!isPublic || isHeld(placed, module)) continue;
    const policies = siblingsOf(placed, module, 'aws_s3_bucket_policy');
    const secure = policies.some((policy) =>
      statementsOf(policy.block.attributes.get('policy'), module).some(({ effect, conditions }) =>
        conditions.some(
          ({ variable, values }) =>
            variable === 'aws:SecureTransport' && values.includes(effect === 'Allow' ? 'true' : 'false'),
        ),
      ),
    );
    const isSite = siblingsOf(placed, module, 'aws_s3_bucket_website_configuration').length > 0;
    if (!secure && !isSite) yield at(placed, placed.block.attributes.get('acl'), 'it is read without TLS too');
  }
}, true);
