/** One field of a CSV file that is no formula anywhere; the reporter and the html report's export share it. */
import { escapeControls } from './escape.ts';

// Also the full-width forms, which some locales take for the same (https://owasp.org/www-community/attacks/CSV_Injection).
const formula = /(^|[;,|])(\s*[=+\-@＝＋－＠])/g;

export function csvField(text: string): string {
  return `"${escapeControls(text).replace(formula, "$1'$2").replaceAll('"', '""')}"`;
}
