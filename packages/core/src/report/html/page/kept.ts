/** What the reader set, kept in this browser alone. Storage may be switched off (private windows, some file:// pages). */

const prefix = 'gitmoat:';

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** Null: forget it. */
export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(prefix + name);
    else localStorage.setItem(prefix + name, value);
  } catch {
    // The page works without; the check boxes are empty next time.
  }
}
