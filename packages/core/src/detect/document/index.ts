/**
 * Engines that read a blob whole, keyed by rule id: documents (wherever their anchor stands) and paths (whose globs are in
 * the rule). `text` is the blob as latin1; offsets point into it. Functions of the text alone.
 */
import type { Candidate } from '../candidate.ts';
import {
  dockerAuths,
  filezilla,
  ftpConfig,
  gitCredentials,
  htpasswd,
  netrc,
  npmrc,
  pgpass,
  singleKey,
} from './credential-files.ts';
import { keyLines, keyOrSpacedLines } from './key-lines.ts';
import { kubernetesSecrets } from './kubernetes.ts';

type Engine = (text: string) => readonly Candidate[];

export const documentEngines: Readonly<Record<string, Engine>> = {
  'kubernetes-secret-data': kubernetesSecrets,
  'docker-config-auths': dockerAuths,
};

export const pathEngines: Readonly<Record<string, Engine>> = {
  dotenv: keyLines,
  'credentials-file': keyOrSpacedLines,
  npmrc,
  netrc,
  pgpass,
  htpasswd,
  'git-credentials': gitCredentials,
  'ftp-config': ftpConfig,
  filezilla,
  'single-key-file': singleKey,
};
