/**
 * Values that describe a password instead of being one: made of the field's own name and what it belongs to (`xdg-pass`, `cachepass`), or
 * saying what a test does with them (`not-…`, `to-be-…`). The words alone decide; how likely they are is `judge.ts`'s business.
 */
import { isWord } from './language.ts';

/** Says that it is another value than the right one, or that something is still to be done with it. */
const negated =
  /^(?:not|wrong|invalid|incorrect)[-_ ]\w|^to[-_ ]be[-_ ]\w|^(?:no|not|in)(?:match|right|good|valid|correct|real|set|working|same)$|\bignore[-_ ](?:me|this)\b/i;

const shortName = /^(?:pass|passwd|pwd?|user|usr)$/;
const fullName = /^(?:passwords?|passphrases?|secrets?|tokens?|credentials?)$/;
/** Head and name written as one word. */
const compound = /^([a-z]{3,12}?)(?:pass|passwd|pwd|password|user)$/;

/** Is the value the name of a password (`proxy-pass`, `queenbee#passwords`, `badpass`), or what a test says of one? */
export function describesItself(value: string): boolean {
  if (negated.test(value)) return true;
  if (value.length > 40 || !/^[A-Za-z]+(?:[^A-Za-z0-9]{1,2}[A-Za-z]+){0,3}$/.test(value)) return false;
  const parts = value.toLowerCase().split(/[^a-z]+/);
  if (parts.length > 1) {
    if (parts.some((part) => fullName.test(part))) return parts.length === 2;
    return parts.some((part) => shortName.test(part)) && parts.every((part) => part.length <= 5 || isWord(part));
  }
  const head = compound.exec(parts[0]!)?.[1];
  return head !== undefined && isWords(head);
}

/** One known word, or two. */
function isWords(text: string): boolean {
  if (isWord(text) || shortName.test(text)) return true;
  for (let cut = 3; cut <= text.length - 3; cut++)
    if (isWord(text.slice(0, cut)) && isWord(text.slice(cut))) return true;
  return false;
}

/**
 * User and password that differ only where the one says `user` and the other `pass` (`proxuser:proxpass`, `u22u:p22p`), or that
 * are names of their fields both (`userdude:passfellow`): a pair of stand-ins.
 */
export function isRolePair(user: string, password: string): boolean {
  const [name, word] = [user.toLowerCase(), password.toLowerCase()];
  if (name === word || name.length < 2) return false;
  if (/^user[a-z]*$/.test(name) && /^pass[a-z]*$/.test(word)) return true;
  const bare = (text: string, role: RegExp): string => text.replace(role, '\0');
  if (/user|usr/.test(name) && bare(name, /user(?:name)?|usr/) === bare(word, /pass(?:w(?:or)?d)?|pwd?/)) return true;
  return name.startsWith('u') && word.startsWith('p') && name.replaceAll('u', 'p') === word;
}
