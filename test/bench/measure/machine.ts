/** What a figure depends on: processor, system, versions, and how busy the machine was. */
import { spawnSync } from 'node:child_process';
import { arch, cpus, loadavg, platform, release, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly text: string;
}

export function describeMachine(): Machine {
  const cores = cpus().length;
  const cpu = (cpus()[0]?.model ?? arch()).replace(/\s+/g, ' ').trim();
  const [load = 0] = loadavg();
  const git = spawnSync('git', ['--version'], { encoding: 'utf8' }).stdout.trim();
  const gigabytes = (totalmem() / 2 ** 30).toFixed(0);
  // A benchmark alone keeps about one core busy at its start.
  const loaded = load > 1 ? ' (loaded: rough figures)' : '';
  return {
    cpu,
    cores,
    text: `${cpu}, ${cores} cores, ${gigabytes} GB, ${platform()} ${release()}; node ${process.version}, ${git}; load ${load.toFixed(1)}${loaded}`,
  };
}

/** `AMD EPYC 7B13` → `amd-epyc-7b13`, for file names. */
export function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/\((r|tm)\)/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
