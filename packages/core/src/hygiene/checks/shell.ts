/** What CI scripts and Dockerfiles do in shell lines, wherever the line stands. */

/** A download that runs as it comes. */
export const pipedDownload: RegExp =
  /\b(?:curl|wget)\b[^\n|;&]*https?:[^\n|;&]*\|\s*(?:sudo\s+(?:-\w+\s+)*)?(?:env\s+)?(?:ba|z|da)?sh\b|\b(?:ba|z|da)?sh\s+(?:-c\s+)?["']?[<$]\(\s*(?:curl|wget)\b[^\n]*https?:/g;

/** Deploying by hand's means: a login on the server, a copy and a restart. */
export const sshDeploy: RegExp =
  /^[^\n#]*\b(?:ssh\s+(?:-\S+\s+(?:\S+\s+)?)*\S+@\S+|scp\s+[^\n]*\s\S+@?\S+:|rsync\s+[^\n]*\s\S+@\S+:)[^\n]*/gm;

/** `echo` and friends to the log: not into a pipe, a file or a command. */
export function printsTo(line: string, value: string): boolean {
  const at = line.indexOf(value);
  const before = line.slice(0, at);
  const after = line.slice(at + value.length);
  const command = /(?:^|[;&|]|\bthen\b|\bdo\b)\s*(?:echo|printf|print|Write-(?:Host|Output))\b[^;&|]*$/.exec(before);
  return (
    command !== null && !/[|>]/.test(after) && !/>/.test(command[0]) && !/\$\($|`$/.test(before.slice(0, command.index))
  );
}
