/** GitLab CI: the same questions as for GitHub Actions, in its words. */
import { type Checks, type Problem, perFile } from '../check.ts';
import type { YamlNode } from '../yaml-node.ts';
import { isMovingImage } from './dockerfile.ts';
import { isRealValue, isSecretName } from './secret-words.ts';
import { pipedDownload, printsTo } from './shell.ts';
import { at, within } from './workflow.ts';

interface Pipeline {
  readonly path: string;
  readonly text: string;
  readonly root: YamlNode;
}

function pipelineCheck(check: (pipeline: Pipeline) => Iterable<Problem>): Checks[string] {
  return perFile(['gitlab-ci'], function* ({ path }, tree) {
    const [root] = tree.yaml(path).roots;
    if (root !== undefined) yield* check({ path, text: tree.text(path), root });
  });
}

/** Every line of every script, with the node it stands in. */
function* scriptLines({ root }: Pipeline): Iterable<readonly [YamlNode, string]> {
  for (const map of root.maps()) {
    for (const name of ['script', 'before_script', 'after_script']) {
      const script = map.get(name);
      for (const node of script.isList ? script.items() : [script]) {
        for (const line of node.text.split('\n')) if (line !== '') yield [node, line];
      }
    }
  }
}

function* variables({ path, root }: Pipeline): Iterable<Problem> {
  for (const map of root.maps()) {
    for (const [name, node] of map.get('variables').entries()) {
      const value = node.isMap ? node.get('value') : node;
      if (isSecretName(name) && isRealValue(value.text))
        yield at(path, value, name, `${name} has its value in the file`);
    }
  }
}

function* printed(pipeline: Pipeline): Iterable<Problem> {
  for (const [node, line] of scriptLines(pipeline)) {
    for (const [value, name = ''] of line.matchAll(/\$\{?([A-Za-z_]\w*)\}?/g)) {
      if (isSecretName(name) && printsTo(line, value)) {
        yield within(pipeline.path, node, pipeline.text, value, `The job prints ${name}`);
      }
    }
  }
}

function* images({ path, root }: Pipeline): Iterable<Problem> {
  for (const map of root.maps()) {
    const image = map.get('image');
    const name = image.isMap ? image.get('name') : image;
    // Hosted macOS machines have names without tags.
    if (isMovingImage(name.text) && !name.text.startsWith('macos-'))
      yield at(path, name, name.text, `${name.text} is whatever is newest`);
  }
}

function* includes({ path, root }: Pipeline): Iterable<Problem> {
  const include = root.get('include');
  for (const entry of include.isList ? include.items() : [include]) {
    const remote = entry.get('remote');
    const url = remote.exists ? remote : /^https?:/.test(entry.text) ? entry : null;
    if (url !== null && !entry.get('integrity').exists)
      yield at(path, url, url.text, 'Jobs come from a URL, whatever it serves');
    const ref = entry.get('ref');
    if (entry.get('project').exists && /^(?:main|master|HEAD)?$/.test(ref.text)) {
      yield at(path, entry.get('project'), entry.get('project').text, 'Jobs come from a branch of another project');
    }
  }
}

function* cloudKeys(pipeline: Pipeline): Iterable<Problem> {
  const { path, text } = pipeline;
  if (/^\s*id_tokens:/m.test(text)) return;
  for (const [node, line] of scriptLines(pipeline)) {
    const found =
      /\$\{?(AWS_SECRET_ACCESS_KEY|GOOGLE_APPLICATION_CREDENTIALS|GCP_SERVICE_ACCOUNT_KEY|AZURE_CLIENT_SECRET|ARM_CLIENT_SECRET)\b\}?/.exec(
        line,
      );
    if (found)
      yield within(path, node, text, found[0], `${found[1]} is a long-lived cloud key where id_tokens would do`);
  }
}

function* piped(pipeline: Pipeline): Iterable<Problem> {
  for (const [node, line] of scriptLines(pipeline)) {
    for (const [command] of line.matchAll(pipedDownload)) {
      yield within(pipeline.path, node, pipeline.text, command, 'A download runs as it comes');
    }
  }
}

export const gitlabChecks: Checks = {
  'gitlab-secret-variable': pipelineCheck(variables),
  'gitlab-secret-printed': pipelineCheck(printed),
  'gitlab-moving-image': pipelineCheck(images),
  'gitlab-unpinned-include': pipelineCheck(includes),
  'gitlab-long-lived-cloud-key': pipelineCheck(cloudKeys),
  'gitlab-piped-download': pipelineCheck(piped),
};
