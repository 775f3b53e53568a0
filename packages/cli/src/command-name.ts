/** How the user started gitmoat, so that the commands we name can be copied as they stand. */
export function commandName(env: Readonly<Record<string, string | undefined>>): string {
  // npm sets it for `npx gitmoat` and `npm exec gitmoat`.
  return env.npm_command === 'exec' ? 'npx gitmoat' : 'gitmoat';
}
