/** The version that reports and `--version` name; one place, the package's own. */
import manifest from '../package.json' with { type: 'json' };

export const version: string = manifest.version;
