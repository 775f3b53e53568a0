/** Commit and tag objects: their message and what a tag points at. Bytes in, offsets out. */

/** Where the message begins: after the first empty line. */
export function messageStart(object: Buffer): number {
  const at = object.indexOf('\n\n');
  return at < 0 ? object.length : at + 2;
}

/** The object that a tag names; empty where the tag is malformed. */
export function tagTarget(tag: Buffer): string {
  return /^object ([0-9a-f]{40,64})\n/.exec(tag.toString('latin1', 0, 80))?.[1] ?? '';
}

/** Tagger's name, address and date, and the first line, as UTF-8. A tag without a tagger has empty fields. */
export function tagHeading(tag: Buffer): { author: string; email: string; date: string; subject: string } {
  const start = messageStart(tag);
  const tagger = /^tagger (.*) <(.*)> (-?\d+) ([+-]\d{4})$/m.exec(tag.subarray(0, start).toString('utf8'));
  const subject = tag.subarray(start).toString('utf8').split('\n', 1)[0]!;
  if (!tagger) return { author: '', email: '', date: '', subject };
  return { author: tagger[1]!, email: tagger[2]!, date: isoDate(Number(tagger[3]), tagger[4]!), subject };
}

/** Strict ISO 8601 in the given zone (`+0200`), as git's %cI writes it. */
function isoDate(seconds: number, zone: string): string {
  const minutes = (zone[0] === '-' ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3)));
  const local = new Date((seconds + minutes * 60) * 1000);
  if (Number.isNaN(local.getTime())) return '';
  return local.toISOString().replace(/\.000Z$/, `${zone.slice(0, 3)}:${zone.slice(3)}`);
}
