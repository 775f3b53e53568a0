/** GitHub Actions: scripts into which strangers or secrets get, and what scripts hand on to later steps. */
import { type Checks, type Problem, perFile } from '../check.ts';
import type { YamlNode } from '../yaml-node.ts';
import { pipedDownload, printsTo } from './shell.ts';
import { at, matrixValues, within, workflowCheck } from './workflow.ts';

/** Text that whoever opens an issue, a pull request or a branch writes. */
const strangersText =
  /\$\{\{[^}]*?\bgithub\.(?:head_ref|event\.(?:issue\.(?:title|body)|pull_request\.(?:title|body|head\.(?:ref|label|repo\.default_branch))|comment\.body|review(?:_comment)?\.body|discussion\.(?:title|body)|pages\[?[^}]*page_name|head_commit\.(?:message|author\.(?:email|name))|commits[^}]*\.(?:message|author\.(?:email|name))|workflow_run\.(?:head_branch|head_commit\.message|head_repository\.description)))\b[^}]*\}\}/g;

/** Inputs that actions run as code: github-script, docker-run, powershell and their kind. */
const scriptInputs = ['script', 'run', 'cmd', 'command', 'inlineScript', 'inline-script', 'code'];

const templateInjection = perFile(['workflow', 'action'], function* ({ path }, tree) {
  const text = tree.text(path);
  yield* workflowProblems(tree.yaml(path).roots[0], function* (node) {
    const run = node.get('run');
    const scripts = scriptInputs.map((name) => node.get('with', name));
    for (const target of [run, ...scripts]) {
      if (!target.text.includes('github.')) continue;
      for (const [expression] of target.text.matchAll(strangersText)) {
        yield within(path, target, text, expression, `A stranger's text becomes part of the script: ${expression}`);
      }
    }
  });
});

const secretExpression = /\$\{\{\s*secrets\.(\w+)\s*\}\}/g;

/** Every map of the file that has a `run` or `uses`: steps, wherever they stand. */
function* workflowProblems(
  root: YamlNode | undefined,
  check: (step: YamlNode) => Iterable<Problem>,
): Iterable<Problem> {
  for (const node of root?.maps() ?? []) if (node.get('run').exists || node.get('uses').exists) yield* check(node);
}

function secretInRun(
  message: (name: string) => string,
  wanted: (line: string, value: string) => boolean,
): Checks[string] {
  return perFile(['workflow', 'action'], function* ({ path }, tree) {
    const text = tree.text(path);
    yield* workflowProblems(tree.yaml(path).roots[0], function* (node) {
      const run = node.get('run');
      for (const line of run.text.split('\n')) {
        for (const [value, name = ''] of line.matchAll(secretExpression)) {
          if (wanted(line, value)) yield within(path, run, text, value, message(name));
        }
      }
    });
  });
}

/** Values that others choose, or that nobody can see from here. */
const foreign =
  /\binputs\.|\bvars\.|\b(?:steps|needs)\.[\w-]+\.outputs\b|\bgithub\.(?:head_ref|ref_name|base_ref|ref)\b/;
/** All of an event, or a part of it that is text: numbers, ids, hashes and switches are not. */
const eventText = /\bgithub\.event\b(?!\.(?:[\w.]+\.)?(?:number|action|after|before|\w*sha|id|fork|draft|merged)\b)/;

/** Expressions in scripts whose value is text of somebody else's: an input, an output, an event. */
const templateExpansion = workflowCheck(
  function* ({ path, root, steps, text }) {
    for (const { job, node, run } of steps) {
      const scripts = [run, ...scriptInputs.map((name) => node.get('with', name))];
      for (const script of scripts) {
        for (const [expression, inner = ''] of script.text.matchAll(/\$\{\{([\s\S]*?)\}\}/g)) {
          const names = [...inner.matchAll(/\benv\.([\w-]+)/g)].map(([, name = '']) => name);
          const variable = names.some((name) => !isStatic(name, [node, job, root]));
          const isForeign = foreign.test(inner) || eventText.test(inner) || variable || isDynamic(inner, job);
          if (isForeign)
            yield within(
              path,
              script,
              text,
              expression,
              `Its value becomes part of the script: ${expression.replace(/\s+/g, ' ')}`,
            );
        }
      }
    }
  },
  ['workflow', 'action'],
);

/** A variable that a step, its job or the workflow sets to plain text. The nearest counts. */
function isStatic(name: string, holders: readonly YamlNode[]): boolean {
  const value = holders.map((holder) => holder.get('env', name)).find(({ exists }) => exists);
  return value !== undefined && !value.text.includes('${{');
}

/** It takes from the matrix what the matrix takes from elsewhere. */
function isDynamic(expression: string, job: YamlNode): boolean {
  return [...expression.matchAll(/\bmatrix\.([\w-]+)/g)].some(([, key = '']) =>
    matrixValues(job, key).some(({ text }) => text.includes('${{')),
  );
}

const unsecureCommands = workflowCheck(
  function* ({ path, root }) {
    for (const node of root.maps()) {
      const flag = node.get('env', 'ACTIONS_ALLOW_UNSECURE_COMMANDS');
      if (flag.isTrue)
        yield at(path, flag, 'ACTIONS_ALLOW_UNSECURE_COMMANDS', 'Any output line can set environment variables');
    }
  },
  ['workflow', 'action'],
);

const pipedInRun = perFile(['workflow', 'action'], function* ({ path }, tree) {
  const text = tree.text(path);
  yield* workflowProblems(tree.yaml(path).roots[0], function* (node) {
    for (const [command] of node.get('run').text.matchAll(pipedDownload)) {
      yield within(path, node.get('run'), text, command, 'A download runs as it comes');
    }
  });
});

/** Files that set variables and paths for later steps, as sh, PowerShell and cmd name them. */
const laterSteps = /(?:\$\{?|\$env:|%)GITHUB_(?:ENV|PATH)\b[}%]?/gi;
const startedByStrangers = /^(?:pull_request_target|workflow_run|issue_comment|issues)$/;

const environmentFromStrangers = workflowCheck(
  function* ({ path, triggers, steps, isAction }) {
    if (!isAction && !triggers.some((name) => startedByStrangers.test(name))) return;
    for (const { run } of steps) {
      const line = run.text
        .split('\n')
        .find((row) => row.search(laterSteps) > 0 && />>/.test(row) && /[$%`]\w*/.test(row.replace(laterSteps, '')));
      if (line !== undefined)
        yield at(path, run, line.trim(), 'Text that others choose can set the environment of later steps');
    }
  },
  ['workflow', 'action'],
);

export const githubScriptChecks: Checks = {
  'actions-template-injection': templateInjection,
  'actions-template-expansion': templateExpansion,
  'actions-secret-printed': secretInRun((name) => `The step prints the secret ${name}`, printsTo),
  'actions-secret-in-script': secretInRun(
    (name) => `The secret ${name} becomes part of the script's text`,
    (line, value) => !printsTo(line, value),
  ),
  'actions-unsecure-commands': unsecureCommands,
  'actions-piped-download': pipedInRun,
  'actions-environment-from-strangers': environmentFromStrangers,
};
