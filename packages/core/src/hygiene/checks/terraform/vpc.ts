/** Networks: access lists, routes, default networks, groups that nothing uses. */
import type { Check, Problem } from '../../check.ts';
import type { HclBlock, HclValue } from '../../hcl.ts';
import {
  at,
  children,
  literal,
  mentions,
  moduleCheck,
  nameOf,
  names,
  type Placed,
  resourceCheck,
  resources,
  someValue,
  texts,
} from './module.ts';

type Get = (name: string) => HclValue | undefined;

/** Entries of a nested block, or of an object or a list of objects with its name. */
export function entriesOf(block: HclBlock, name: string): Get[] {
  const blocks = children(block, name).map(
    (child): Get =>
      (key) =>
        child.attributes.get(key),
  );
  const value = block.attributes.get(name);
  const items = (value?.list ?? (value?.object ? [value] : [])).map(
    (item): Get =>
      (key) =>
        item.object?.find(([own]) => own === key)?.[1],
  );
  return [...blocks, ...items];
}

const text = (get: Get, name: string): string => get(name)?.literal ?? '';
const isEveryone = (get: Get): boolean =>
  text(get, 'cidr_block') === '0.0.0.0/0' || text(get, 'ipv6_cidr_block') === '::/0';

/** Ports that an entry of an access list speaks of; null where they are not known. */
function portsOf(get: Get): readonly [number, number] | null {
  if (/^(?:-1|all)$/.test(text(get, 'protocol'))) return [0, 65535];
  const [from, to] = [get('from_port')?.literal, get('to_port')?.literal];
  return from == null || to == null ? null : [Number(from), Number(to)];
}

/** Logins and file transfer in clear, and logins of machines. */
const watched = [20, 21, 22, 3389];

/** In the order of their numbers the first entry that speaks of a port decides. */
function openPorts(entries: readonly Get[]): number[] {
  const sorted = [...entries].sort((a, b) => Number(text(a, 'rule_no') || 0) - Number(text(b, 'rule_no') || 0));
  return watched.filter((port) => {
    const first = sorted.find((get) => {
      const ports = isEveryone(get) ? portsOf(get) : null;
      return ports !== null && ports[0] <= port && port <= ports[1];
    });
    return first !== undefined && /^allow$/i.test(text(first, 'action') || text(first, 'rule_action'));
  });
}

export const accessListOpen: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_network_acl', 'aws_default_network_acl')) {
    for (const port of openPorts(entriesOf(placed.block, 'ingress'))) yield portProblem(placed, port);
  }
  for (const placed of resources(module, 'aws_network_acl_rule')) {
    if (literal(placed, 'egress') === 'true') continue;
    const get: Get = (name) => placed.block.attributes.get(name);
    const ports = openPorts([get]);
    for (const port of ports) yield portProblem(placed, port);
    const every = ports.length > 0 && /^(?:-1|all)$/.test(text(get, 'protocol'));
    if (every) yield { ...at(placed, get('protocol'), 'every port is let in'), text: `${nameOf(placed)}.all` };
  }
});

function portProblem(placed: Placed, port: number): Problem {
  return { ...at(placed, undefined, `port ${port} is let in from everywhere`), text: `${nameOf(placed)}.${port}` };
}

export const accessListEveryPort: Check = resourceCheck(['aws_network_acl_rule'], function* (placed) {
  const from = literal(placed, 'from_port');
  const every =
    /^(?:-1|all)$/.test(literal(placed, 'protocol') ?? '') || (from === '0' && literal(placed, 'to_port') !== '0');
  const unnamed = !placed.block.attributes.has('from_port') || from === '0';
  if (literal(placed, 'egress') !== 'true' && literal(placed, 'rule_action') !== 'deny' && (every || unnamed))
    yield at(placed, placed.block.attributes.get('protocol'), 'the entry is not about a port: every one is let in');
});

const groupTypes = ['aws_security_group', 'aws_default_security_group'];
const ruleTypes = [
  'aws_security_group_rule',
  'aws_vpc_security_group_ingress_rule',
  'aws_vpc_security_group_egress_rule',
];

export const noDescription: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_security_group', ...ruleTypes)) {
    const own = placed.block.attributes.get('description');
    if (own === undefined || own.literal === '') {
      yield at(placed, own, 'nobody knows what it is for: no description');
      continue;
    }
    const entries = ['ingress', 'egress'].flatMap((name) => entriesOf(placed.block, name));
    if (entries.some((get) => get('description') === undefined || text(get, 'description') === ''))
      yield { ...at(placed, undefined, 'a rule without description'), text: `${nameOf(placed)}.rule` };
  }
});

const everywhere = /^(?:0\.0\.0\.0\/0|::\/0|0000:0000:0000:0000:0000:0000:0000:0000\/0)$/;

function leaves(get: Get): boolean {
  const protocol = get('protocol')?.literal ?? get('ip_protocol')?.literal ?? '';
  const [from, to] = [get('from_port')?.literal, get('to_port')?.literal];
  // Without ports and protocol an entry is not valid yet; what it says is: to everywhere.
  const bare = protocol === '' && from === undefined && to === undefined;
  const every =
    bare || /^(?:-1|all)$/.test(protocol) || from === '-1' || (from === '0' && (to === '0' || to === '65535'));
  const targets = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'].flatMap((name) => texts(get(name)));
  return every && targets.some((one) => everywhere.test(one));
}

export const egressOpen: Check = moduleCheck(function* (module): Iterable<Problem> {
  const message = 'whatever runs here may send to everywhere';
  for (const placed of resources(module, ...groupTypes)) {
    if (entriesOf(placed.block, 'egress').some(leaves)) yield at(placed, undefined, message);
  }
  for (const placed of resources(module, 'aws_security_group_rule', 'aws_vpc_security_group_egress_rule')) {
    const isEgress = placed.block.labels[0] !== 'aws_security_group_rule' || literal(placed, 'type') === 'egress';
    if (isEgress && leaves((name) => placed.block.attributes.get(name))) yield at(placed, undefined, message);
  }
});

export const defaultNetwork: Check = resourceCheck(['aws_default_vpc'], function* (placed) {
  yield at(placed, undefined, 'the default network, where everything has a public address');
});

export const noFlowLog: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_vpc')) {
    if (mentions(module, placed, 'aws_flow_log').length === 0)
      yield at(placed, undefined, 'no flow log: nobody sees the traffic');
  }
}, true);

export const defaultGroupUsed: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const vpc of resources(module, 'aws_vpc')) {
    const groups = mentions(module, vpc, 'aws_default_security_group');
    const [group] = groups;
    if (group === undefined) yield at(vpc, undefined, 'its default security group lets everything in it talk');
    const rules = groups.some(
      (one) =>
        entriesOf(one.block, 'ingress').length + entriesOf(one.block, 'egress').length > 0 ||
        mentions(module, one, ...ruleTypes).length > 0,
    );
    if (rules) yield at(vpc, undefined, 'its default security group has rules');
  }
}, true);

/** A route to everywhere by way of another network, or of one machine. */
function wideRoute(attribute: string, message: string): Check {
  return moduleCheck(function* (module): Iterable<Problem> {
    const leads = (get: Get) =>
      get(attribute) !== undefined &&
      get(attribute)?.literal !== '' &&
      ['cidr_block', 'destination_cidr_block', 'ipv6_cidr_block', 'destination_ipv6_cidr_block'].some((name) =>
        everywhere.test(text(get, name)),
      );
    for (const placed of resources(module, 'aws_route_table', 'aws_default_route_table')) {
      if (entriesOf(placed.block, 'route').some(leads)) yield at(placed, undefined, message);
    }
    for (const placed of resources(module, 'aws_route')) {
      if (leads((name) => placed.block.attributes.get(name))) yield at(placed, undefined, message);
    }
  });
}

export const peeringRoute: Check = wideRoute('vpc_peering_connection_id', 'all traffic goes through the other network');
export const machineRoute: Check = wideRoute('instance_id', 'all traffic goes through one machine: use a NAT gateway');

/** Resources without a use in the module; a module that hands them out as outputs may be used elsewhere. */
export const unusedGroup: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_security_group')) {
    const used = module.blocks.some(
      ({ block }) =>
        block !== placed.block &&
        !ruleTypes.includes(block.labels[0] ?? '') &&
        someValue(block, (value) => names(value, placed)),
    );
    if (!used) yield at(placed, undefined, 'nothing uses this group');
  }
}, true);

export const unusedAddress: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_eip')) {
    const own = ['instance', 'network_interface'].some((name) => placed.block.attributes.has(name));
    const used = module.blocks.some(
      ({ block }) =>
        block !== placed.block && block.type !== 'output' && someValue(block, (value) => names(value, placed)),
    );
    if (!own && !used) yield at(placed, undefined, 'nothing uses this address');
  }
}, true);

export const unusedAccessList: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_network_acl')) {
    const subnets = placed.block.attributes.get('subnet_ids');
    const isUsed = subnets !== undefined && subnets.list?.length !== 0;
    if (!isUsed && mentions(module, placed, 'aws_network_acl_association').length === 0)
      yield at(placed, undefined, 'no subnet is under this access list');
  }
}, true);

export const firewallUnlogged: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const placed of resources(module, 'aws_networkfirewall_firewall')) {
    if (mentions(module, placed, 'aws_networkfirewall_logging_configuration').length === 0)
      yield at(placed, undefined, 'the firewall logs nothing');
  }
}, true);

export const nodeLogins: Check = resourceCheck(['aws_eks_node_group'], function* (placed) {
  for (const access of children(placed.block, 'remote_access')) {
    if (access.attributes.has('ec2_ssh_key') && !access.attributes.has('source_security_group_ids'))
      yield at(placed, access.attributes.get('ec2_ssh_key'), 'SSH to the nodes is open to the internet');
  }
});
