/**
 * A list box of any length: only the rows in sight are in the document, so ten thousand cost what thirty do. Keyboard:
 * arrows, Page Up and Down, Home, End move the choice; Enter opens it. The chosen row is always in the document, because
 * `aria-activedescendant` has to point at something.
 */
import { element } from './element.ts';

export interface ListOptions<Item> {
  /** A scrolling box that is in the document. */
  readonly box: HTMLElement;
  readonly rowHeight: number;
  draw(item: Item, row: HTMLElement): void;
  onChoose(item: Item): void;
  /** Enter, or a double click. */
  onOpen(item: Item): void;
}

/** Rows drawn beyond each edge, so that scrolling shows no gap. */
const margin = 8;

export class VirtualList<Item> {
  readonly #options: ListOptions<Item>;
  readonly #inner = element('div', { role: 'presentation', class: 'rows' });
  readonly #rows = new Map<number, HTMLElement>();
  #items: readonly Item[] = [];
  #chosen = -1;
  #asked = false;

  constructor(options: ListOptions<Item>) {
    this.#options = options;
    const { box } = options;
    box.setAttribute('role', 'listbox');
    box.tabIndex = 0;
    box.append(this.#inner);
    box.addEventListener('scroll', () => this.#later());
    box.addEventListener('keydown', (event) => this.#onKey(event));
    box.addEventListener('click', (event) => this.#onClick(event));
    box.addEventListener('dblclick', () => this.#open());
    new ResizeObserver(() => this.#later()).observe(box);
  }

  show(items: readonly Item[]): void {
    this.#items = items;
    this.#chosen = -1;
    for (const row of this.#rows.values()) row.remove();
    this.#rows.clear();
    this.#inner.style.height = `${items.length * this.#options.rowHeight}px`;
    this.#options.box.scrollTop = 0;
    this.#options.box.removeAttribute('aria-activedescendant');
    this.#draw();
  }

  /** The same items, drawn again: something that a row shows has changed. */
  redraw(): void {
    for (const [index, row] of this.#rows) {
      row.replaceChildren();
      this.#options.draw(this.#items[index]!, row);
    }
  }

  choose(index: number): void {
    const item = this.#items[index];
    if (item === undefined) return;
    this.#rows.get(this.#chosen)?.setAttribute('aria-selected', 'false');
    this.#chosen = index;
    this.#reveal(index);
    this.#draw();
    const row = this.#rows.get(index);
    row?.setAttribute('aria-selected', 'true');
    this.#options.box.setAttribute('aria-activedescendant', row?.id ?? '');
    this.#options.onChoose(item);
  }

  #later(): void {
    if (this.#asked) return;
    this.#asked = true;
    requestAnimationFrame(() => {
      this.#asked = false;
      this.#draw();
    });
  }

  #draw(): void {
    const { box, rowHeight, draw } = this.#options;
    const first = Math.max(0, Math.floor(box.scrollTop / rowHeight) - margin);
    const last = Math.min(this.#items.length, Math.ceil((box.scrollTop + box.clientHeight) / rowHeight) + margin);
    for (const [index, row] of this.#rows) {
      if ((index >= first && index < last) || index === this.#chosen) continue;
      row.remove();
      this.#rows.delete(index);
    }
    for (let index = first; index < last; index++) this.#row(index, draw);
    if (this.#chosen >= 0) this.#row(this.#chosen, draw);
  }

  #row(index: number, draw: (item: Item, row: HTMLElement) => void): void {
    if (this.#rows.has(index)) return;
    const row = element('div', {
      role: 'option',
      id: `${this.#options.box.id}-${index}`,
      class: 'row',
      'aria-posinset': index + 1,
      'aria-setsize': this.#items.length,
      'aria-selected': String(index === this.#chosen),
      'data-index': index,
    });
    row.style.top = `${index * this.#options.rowHeight}px`;
    draw(this.#items[index]!, row);
    this.#rows.set(index, row);
    this.#inner.append(row);
  }

  #reveal(index: number): void {
    const { box, rowHeight } = this.#options;
    const top = index * rowHeight;
    if (top < box.scrollTop) box.scrollTop = top;
    else if (top + rowHeight > box.scrollTop + box.clientHeight) box.scrollTop = top + rowHeight - box.clientHeight;
  }

  #onKey(event: KeyboardEvent): void {
    const page = Math.max(1, Math.floor(this.#options.box.clientHeight / this.#options.rowHeight) - 1);
    const last = this.#items.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: this.#chosen + 1,
      ArrowUp: this.#chosen - 1,
      PageDown: this.#chosen + page,
      PageUp: this.#chosen - page,
      Home: 0,
      End: last,
    };
    const to = moves[event.key];
    if (event.key === 'Enter') this.#open();
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.choose(Math.max(0, Math.min(last, to)));
  }

  #onClick(event: MouseEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>('[data-index]');
    if (row !== null) this.choose(Number(row.dataset.index));
  }

  #open(): void {
    const item = this.#items[this.#chosen];
    if (item !== undefined) this.#options.onOpen(item);
  }
}
