/** Addresses that rule files name, for reports that make links of them. */

/** Normalised, so that nothing in it ends a link and every reader takes it for a URI; null for anything but the web. */
export function webAddress(reference: string): string | null {
  if (!/^https?:\/\//.test(reference) || !URL.canParse(reference)) return null;
  const { href } = new URL(reference);
  return href.replace(/%(?![\da-f]{2})|[^\w.~:/?@!$&'*+,;=%#-]|(?<=#.*)#/gi, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
  });
}
