/** Four pages in one: a tab list with the usual keys (arrows, Home, End). */
import { byId } from './element.ts';

export const tabNames = ['findings', 'timeline', 'breakdown', 'coverage'] as const;
export type TabName = (typeof tabNames)[number];

export function setUpTabs(onShow: (name: TabName) => void): (name: TabName) => void {
  const show = (name: TabName): void => {
    for (const one of tabNames) {
      const tab = byId(`tab-${one}`);
      tab.setAttribute('aria-selected', String(one === name));
      tab.tabIndex = one === name ? 0 : -1;
      byId(one).hidden = one !== name;
    }
    onShow(name);
  };
  for (const [index, name] of tabNames.entries()) {
    const tab = byId(`tab-${name}`);
    tab.addEventListener('click', () => show(name));
    tab.addEventListener('keydown', ({ key }) => {
      const moves: Readonly<Record<string, number>> = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: -1 };
      const to = moves[key];
      if (to === undefined) return;
      const next = tabNames.at(to % tabNames.length)!;
      show(next);
      byId(`tab-${next}`).focus();
    });
  }
  return show;
}
