/** Docker Compose files: secrets in clear, doors open to the network or the host. */
import { type Checks, type Problem, perFile } from '../check.ts';
import type { YamlNode } from '../yaml-node.ts';
import { isMovingImage } from './dockerfile.ts';
import { isRealValue, isSecretName } from './secret-words.ts';
import { at } from './workflow.ts';

function serviceCheck(check: (path: string, service: YamlNode, name: string) => Iterable<Problem>): Checks[string] {
  return perFile(['compose'], function* ({ path }, tree) {
    const services = tree.yaml(path).roots[0]?.get('services').entries() ?? [];
    for (const [name, service] of services) yield* check(path, service, name);
  });
}

/** `environment:` as a map or as a list of `NAME=value`. */
function* environmentOf(service: YamlNode): Iterable<readonly [string, string, YamlNode]> {
  const environment = service.get('environment');
  for (const [name, value] of environment.entries()) yield [name, value.text, value];
  for (const item of environment.items()) {
    const at = item.text.indexOf('=');
    if (at > 0) yield [item.text.slice(0, at), item.text.slice(at + 1), item];
  }
}

function* literals(path: string, service: YamlNode): Iterable<Problem> {
  for (const [name, value, node] of environmentOf(service)) {
    if (isSecretName(name) && isRealValue(value)) yield at(path, node, name, `${name} has its value in the file`);
  }
}

function* privileged(path: string, service: YamlNode, name: string): Iterable<Problem> {
  const flag = service.get('privileged');
  if (flag.isTrue) yield at(path, flag, `${name}: privileged`, `${name} is root on the host: privileged`);
}

function* dockerSocket(path: string, service: YamlNode, name: string): Iterable<Problem> {
  for (const volume of service.get('volumes').items()) {
    const source = volume.isMap ? volume.get('source') : volume;
    if (/^\/(?:var\/)?run\/docker\.sock\b/.test(source.text)) {
      yield at(path, source, `${name}: docker.sock`, `${name} can start any container on the host: docker.sock`);
    }
  }
}

function* hostNetwork(path: string, service: YamlNode, name: string): Iterable<Problem> {
  const mode = service.get('network_mode');
  if (mode.text === 'host') yield at(path, mode, `${name}: host`, `${name} shares the host's network`);
}

/** Ports of databases and queues, without a login of their own as often as not. */
const stores = /^(?:5432|3306|33060|27017|6379|9200|9300|11211|5672|15672|2379|1433|5984|8529|9042|7687)$/;

function* openStores(path: string, service: YamlNode, name: string): Iterable<Problem> {
  for (const port of service.get('ports').items()) {
    const parts = port.isMap
      ? [port.get('host_ip').text, port.get('target').text]
      : port.text.split('/')[0]!.split(':');
    const target = parts.at(-1)!;
    const address = port.isMap ? parts[0]! : parts.length > 2 ? parts[0]! : '';
    const published = port.isMap ? port.get('published').exists : parts.length > 1;
    if (!published || !stores.test(target) || !/^(?:|0\.0\.0\.0|\[?::\]?)$/.test(address)) continue;
    yield at(path, port, `${name}: ${target}`, `${name}: port ${target} is open on every address of the machine`);
  }
}

function* movingImages(path: string, service: YamlNode): Iterable<Problem> {
  const image = service.get('image');
  if (!service.get('build').exists && isMovingImage(image.text))
    yield at(path, image, image.text, `${image.text} is whatever is newest`);
}

export const composeChecks: Checks = {
  'compose-secret-value': serviceCheck(literals),
  'compose-privileged': serviceCheck(privileged),
  'compose-docker-socket': serviceCheck(dockerSocket),
  'compose-host-network': serviceCheck(hostNetwork),
  'compose-open-store': serviceCheck(openStores),
  'compose-moving-image': serviceCheck(movingImages),
};
