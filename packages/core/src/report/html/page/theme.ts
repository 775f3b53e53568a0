/** Light, dark, or as the system has it. */
import { byId } from './element.ts';
import { keep, kept } from './kept.ts';

const themes = ['system', 'light', 'dark'] as const;

export function setUpTheme(): void {
  const select = byId<HTMLSelectElement>('theme');
  const known = themes.find((theme) => theme === kept('theme')) ?? 'system';
  const apply = (theme: string) => {
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  };
  select.value = known;
  apply(known);
  select.addEventListener('change', () => {
    keep('theme', select.value === 'system' ? null : select.value);
    apply(select.value);
  });
}
