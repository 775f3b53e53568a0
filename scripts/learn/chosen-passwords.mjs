// Passwords as people choose them, made up by seed. Labelled corpora replace true passwords by random characters and leave the false ones as
// they were, so that weights learned from them alone would take every word for false. These stand in for what was taken away, and a
// few generated ones with any sign on the keyboard, of which the random characters have too few.

const words =
  'water window flower butter yellow pirate secure freedom master shark eagle london berlin chicken chocolate angel happy lucky star cheese pumpkin rabbit mustang boston hockey soccer jordan batman matrix welcome trust love family money phoenix merlin knight wizard galaxy ocean river spring autumn december january friday monday guest office server backup oracle router internet blue green black white gold apple pear lemon cherry mango pizza burger salmon turtle panda zebra lion wolf bear'.split(
    ' ',
  );
const names =
  'michael jessica daniel robert thomas george andrew martin david laura sarah maria kevin steve nicole ashley chris alex frank linda'.split(
    ' ',
  );
const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890'];
const lower = 'abcdefghijklmnopqrstuvwxyz';
const alphabets = [lower, lower + lower.toUpperCase(), `${lower}${lower.toUpperCase()}0123456789`].map((text) => [
  ...text,
]);
/** Without quotes, backslash and what a syntax may take for its own end. */
const keyboard = [...'!#$%&()*+-./:=?@[]^_{|}~'];
const signs = [...'!#?*+-_.@$'];

/** next() gives the next password; the same seed gives the same ones. */
export function chosenPasswords(seed) {
  let state = seed;
  const below = (n) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const one = (list) => list[below(list.length)];
  const capital = (word) => word[0].toUpperCase() + word.slice(1);
  const year = () => 1950 + below(76);
  const walk = () => {
    const [a, b] = [below(3), below(3)];
    return one(rows).slice(a, a + 3 + below(3)) + one(rows).slice(b, b + 3 + below(2));
  };
  const digitsForLetters = (word) => word.replace(/a/g, '4').replace(/e/g, '3').replace(/o/g, '0');
  const generated = () => {
    const [letters, signs] = [one(alphabets), 2 + below(5)];
    return Array.from({ length: 8 + below(20) }, () => (below(signs) > 0 ? one(letters) : one(keyboard))).join('');
  };
  const forms = [
    () => `${one(words)}${year()}`,
    () => `${capital(one(words))}${below(1000)}${one(signs)}`,
    () => `${capital(one(names))}${year()}`,
    () => `${one(words)}${one(words)}`,
    () => one(words),
    () => one(names),
    walk,
    () => `${one(names)}${one(['_', '.', '-', ''])}${one(words)}${below(10)}`,
    () => `${capital(one(words))}${one(signs)}${below(100)}`,
    () => `${digitsForLetters(one(words))}${below(100)}`,
    () => `${one(words)}${below(100)}`,
    () => `${capital(one(words))}${capital(one(words))}${below(100)}`,
    generated,
    generated,
    generated,
  ];
  return { next: () => one(forms)(), below };
}
