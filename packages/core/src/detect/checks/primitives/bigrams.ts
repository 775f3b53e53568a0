/**
 * How English-like a run of letters is: the mean cost of its letter pairs in bits. The table was counted over English prose and
 * identifiers (documentation, API names, square-rooted word counts): English words lie near 3.6, random letters near 6.5.
 */

/** Thirds of a bit for `ab` at 26·a + b, one base36 digit each. */
const table =
  'pecdrlfuerk9d9wex9b8iilojo9iim9srrbfq8mtamyadj9rusfnaqio9sw9dtceos6qxdjaetszmqcmme4liq7qpgkmanvgcmdlptjq' +
  'dlcahhipmosef9ngk79dnhlelsapklaclv6xxdsn8qxcgfcutuesdrno6rgb9usbkbduvbdjcppxno7rtq5vrk9tqjhk9ovdjbeuuyjv' +
  'fhceefevwtmcd6ahrfbatfzmzj9rln6rpojrmlnk9loi6paokrrmckni4iln8nngofgkuj9igrjjhualnf7nor8vn9np9kxrefemrzbv' +
  '6fpl6tmv9opidmb9zqgsgrvsmvcsbabi8pdrikohckvr98hiryjqkfednhhsjqjdb6gdz8edcgepor8qnn7sngdsobjpadw8fberwpkz' +
  'omkoonooioojomlookoo1ljnoj9mfh6khr9whkfgamwfccgkpyfveqdp7mudawiilmbdrmb7cpmrhsasgm7oma7txjnpcjubcegxksey' +
  'edfhcifteumac8qdz9aatqtnsr7ooq3wkw8wwqntcpwpjqpwsrow7mpk9sna7qnjvbatvccnrvhmmpbqbl9jpmapsommj6ssk6lsoogl' +
  'dgfhdhipdrjec9b7tfadmqitpj8ljj4oohaplhlldjpmopikkle9';

const costs = Float32Array.from(table, (digit) => parseInt(digit, 36) / 3);

/** Cost of the pair of lower-case letters a, b given as 0–25. */
export function pairCost(a: number, b: number): number {
  return costs[a * 26 + b]!;
}
