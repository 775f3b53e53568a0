/** Kubernetes manifests: Secrets in clear, containers that own their node, roles without bounds. */
import { sideFolder } from '../../ignore/must-ignore.ts';
import type { Check, Checks, Problem } from '../check.ts';
import { kindsOf } from '../kinds.ts';
import type { YamlNode } from '../yaml-node.ts';
import { isMovingImage } from './dockerfile.ts';
import { isRealValue, isSecretName } from './secret-words.ts';
import { at } from './workflow.ts';

const workloads = 'Pod|Deployment|StatefulSet|DaemonSet|ReplicaSet|Job|CronJob';
const others = 'Secret|Role|ClusterRole|RoleBinding|ClusterRoleBinding|List';

/** The key as blocks, flows and JSON write it; git and JavaScript read it alike, so its tabs stand in it as they are. */
const kindKey = `(^|[ \t{,])["']?kind["']?[ \t]*:[ \t]*`;
const hasKind = new RegExp(kindKey, 'm');

/** Each manifest of the wanted kinds; templates (Helm, Jinja) are no YAML and are left out. */
function manifestCheck(kinds: string, check: (path: string, manifest: YamlNode) => Iterable<Problem>): Check {
  const wanted = new RegExp(`^(?:${kinds})$`);
  return {
    search: `${kindKey}["']?(${workloads}|${others})([^A-Za-z0-9]|$)`,
    reads: (file) => kindsOf(file).includes('yaml'),
    *run(tree) {
      for (const { path } of tree.ofKind('yaml')) {
        if (!tree.isRead(path) || !hasKind.test(tree.text(path)) || /^\s*\{\{-?|:\s*\{\{/m.test(tree.text(path)))
          continue;
        for (const root of tree.yaml(path).roots) {
          const items = root.get('kind').text === 'List' ? root.get('items').items() : [root];
          for (const item of items)
            if (item.get('apiVersion').exists && wanted.test(item.get('kind').text)) yield* check(path, item);
        }
      }
    },
  };
}

function decoded(text: string): string {
  const plain = text.replace(/\s/g, '');
  return /^[A-Za-z0-9+/]+={0,2}$/.test(plain) ? Buffer.from(plain, 'base64').toString('utf8') : text;
}

/** What a Secret holds beside the secret (service bindings, connection settings). */
const settingName =
  /(?:^|[_.-])(?:type|provider|host(?:name)?|port|data_?base|db|schema|user(?:name)?|email|region|bucket|endpoint|name(?:space)?|mode|enabled|level|env(?:ironment)?|(?:client|tenant|project|account|app|key)_?id|ca\.crt|tls\.crt)$/i;

/** A login in an address, a private key, or a value without words under a name that is no setting's. */
function looksSecret(key: string, value: string): boolean {
  if (/PRIVATE KEY-----|:\/\/[^/\s:@]+:[^@\s/]+@/.test(value)) return true;
  return !settingName.test(key) && /^(?=.*\d)(?=.*[A-Za-z])\S{16,}$/.test(value) && !/^https?:/.test(value);
}

function* secretData(path: string, secret: YamlNode): Iterable<Problem> {
  // SOPS leaves the shape and encrypts the values; service account tokens are filled in by the cluster.
  if (sideFolder.test(path) || secret.get('sops').exists) return;
  for (const [field, read] of [
    ['data', decoded],
    ['stringData', (text: string) => text],
  ] as const) {
    for (const [key, value] of secret.get(field).entries()) {
      const plain = read(value.text);
      if (/^ENC\[/.test(value.text) || !isRealValue(plain) || !(isSecretName(key) || looksSecret(key, plain))) continue;
      yield at(
        path,
        value,
        `${secret.get('metadata', 'name').text}.${key}`,
        `Secret ${secret.get('metadata', 'name').text}: ${key} stands in clear`,
      );
    }
  }
}

interface Pod {
  readonly spec: YamlNode;
  readonly containers: readonly YamlNode[];
}

function podOf(manifest: YamlNode): Pod {
  const template = manifest.get('spec', 'jobTemplate').exists
    ? manifest.get('spec', 'jobTemplate', 'spec', 'template')
    : manifest.get('spec', 'template');
  const spec = template.exists ? template.get('spec') : manifest.get('spec');
  const containers = ['containers', 'initContainers', 'ephemeralContainers'].flatMap((name) => spec.get(name).items());
  return { spec, containers };
}

function podCheck(check: (path: string, pod: Pod, manifest: YamlNode) => Iterable<Problem>): Check {
  return manifestCheck(workloads, (path, manifest) => check(path, podOf(manifest), manifest));
}

const nameOf = (container: YamlNode): string => container.get('name').text;

function* privileged(path: string, { containers }: Pod): Iterable<Problem> {
  for (const container of containers) {
    const flag = container.get('securityContext', 'privileged');
    if (flag.isTrue)
      yield at(path, flag, `${nameOf(container)}: privileged`, `${nameOf(container)} is root on the node: privileged`);
  }
}

function* hostPaths(path: string, { spec }: Pod): Iterable<Problem> {
  for (const volume of spec.get('volumes').items()) {
    const host = volume.get('hostPath', 'path');
    if (host.text !== '') yield at(path, host, host.text, `A folder of the node is mounted: ${host.text}`);
  }
}

function* hostNamespaces(path: string, { spec }: Pod): Iterable<Problem> {
  for (const name of ['hostNetwork', 'hostPID', 'hostIPC']) {
    const flag = spec.get(name);
    if (flag.isTrue) yield at(path, flag, name, `The pod shares the node's own: ${name}`);
  }
}

function* root(path: string, { spec, containers }: Pod): Iterable<Problem> {
  const forPod = spec.get('securityContext');
  for (const container of containers) {
    const own = container.get('securityContext');
    const nonRoot = own.get('runAsNonRoot').exists ? own.get('runAsNonRoot') : forPod.get('runAsNonRoot');
    const user = own.get('runAsUser').exists ? own.get('runAsUser') : forPod.get('runAsUser');
    if (user.text === '0') yield at(path, user, `${nameOf(container)}: 0`, `${nameOf(container)} runs as root`);
    else if (!nonRoot.isTrue && user.text === '') {
      yield at(path, container.get('name'), nameOf(container), `${nameOf(container)} may run as root: no runAsNonRoot`);
    }
  }
}

function* escalation(path: string, { containers }: Pod): Iterable<Problem> {
  for (const container of containers) {
    const flag = container.get('securityContext', 'allowPrivilegeEscalation');
    if (flag.isTrue)
      yield at(path, flag, nameOf(container), `${nameOf(container)} may gain rights: allowPrivilegeEscalation`);
  }
}

function* movingImages(path: string, { containers }: Pod): Iterable<Problem> {
  for (const container of containers) {
    const image = container.get('image');
    if (isMovingImage(image.text))
      yield at(path, image, image.text, `${image.text} is whatever is newest when the pod starts`);
  }
}

function* noLimits(path: string, { containers }: Pod): Iterable<Problem> {
  for (const container of containers) {
    if (container.get('resources', 'limits', 'memory').exists) continue;
    yield at(path, container.get('name'), nameOf(container), `${nameOf(container)} has no memory limit`);
  }
}

function* noProbes(path: string, { containers, spec }: Pod, manifest: YamlNode): Iterable<Problem> {
  if (!/^(?:Deployment|StatefulSet)$/.test(manifest.get('kind').text)) return;
  const main = containers.slice(0, spec.get('containers').items().length);
  if (main.length === 0 || main.some((one) => one.get('readinessProbe').exists || one.get('livenessProbe').exists))
    return;
  const name = manifest.get('metadata', 'name');
  yield at(path, name, name.text, `${name.text} has no readiness and no liveness probe`);
}

function* literalEnvironment(path: string, { containers }: Pod): Iterable<Problem> {
  if (sideFolder.test(path)) return;
  for (const container of containers) {
    for (const variable of container.get('env').items()) {
      const [name, value] = [variable.get('name').text, variable.get('value')];
      if (isSecretName(name) && isRealValue(value.text))
        yield at(path, value, name, `${name} has its value in the manifest`);
    }
  }
}

function* wildcards(path: string, role: YamlNode): Iterable<Problem> {
  for (const rule of role.get('rules').items()) {
    const all = ['apiGroups', 'resources', 'verbs'].every((name) => rule.get(name).texts().includes('*'));
    const secrets = rule.get('resources').texts().includes('*') && rule.get('verbs').texts().includes('*');
    if (all || secrets)
      yield at(path, rule.get('verbs'), role.get('metadata', 'name').text, 'The role may do everything to everything');
  }
}

function* clusterAdmin(path: string, binding: YamlNode): Iterable<Problem> {
  const role = binding.get('roleRef', 'name');
  if (role.text !== 'cluster-admin') return;
  const names = binding
    .get('subjects')
    .items()
    .map((subject) => subject.get('name').text);
  yield at(path, role, names.join(' '), `cluster-admin for ${names.join(', ')}`);
}

export const kubernetesChecks: Checks = {
  'kubernetes-secret-in-clear': manifestCheck('Secret', secretData),
  'kubernetes-privileged': podCheck(privileged),
  'kubernetes-host-path': podCheck(hostPaths),
  'kubernetes-host-namespace': podCheck(hostNamespaces),
  'kubernetes-runs-as-root': podCheck(root),
  'kubernetes-privilege-escalation': podCheck(escalation),
  'kubernetes-moving-image': podCheck(movingImages),
  'kubernetes-no-memory-limit': podCheck(noLimits),
  'kubernetes-no-probe': podCheck(noProbes),
  'kubernetes-secret-environment': podCheck(literalEnvironment),
  'kubernetes-wildcard-role': manifestCheck('Role|ClusterRole', wildcards),
  'kubernetes-cluster-admin': manifestCheck('RoleBinding|ClusterRoleBinding', clusterAdmin),
};
