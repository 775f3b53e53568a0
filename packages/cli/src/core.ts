/** What the commands take from core. Loaded with the first command that scans, never for help. */
export * from '@gitmoat/core';
