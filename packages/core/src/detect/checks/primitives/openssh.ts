/** OpenSSH's own private-key container (PROTOCOL.key in its sources): names and sizes only, never the key. */
import { latin1Of } from './base64.ts';

export interface OpensshKey {
  /** `ssh-ed25519`, `ssh-rsa`, … */
  readonly type: string;
  readonly encrypted: boolean;
}

export const opensshMagic = 'openssh-key-v1\0';

/** Null where the bytes are not one whole key. */
export function readOpenssh(bytes: Uint8Array): OpensshKey | null {
  if (latin1Of(bytes.subarray(0, opensshMagic.length)) !== opensshMagic) return null;
  const reader = new SshReader(bytes, opensshMagic.length);
  const cipher = reader.text();
  reader.text();
  reader.text();
  const count = reader.number();
  const publicBlob = reader.text();
  const sealed = reader.text();
  if (reader.failed || count !== 1 || cipher === '' || sealed === '') return null;
  const type = new SshReader(Uint8Array.from(Buffer.from(publicBlob, 'latin1')), 0).text();
  if (!/^[a-z0-9@.-]{4,64}$/.test(type)) return null;
  const encrypted = cipher !== 'none';
  return encrypted || sealed.slice(0, 4) === sealed.slice(4, 8) ? { type, encrypted } : null;
}

/** Length-prefixed strings; once out of bounds it stays failed and gives nothing. */
export class SshReader {
  readonly #bytes: Uint8Array;
  #at: number;
  failed = false;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  number(): number {
    const at = this.#at;
    if (this.failed || at + 4 > this.#bytes.length) return this.#fail();
    this.#at += 4;
    const [a = 0, b = 0, c = 0, d = 0] = this.#bytes.subarray(at, at + 4);
    return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
  }

  text(): string {
    const length = this.number();
    const at = this.#at;
    if (this.failed || at + length > this.#bytes.length) {
      this.#fail();
      return '';
    }
    this.#at += length;
    return latin1Of(this.#bytes.subarray(at, at + length));
  }

  #fail(): number {
    this.failed = true;
    return 0;
  }
}
