/** Doors that are open to the whole internet. */
import type { Check, Problem } from '../../check.ts';
import type { HclValue } from '../../hcl.ts';
import { at, children, literal, moduleCheck, type Placed, resources, type TerraformModule, texts } from './module.ts';

interface Ingress {
  readonly placed: Placed;
  readonly from: number;
  readonly to: number;
  readonly sources: HclValue;
}

const everyone = new Set([
  '0.0.0.0/0',
  '::/0',
  '0000:0000:0000:0000:0000:0000:0000:0000/0',
  '*',
  'Internet',
  'any',
  '0.0.0.0',
]);
const isWorld = (value: HclValue | undefined): value is HclValue => texts(value).some((text) => everyone.has(text));

type Get = (name: string) => HclValue | undefined;

/** A rule's ports: `-1` as protocol is all of them. */
function portsOf(get: Get, from: string, to: string): readonly [number, number] | null {
  const protocol = (get('protocol') ?? get('ip_protocol'))?.literal ?? '';
  if (protocol === '-1' || protocol === 'all') return [0, 65535];
  if (/^(?:icmp\w*|1|58)$/.test(protocol)) return null;
  const [low, high] = [get(from)?.literal, get(to)?.literal];
  if (low == null || high == null) return null;
  return low === '-1' ? [0, 65535] : [Number(low), Number(high)];
}

function* worldIngress(module: TerraformModule): Iterable<Ingress> {
  for (const placed of resources(module, 'aws_security_group', 'aws_default_security_group')) {
    const inline = children(placed.block, 'ingress').map(
      (block): Get =>
        (name) =>
          block.attributes.get(name),
    );
    const listed = (placed.block.attributes.get('ingress')?.list ?? []).map(
      (item): Get =>
        (name) =>
          item.object?.find(([key]) => key === name)?.[1],
    );
    for (const get of [...inline, ...listed]) yield* ingressOf(placed, get);
  }
  for (const placed of resources(module, 'aws_security_group_rule')) {
    if (literal(placed, 'type') === 'ingress') yield* ingressOf(placed, (name) => placed.block.attributes.get(name));
  }
  for (const placed of resources(module, 'aws_vpc_security_group_ingress_rule')) {
    yield* ingressOf(placed, (name) => placed.block.attributes.get(name));
  }
  for (const placed of resources(module, 'google_compute_firewall')) {
    const sources = placed.block.attributes.get('source_ranges');
    if (!isWorld(sources) || literal(placed, 'direction') === 'EGRESS') continue;
    for (const allow of children(placed.block, 'allow')) {
      const ports = allow.attributes.get('ports');
      const ranges = ports === undefined ? ['0-65535'] : texts(ports);
      if (/^icmp/.test(allow.attributes.get('protocol')?.literal ?? '')) continue;
      for (const range of ranges) yield { placed, sources, ...rangeOf(range) };
    }
  }
  for (const placed of resources(module, 'azurerm_network_security_rule')) {
    const sources =
      placed.block.attributes.get('source_address_prefix') ?? placed.block.attributes.get('source_address_prefixes');
    if (!isWorld(sources) || literal(placed, 'direction') !== 'Inbound' || literal(placed, 'access') !== 'Allow')
      continue;
    const ports =
      placed.block.attributes.get('destination_port_range') ?? placed.block.attributes.get('destination_port_ranges');
    for (const range of texts(ports)) yield { placed, sources, ...rangeOf(range === '*' ? '0-65535' : range) };
  }
}

function* ingressOf(placed: Placed, get: Get): Iterable<Ingress> {
  const ports = portsOf(get, 'from_port', 'to_port');
  if (get('self')?.literal === 'true') return;
  const sources = ['cidr_blocks', 'ipv6_cidr_blocks', 'cidr_ipv4', 'cidr_ipv6'].map(get).find(isWorld);
  if (ports !== null && sources !== undefined) yield { placed, from: ports[0], to: ports[1], sources };
}

function rangeOf(text: string): { from: number; to: number } {
  const [from = '0', to = from] = text.split('-');
  return { from: Number(from), to: Number(to) };
}

/** Logins of machines: SSH, RDP, WinRM. */
const adminPorts = [22, 3389, 5985, 5986];
const webPorts = [80, 443];

const covers = ({ from, to }: Ingress, port: number): boolean => from <= port && port <= to;

export const adminPortOpen: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const ingress of worldIngress(module)) {
    const port = adminPorts.find((one) => covers(ingress, one));
    if (port === undefined) continue;
    const what = ingress.to - ingress.from > 60_000 ? 'every port is' : `port ${port} is`;
    yield at(ingress.placed, ingress.sources, `${what} open to the whole internet`);
  }
});

export const otherPortOpen: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const ingress of worldIngress(module)) {
    if (adminPorts.some((port) => covers(ingress, port))) continue;
    if (ingress.from === ingress.to && webPorts.includes(ingress.from)) continue;
    const ports = ingress.from === ingress.to ? `${ingress.from}` : `${ingress.from}–${ingress.to}`;
    yield at(ingress.placed, ingress.sources, `port ${ports} is open to the whole internet`);
  }
});

/** The whole range, whatever the ports are for. */
export const everyPortOpen: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const ingress of worldIngress(module)) {
    if (ingress.to - ingress.from > 60_000)
      yield at(ingress.placed, ingress.sources, 'every port is open to the whole internet');
  }
});

export const webPortOpen: Check = moduleCheck(function* (module): Iterable<Problem> {
  for (const ingress of worldIngress(module)) {
    if (covers(ingress, 80))
      yield at(ingress.placed, ingress.sources, 'port 80 is open to the whole internet: no encryption');
  }
});
