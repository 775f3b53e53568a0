/** CloudTrail: what is written down, and who can read or change it. */
import type { Check, Problem } from '../../check.ts';
import { companionsOf } from './bucket.ts';
import {
  at,
  children,
  isOff,
  moduleCheck,
  modulesOf,
  names,
  type Placed,
  resources,
  type TerraformModule,
} from './module.ts';

function flagOff(name: string, message: string): Check {
  return moduleCheck(function* (module): Iterable<Problem> {
    for (const placed of resources(module, 'aws_cloudtrail')) {
      if (isOff(placed, name)) yield at(placed, placed.block.attributes.get(name), message);
    }
  });
}

export const cloudtrailRegion: Check = flagOff('is_multi_region_trail', 'one region only');
export const cloudtrailValidation: Check = flagOff('enable_log_file_validation', 'logs can be changed unseen');

function* trailBuckets(module: TerraformModule): Iterable<readonly [Placed, Placed]> {
  for (const trail of resources(module, 'aws_cloudtrail')) {
    const name = trail.block.attributes.get('s3_bucket_name');
    const bucket = resources(module, 'aws_s3_bucket').find((one) => names(name, one));
    if (bucket !== undefined) yield [trail, bucket];
  }
}

export const trailBucketUnlogged: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const [trail, bucket] of trailBuckets(module)) {
    const logged =
      children(bucket.block, 'logging').length > 0 || companionsOf(bucket, module, 'aws_s3_bucket_logging').length > 0;
    if (!logged)
      yield at(trail, trail.block.attributes.get('s3_bucket_name'), 'nobody sees who reads or removes its logs');
  }
}, true);

/** Somewhere in a repository that configures AWS by itself. */
export const noTrail: Check = {
  kinds: ['terraform'],
  whole: true,
  *run(tree) {
    const modules = modulesOf(tree);
    const has = ({ block }: Placed) =>
      block.labels[0] === 'aws_cloudtrail' ||
      (block.type === 'module' && /cloudtrail/i.test(block.attributes.get('source')?.raw ?? ''));
    if (modules.some(({ blocks }) => blocks.some(has))) return;
    for (const { blocks } of modules) {
      const provider = blocks.find(({ block }) => block.type === 'provider' && block.labels[0] === 'aws');
      const account = blocks.some(({ block }) =>
        /^aws_(?:iam_account|organizations|account|guardduty|config_config)/.test(block.labels[0] ?? ''),
      );
      if (provider !== undefined && account) yield at(provider, undefined, 'an account is set up here, and no trail');
    }
  },
};
