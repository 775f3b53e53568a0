// The GitHub action (action.yml): inputs become options of `gitmoat ci`, everything else is the command's own.
// https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax#runs-for-javascript-actions
const { join } = require('node:path');

const { env } = process;
/** The runner gives an input as INPUT_<NAME>, in capitals, dashes kept; empty where it was left out. */
const input = (name) => (env[`INPUT_${name.toUpperCase()}`] ?? '').trim();

const options = ['base', 'head', 'policy', 'fail-on', 'min-confidence']
  .filter((name) => input(name) !== '')
  .map((name) => `--${name}=${input(name)}`);
if (input('show-suppressed') === 'true') options.push('--show-suppressed');
const sarif = input('sarif') || (env.RUNNER_TEMP ? join(env.RUNNER_TEMP, 'gitmoat.sarif') : '');
if (sarif !== '') options.push('--format=sarif', `--output=${sarif}`);

process.chdir(input('path') || env.GITHUB_WORKSPACE || '.');
process.argv = [process.argv[0], join(__dirname, 'gitmoat.cjs'), 'ci', '--no-progress', ...options];
require('./gitmoat.cjs');
