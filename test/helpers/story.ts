/**
 * The repository of the story that the README tells: a shop with six months of commits, a public remote, and a .env with a
 * database password, a Stripe key and an administrator's AWS key. Always the same ids and the same made-up values.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { completeExample } from '../../packages/core/src/detect/examples/generate.ts';
import { gitEnvironment } from './git-environment.ts';

export interface Story {
  readonly root: string;
  /** The public remote, bare. */
  readonly remote: string;
  /** Raw values, to be looked for where they must not be. */
  readonly values: readonly string[];
}

const made = (template: string): string => completeExample(template, 'story');
const awsKeyId = made('AKIA<<base32:16>>');
const values = {
  database: made('<<alnum:18>>'),
  stripe: made(`sk_${'live'}_<<alnum:24>>`),
  aws: made('<<base64:40>>'),
};

export const dotenv: string = `NODE_ENV=production
DATABASE_URL=postgres://shop:${values.database}@db.shop.example:5432/shop
STRIPE_SECRET_KEY=${values.stripe}
AWS_ACCESS_KEY_ID=${awsKeyId}
AWS_SECRET_ACCESS_KEY=${values.aws}
`;

/** `folder`/my-project and `folder`/my-project.git. */
export function makeStory(folder: string): Story {
  const root = join(folder, 'my-project');
  const remote = join(folder, 'my-project.git');
  mkdirSync(root, { recursive: true });
  let day = Date.UTC(2026, 4, 4, 9) / 1000;
  const git = (...args: string[]): void => {
    const date = `${day} +0000`;
    const env = gitEnvironment({
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_AUTHOR_NAME: 'Ada',
      GIT_COMMITTER_NAME: 'Ada',
    });
    execFileSync('git', args, { cwd: root, env, stdio: 'pipe' });
  };
  const commit = (message: string, files: Record<string, string>): void => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), content);
    }
    git('add', '-A');
    git('commit', '-q', '-m', message);
    day += 7 * 86_400;
  };

  git('init', '-q', '-b', 'main');
  git('init', '-q', '--bare', '-b', 'main', remote);
  commit('Start the shop', {
    'README.md': '# Shop\n\nSells things.\n',
    '.gitignore': 'node_modules/\n',
    'package.json': '{ "name": "shop", "version": "1.0.0", "private": true }\n',
  });
  commit('Take payments', { '.env': dotenv, 'src/pay.js': 'exports.key = process.env.STRIPE_SECRET_KEY;\n' });
  for (let week = 1; week <= 24; week++) {
    commit(`Week ${week}`, { [`src/page${week % 6}.js`]: `exports.title = 'Page of week ${week}';\n` });
  }
  git('remote', 'add', 'origin', '../my-project.git');
  git('push', '-q', '-u', 'origin', 'main');
  return { root, remote, values: Object.values(values) };
}
