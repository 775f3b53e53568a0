/** State, providers, modules and secrets of a Terraform folder. */
import type { Check, Problem } from '../../check.ts';
import { isRealValue, isSecretName } from '../secret-words.ts';
import {
  at,
  children,
  isOff,
  literal,
  moduleCheck,
  nameOf,
  type Placed,
  resources,
  type TerraformModule,
} from './module.ts';

function ofType({ blocks }: TerraformModule, type: string): Placed[] {
  return blocks.filter(({ block }) => block.type === type);
}

function backends(module: TerraformModule): Placed[] {
  return ofType(module, 'terraform').flatMap(({ path, block }) =>
    children(block, 'backend', 'cloud').map((backend) => ({ path, block: backend })),
  );
}

/** A folder that is applied: it configures providers or a backend. Modules for others do neither. */
function isRoot(module: TerraformModule): boolean {
  return backends(module).length > 0 || ofType(module, 'provider').length > 0;
}

const keyNames = [
  'access_key',
  'secret_key',
  'token',
  'client_secret',
  'password',
  'credentials',
  'api_key',
  'api_token',
  'private_key',
];

export const providerKeys: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of ofType(module, 'provider')) {
    for (const name of keyNames) {
      const value = placed.block.attributes.get(name);
      // Emulators take any key (`test`, `mock_access_key`).
      if (value?.literal == null || !isRealValue(value.literal) || /mock|localstack/i.test(value.literal)) continue;
      yield { ...at(placed, value, `${name} stands in the file`), text: `${nameOf(placed)}.${name}` };
    }
  }
});

export const secretLiterals: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of module.blocks) {
    const { block, path } = placed;
    if (block.type === 'variable' && isSecretName(block.labels[0] ?? '')) {
      const value = block.attributes.get('default');
      if (value?.literal != null && isRealValue(value.literal)) yield at(placed, value, 'the default is a secret');
    }
    if (block.type !== 'resource' && block.type !== 'module') continue;
    for (const [name, value] of block.attributes) {
      if (value.literal === null || !isSecretName(name) || !isRealValue(value.literal)) continue;
      yield {
        path,
        text: `${nameOf(placed)}.${name}`,
        message: `${nameOf(placed)}: ${name} stands in the file`,
        range: value.range,
      };
    }
  }
});

export const userDataSecrets: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(
    module,
    'aws_instance',
    'aws_launch_template',
    'aws_launch_configuration',
    'azurerm_linux_virtual_machine',
    'google_compute_instance',
  )) {
    for (const name of ['user_data', 'user_data_base64', 'custom_data', 'metadata_startup_script']) {
      const value = placed.block.attributes.get(name);
      if (value === undefined) continue;
      for (const found of value.raw.matchAll(/^\s*(?:export\s+)?([A-Za-z_]\w*)=(\S+)/gm)) {
        if (isSecretName(found[1]!) && isRealValue(found[2]!)) {
          yield { ...at(placed, value, `${name} sets ${found[1]}`), text: `${nameOf(placed)}.${found[1]}` };
        }
      }
    }
  }
});

export const stateUnencrypted: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of backends(module)) {
    if (placed.block.labels[0] === 's3' && isOff(placed, 'encrypt'))
      yield at(placed, placed.block.attributes.get('encrypt'), 'state is not encrypted: encrypt');
  }
});

export const stateUnlocked: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of backends(module)) {
    const { attributes, labels } = placed.block;
    // A backend that is filled in by -backend-config says nothing here.
    if (
      labels[0] !== 's3' ||
      attributes.size === 0 ||
      attributes.has('dynamodb_table') ||
      !isOff(placed, 'use_lockfile')
    )
      continue;
    yield at(placed, undefined, 'state has no lock: use_lockfile or dynamodb_table');
  }
});

export const stateLocal: Check = moduleCheck(function* (module): Iterable<Problem> {
  const [provider] = ofType(module, 'provider');
  const local = backends(module).find(({ block }) => block.labels[0] === 'local');
  if (local !== undefined) yield at(local, undefined, 'state is a file on somebody’s machine');
  else if (
    provider !== undefined &&
    backends(module).length === 0 &&
    module.blocks.some(({ block }) => block.type === 'resource')
  ) {
    yield at(provider, undefined, 'no backend: state is a file on somebody’s machine');
  }
}, true);

export const modulesUnpinned: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of ofType(module, 'module')) {
    const source = literal(placed, 'source') ?? '';
    if (source === '' || /^\.{0,2}\//.test(source)) continue;
    const isGit = /^(?:git::|git@|github\.com|bitbucket\.org)|\.git(?:\/\/|$|\?)/.test(source);
    const ref = /[?&]ref=([^&]+)/.exec(source)?.[1] ?? '';
    const loose = isGit
      ? ref === '' || /^(?:main|master|HEAD)$/.test(ref)
      : !placed.block.attributes.has('version') && !/^(?:https?|s3|gcs)::?/.test(source);
    if (loose) yield at(placed, placed.block.attributes.get('source'), 'the module has no version');
  }
});

export const providersUnpinned: Check = moduleCheck(function* (module): Iterable<Problem> {
  if (!isRoot(module)) return;
  const required = ofType(module, 'terraform').flatMap(({ path, block }) =>
    children(block, 'required_providers').map((one) => ({ path, block: one })),
  );
  for (const placed of required) {
    for (const [name, value] of placed.block.attributes) {
      if (value.object?.some(([key]) => key === 'version')) continue;
      if (value.literal !== null) continue;
      yield { path: placed.path, text: name, message: `Provider ${name} has no version`, range: value.range };
    }
  }
  if (required.length > 0) return;
  for (const placed of ofType(module, 'provider')) {
    if (!placed.block.attributes.has('version')) yield at(placed, undefined, 'the provider has no version');
  }
}, true);

const production = /(?:^|[_-])(?:prod|production|live)(?:$|[_-])/i;
const elsewhere = /(?:^|[_-])(?:dev|development|staging|stage|test|qa)(?:$|[_-])/i;

export const environmentsTogether: Check = moduleCheck(function* (module): Iterable<Problem> {
  if (!isRoot(module)) return;
  const named = module.blocks.filter(({ block }) => block.type === 'module' || block.type === 'resource');
  const last = ({ block }: Placed) => block.labels.at(-1) ?? '';
  const one = named.find((placed) => production.test(last(placed)));
  const other = named.find((placed) => elsewhere.test(last(placed)));
  if (one !== undefined && other !== undefined) yield at(one, undefined, `shares its state with ${nameOf(other)}`);
}, true);
