// Bundles core's rule tools for scripts: Node 20 does not run TypeScript by itself.
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** node remembers modules by file name. */
let imports = 0;

/** Imports a TypeScript module of the workspace (path from the root). `replaced`: other sources for modules, by path from the root. */
export async function importTypeScript(path, replaced = {}) {
  const folder = join(root, 'node_modules', '.cache', 'gitmoat');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `${path.replace(/[^a-z0-9]+/gi, '-')}-${process.pid}-${imports++}.cjs`);
  await build({
    entryPoints: [join(root, path)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    // The ES module of this package asks for import.meta, which a CommonJS bundle does not have.
    alias: { 'web-tree-sitter': join(root, 'packages/core/node_modules/web-tree-sitter/web-tree-sitter.cjs') },
    logLevel: 'warning',
    plugins: [replace(replaced)],
  });
  try {
    const module = await import(pathToFileURL(outfile).href);
    return module.default ?? module;
  } finally {
    rmSync(outfile, { force: true });
  }
}

function replace(sources) {
  return {
    name: 'replace',
    setup(builder) {
      if (Object.keys(sources).length === 0) return;
      builder.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = sources[relative(root, path).split(sep).join('/')];
        return contents === undefined ? undefined : { contents, loader: 'ts', resolveDir: dirname(path) };
      });
    },
  };
}
