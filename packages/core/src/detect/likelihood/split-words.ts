/** Apart from the word lists, so that a name can be read without them. */

/** Identifier or phrase → lower-case words: at case changes, digits and anything that is not a letter. */
export function splitWords(text: string): string[] {
  return text.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+/g)?.map((w) => w.toLowerCase()) ?? [];
}
