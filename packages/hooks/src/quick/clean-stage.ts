/**
 * The commit hook's first question, answered without git: is it certain that this stage brings nothing that counts? Nearly
 * every commit ends here. Whatever is not certain throws NotQuick, and the whole command starts from the beginning; so
 * nothing is reported, suppressed or explained here, and a doubt costs time, never a miss.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ChangedFile, changedFiles } from '@gitmoat/core/git/quick/changed';
import type { IndexEntries } from '@gitmoat/core/git/quick/index-file';
import { NotQuick } from '@gitmoat/core/git/quick/not-quick';
import { QuickObjects } from '@gitmoat/core/git/quick/objects';
import { type QuickPlace, quickPlace } from '@gitmoat/core/git/quick/place';
import { readIndex } from '@gitmoat/core/git/quick/split-index';
import { loadRuleset, openRuleset } from '@gitmoat/core/rules/ruleset-file';
import { changeJudge, type Wanted } from '@gitmoat/core/scan/scan-change';
import { isLfsPointer } from '@gitmoat/core/sources/skip-tally';
import { settingNames } from '../run/setting-names.ts';
import { concernsHygiene } from './concerns-hygiene.ts';
import { arePlain } from './plain-settings.ts';

export interface CleanStage {
  readonly blobs: number;
  readonly bytes: number;
  /** Hash of the rules that were asked. */
  readonly ruleset: string;
}

export interface StageQuestion {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The compiled rules of secrets, and what a stage needs of those of hygiene. */
  readonly rulesetFile: string;
  readonly hygieneFile: string;
  /** `any`: the caller lists matches that do not count. */
  readonly wanted: Wanted;
}

/** With more files than this the whole ruleset is visited anyway. */
const fewFiles = 40;

export async function cleanStage(question: StageQuestion): Promise<CleanStage> {
  const place = quickPlace(question.cwd, question.env);
  if (existsSync(join(place.gitDir, 'MERGE_HEAD'))) throw new NotQuick('a merge');
  const index = readIndex(place.indexFile);
  if (index === null) throw new NotQuick('no index');
  checkSettings(place, index);
  const objects = new QuickObjects(join(place.commonDir, 'objects'));
  const files = changedFiles(index, place.head, objects);
  index.close();
  const ruleset = files.length > fewFiles ? loadRuleset(question.rulesetFile) : openRuleset(question.rulesetFile);
  const mayBring = changeJudge(ruleset, question.wanted);
  const contents = new Map<string, Buffer>();
  for (const file of files) {
    const bytes = contents.get(file.oid) ?? contentOf(file, objects);
    contents.set(file.oid, bytes);
    const before = () => (file.before === null ? null : objects.blob(file.before));
    if (await mayBring({ path: file.path, bytes, before })) throw new NotQuick('a match');
  }
  if (files.some((file) => concernsHygiene(file, contents.get(file.oid)!))) {
    const { bringsHygiene } = await import('./brings-hygiene.ts');
    const blob = (oid: string): Buffer => contents.get(oid) ?? objects.blob(oid);
    if (await bringsHygiene(files, blob, question.hygieneFile)) throw new NotQuick('a hygiene finding');
  }
  objects.close();
  const bytes = [...contents.values()].reduce((sum, { length }) => sum + length, 0);
  return { blobs: contents.size, bytes, ruleset: ruleset.hash };
}

/** Settings can make more count, or be wrong; those that were read whole before and cannot are remembered. */
function checkSettings({ commonDir }: QuickPlace, index: IndexEntries): void {
  const oids = settingNames.map((name) => {
    const at = index.find(name);
    return at < 0 ? '' : index.entry(at).oid;
  });
  if (oids.some((oid) => oid !== '') && !arePlain(commonDir, oids)) throw new NotQuick('settings');
}

function contentOf({ mode, oid }: ChangedFile, objects: QuickObjects): Buffer {
  if (mode === '160000') throw new NotQuick('a submodule');
  const bytes = objects.blob(oid);
  if (isLfsPointer(bytes)) throw new NotQuick('an LFS pointer');
  return bytes;
}
