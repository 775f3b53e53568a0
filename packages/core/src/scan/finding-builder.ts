/** One secret with its spots → a Finding: the strongest match names it, every text in it is cleaned. */
import type { CommitHeading } from '../git/commit-info.ts';
import { pathBytes } from '../git/path.ts';
import type { Ruleset } from '../rules/ruleset.ts';
import type { Cleaner } from './cleaner.ts';
import type { CommitInfo, Finding, Occurrence, Suppression } from './finding.ts';
import { fingerprintOf, fingerprintSoon } from './fingerprint.ts';
import type { Located } from './located.ts';
import { compareRank, compareShown, compareSpots, type Placed, type RankOf, strongest } from './order.ts';
import type { Reach } from './provenance.ts';
import type { Suppressor } from './result.ts';
import type { Secret, Spot } from './spots.ts';
import { suppressionOf } from './suppression.ts';

export interface FindingOptions {
  readonly ruleset: Ruleset;
  /** `id:` of the config; absent: the public key. */
  readonly key?: string | undefined;
  readonly suppressor?: Suppressor | null | undefined;
  readonly showSecrets?: boolean | undefined;
}

export interface FindingContext {
  readonly cleaner: Cleaner;
  readonly headings: ReadonlyMap<string, CommitHeading>;
  readonly ranks: RankOf;
  /** Whether a blob that no commit brings is known to be unreachable. */
  readonly attributed: boolean;
}

interface Fingerprints {
  readonly fingerprint: string;
  readonly absorbed: readonly string[];
  /** Works the own one out ahead, beside others. */
  prepare(): Promise<void>;
}

export class FindingBuilder {
  readonly #options: FindingOptions;
  readonly #context: FindingContext;
  readonly #titles = new Map<number, string>();

  constructor(options: FindingOptions, context: FindingContext) {
    this.#options = options;
    this.#context = context;
  }

  finding(secret: Secret, reach: Reach | null): Placed {
    const { key, showSecrets } = this.#options;
    const { ranks, cleaner, attributed } = this.#context;
    const spots = [...secret.spots.values()].sort(compareSpots);
    const own = spots.filter(({ part }) => !part);
    const { located } = strongest(own);
    const spot = own.reduce((a, b) => (compareShown(b, a, ranks) > 0 ? b : a));
    const prints = lazyFingerprints(secret, key);
    const occurrences = this.#occurrences(spots, prints);
    const variable = this.#variable(spot.located) ?? this.#variable(located);
    const { variable: _, ...facts } = located.facts;
    const at = occurrences[spots.indexOf(spot)]!;
    const open = occurrences.some(({ suppressed, part }) => suppressed === null && part === undefined);
    const finding: Finding = {
      get fingerprint() {
        return prints.fingerprint;
      },
      get absorbed() {
        return prints.absorbed;
      },
      rule: located.rule.id,
      provider: located.rule.provider,
      severity: located.severity,
      confidence: located.confidence,
      title: this.#title(located.rule.index, variable),
      secret: located.redacted,
      ...(showSecrets ? { raw: secret.bytes.toString('utf8') } : {}),
      where: at.where,
      held: reach?.held ?? (secret.loose && attributed ? 'unreachable' : null),
      path: at.path,
      ...(at.pathBytes === undefined ? {} : { pathBytes: at.pathBytes }),
      line: at.line,
      column: at.column,
      endLine: at.endLine,
      endColumn: at.endColumn,
      blob: at.blob,
      commit: this.#commit(introducing(own, ranks)),
      inHead: own.some(({ inHead }) => inHead),
      refs: (reach?.refs ?? []).map((name) => cleaner.path(name)),
      refCount: reach?.refCount ?? 0,
      occurrences,
      facts: variable === null ? facts : { ...facts, variable },
      verified: null,
      suppressed: open ? null : at.suppressed,
    };
    return { finding, spot, prepare: () => prints.prepare() };
  }

  #occurrences(spots: readonly Spot[], prints: Fingerprints): Occurrence[] {
    const suppressor = this.#options.suppressor ?? null;
    // A comment in HEAD's version of a path covers the path's older versions.
    const inHead = spots.filter((spot) => spot.inHead && spot.located.inline !== null);
    const comments = new Map(inHead.map(({ place, located }) => [place.path, located.inline]));
    return spots.map((spot) => {
      const occurrence = this.#occurrence(spot);
      const comment = spot.located.inline ?? comments.get(spot.place.path) ?? null;
      const suppressed = suppressionOf({ occurrence, comment, located: spot.located, prints, suppressor });
      return { ...occurrence, suppressed: suppressed && this.#cleaned(suppressed) };
    });
  }

  #occurrence({ place, blob, located, inHead, first, part }: Spot): Occurrence {
    const { cleaner } = this.#context;
    const { path } = place;
    const bytes = path !== null && cleaner.isClean(path) ? pathBytes(path) : undefined;
    return {
      where: place.where,
      path: path === null ? null : cleaner.path(path),
      ...(bytes === undefined ? {} : { pathBytes: bytes }),
      line: located.line,
      column: located.column,
      endLine: located.endLine,
      endColumn: located.endColumn,
      blob,
      commit: this.#commit(first),
      rule: located.rule.id,
      inHead,
      suppressed: null,
      ...(part ? { part: this.#part(located) } : {}),
    };
  }

  #part({ redacted, secret }: Located): NonNullable<Occurrence['part']> {
    return { secret: redacted, ...(this.#options.showSecrets ? { raw: secret.toString('utf8') } : {}) };
  }

  #commit(oid: string | null): CommitInfo | null {
    if (oid === null) return null;
    const { cleaner, headings } = this.#context;
    const { author = '', email = '', date = '', subject = '' } = headings.get(oid) ?? {};
    return { oid, author: cleaner.text(author), email: cleaner.text(email), date, subject: cleaner.text(subject) };
  }

  #cleaned({ by, reason, where }: Suppression): Suppression {
    const { cleaner } = this.#context;
    return { by, reason: cleaner.text(reason), where };
  }

  /** The variable's name, unless it holds something that must not be shown. */
  #variable({ facts }: Located): string | null {
    const { variable } = facts;
    return typeof variable === 'string' && this.#context.cleaner.isClean(variable) ? variable : null;
  }

  /** What it is, and for a value without a form of its own the name it goes by. */
  #title(rule: number, variable: string | null): string {
    const title = this.#titles.get(rule) ?? this.#options.ruleset.text(rule).name;
    this.#titles.set(rule, title);
    return variable === null ? title : `${title} (${variable})`;
  }
}

/** The first of the commits that brought the secret to any of its places. */
function introducing(spots: readonly Spot[], ranks: RankOf): string | null {
  const commits = spots.flatMap(({ first }) => first ?? []);
  return commits.length === 0 ? null : commits.reduce((a, b) => (compareRank(b, a, ranks) < 0 ? b : a));
}

/** Weak secrets take 32 ms each: worked out on first use, once. */
function lazyFingerprints({ bytes, absorbed }: Secret, key: string | undefined): Fingerprints {
  let own: string | null = null;
  let others: readonly string[] | null = null;
  return {
    get fingerprint() {
      own ??= fingerprintOf(bytes, key);
      return own;
    },
    get absorbed() {
      others ??= [...absorbed.values()].map((other) => fingerprintOf(other, key)).sort();
      return others;
    },
    async prepare() {
      own ??= await fingerprintSoon(bytes, key);
    },
  };
}
