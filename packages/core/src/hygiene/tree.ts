/**
 * What a check sees: the files of a worktree, an index or a commit, with the content that checks have asked for. Reading
 * is done before (load-tree.ts), so that checks are plain functions of a tree.
 */
import type { RawPath } from '../sources/source.ts';
import { noFacts, type TreeFacts } from './facts.ts';
import type { HclFile } from './hcl.ts';
import { type Kind, kindsOf } from './kinds.ts';
import type { TomlFault } from './toml-error.ts';
import type { YamlFile } from './yaml-node.ts';

export interface TreeFile {
  readonly path: RawPath;
  /** As git has it: 100644, 100755, 120000 (link), 160000 (submodule). */
  readonly mode: string;
  readonly oid: string | null;
  readonly tracked: boolean;
}

export type TreeWhere = 'worktree' | 'index' | 'tree';

export interface TreeInput {
  readonly where: TreeWhere;
  /** Sorted by path. */
  readonly files: readonly TreeFile[];
  /** False: only what a change touches. */
  readonly whole: boolean;
  /** A merge is under way. */
  readonly merging?: boolean;
  /** Local settings of the repository, lower-case keys; empty where they are not asked for. */
  readonly settings?: readonly (readonly [string, string])[];
}

export class Tree {
  readonly where: TreeWhere;
  readonly files: readonly TreeFile[];
  readonly whole: boolean;
  readonly merging: boolean;
  readonly settings: readonly (readonly [string, string])[];
  readonly sizes: Map<RawPath, number> = new Map();
  /** What was asked of git and the disk beside the files. */
  readonly facts: TreeFacts = noFacts();
  /** Set where YAML was read: the parser costs start-up time, and most commits have none. */
  parseYaml: (text: string) => YamlFile = () => ({ roots: [], error: null });
  /** Set where TOML was read. */
  tomlFault: (text: string) => TomlFault | null = () => null;
  /** Set where Terraform was read. */
  parseHcl: (text: string) => HclFile = () => ({ attributes: new Map(), blocks: [], error: null });
  readonly #byPath: Map<RawPath, TreeFile> = new Map();
  readonly #byKind: Map<Kind, TreeFile[]> = new Map();
  readonly #contents: Map<RawPath, Buffer> = new Map();
  readonly #texts: Map<RawPath, string> = new Map();
  readonly #hcl: Map<RawPath, HclFile> = new Map();
  readonly #yaml: Map<RawPath, YamlFile> = new Map();

  constructor(input: TreeInput) {
    this.where = input.where;
    this.files = input.files;
    this.whole = input.whole;
    this.merging = input.merging ?? false;
    this.settings = input.settings ?? [];
    for (const file of input.files) {
      this.#byPath.set(file.path, file);
      for (const kind of kindsOf(file)) {
        const list = this.#byKind.get(kind);
        if (list === undefined) this.#byKind.set(kind, [file]);
        else list.push(file);
      }
    }
  }

  has(path: RawPath): boolean {
    return this.#byPath.has(path);
  }

  file(path: RawPath): TreeFile | null {
    return this.#byPath.get(path) ?? null;
  }

  ofKind(...kinds: readonly Kind[]): readonly TreeFile[] {
    if (kinds.length === 1) return this.#byKind.get(kinds[0]!) ?? [];
    // A file of two of the kinds is one file.
    return [...new Set(kinds.flatMap((kind) => this.#byKind.get(kind) ?? []))];
  }

  give(path: RawPath, bytes: Buffer): void {
    this.#contents.set(path, bytes);
  }

  isRead(path: RawPath): boolean {
    return this.#contents.has(path);
  }

  /** Null where the content was not asked for or cannot be read. A link's content is its target. */
  bytes(path: RawPath): Buffer | null {
    return this.#contents.get(path) ?? null;
  }

  /** UTF-8; empty where there is none. */
  text(path: RawPath): string {
    let text = this.#texts.get(path);
    if (text === undefined) {
      text = this.#contents.get(path)?.toString('utf8') ?? '';
      this.#texts.set(path, text);
    }
    return text;
  }

  /** Read already, by another reader than `parseYaml`. */
  giveYaml(path: RawPath, file: YamlFile): void {
    this.#yaml.set(path, file);
  }

  yaml(path: RawPath): YamlFile {
    let file = this.#yaml.get(path);
    if (file === undefined) {
      file = this.parseYaml(this.text(path));
      this.#yaml.set(path, file);
    }
    return file;
  }

  hcl(path: RawPath): HclFile {
    let file = this.#hcl.get(path);
    if (file === undefined) {
      file = this.parseHcl(this.text(path));
      this.#hcl.set(path, file);
    }
    return file;
  }
}
