/** `<<make:…-key>>`: private keys of every container, made of random integers. They parse; they open nothing. */
import { latin1Of } from '../checks/primitives/base64.ts';
import { crc24 } from '../checks/primitives/crc32.ts';
import { concat, integer, octets, oid, pem, positive, sequence, smallInteger, tlv } from './der.ts';
import type { Random } from './random.ts';

export type Make = (random: Random) => string;

const p256 = '1.2.840.10045.3.1.7';

function rsaDer(random: Random, bits = 2048): Uint8Array {
  const exponent = tlv(0x02, Uint8Array.of(1, 0, 1));
  const halves = [1, 2, 3, 4, 5].map(() => integer(bits / 2, random));
  return sequence(smallInteger(0), integer(bits, random), exponent, integer(bits - 2, random), ...halves);
}

function ecDer(random: Random, curve: Uint8Array): Uint8Array {
  const pair = process.getBuiltinModule('node:crypto').createECDH('prime256v1');
  const scalar = random.bytes(32);
  pair.setPrivateKey(scalar);
  const point = tlv(0xa1, tlv(0x03, Uint8Array.of(0), pair.getPublicKey()));
  return sequence(smallInteger(1), octets(scalar), curve, point);
}

function pkcs8(algorithm: readonly Uint8Array[], key: Uint8Array): Uint8Array {
  return sequence(smallInteger(0), sequence(...algorithm), octets(key));
}

/** Length-prefixed, as SSH writes strings and multiple-precision integers. */
function ssh(body: Uint8Array | string): Uint8Array {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body;
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return concat(length, bytes);
}

function openssh(random: Random, encrypted: boolean): string {
  const seed = random.bytes(32);
  const key = random.bytes(32);
  const publicBlob = concat(ssh('ssh-ed25519'), ssh(key));
  const check = random.bytes(4);
  const body = concat(check, check, publicBlob, ssh(concat(seed, key)), ssh('deploy'));
  const block = encrypted ? 16 : 8;
  const padding = Uint8Array.from({ length: (block - (body.length % block)) % block }, (_, i) => i + 1);
  const sealed = encrypted ? random.bytes(body.length + padding.length) : concat(body, padding);
  const rounds = concat(ssh(random.bytes(16)), Uint8Array.of(0, 0, 0, 16));
  const options = encrypted ? rounds : new Uint8Array(0);
  const names = encrypted ? [ssh('aes256-ctr'), ssh('bcrypt')] : [ssh('none'), ssh('none')];
  const magic = Buffer.from('openssh-key-v1\0', 'latin1');
  const blob = concat(magic, ...names, ssh(options), Uint8Array.of(0, 0, 0, 1), ssh(publicBlob), ssh(sealed));
  const lines =
    Buffer.from(blob)
      .toString('base64')
      .match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----'].join('\n');
}

function putty(random: Random, encrypted: boolean): string {
  const wrapped = (bytes: Uint8Array): string[] => [
    ...(Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? []),
  ];
  const key = random.bytes(32);
  const publicLines = wrapped(concat(ssh('ssh-ed25519'), ssh(key)));
  const privateLines = wrapped(encrypted ? random.bytes(48) : ssh(random.bytes(32)));
  const derivation = ['Key-Derivation: Argon2id', 'Argon2-Memory: 8192', 'Argon2-Passes: 21', 'Argon2-Parallelism: 1'];
  return [
    'PuTTY-User-Key-File-3: ssh-ed25519',
    `Encryption: ${encrypted ? 'aes256-cbc' : 'none'}`,
    'Comment: deploy',
    `Public-Lines: ${publicLines.length}`,
    ...publicLines,
    ...(encrypted ? [...derivation, `Argon2-Salt: ${Buffer.from(random.bytes(16)).toString('hex')}`] : []),
    `Private-Lines: ${privateLines.length}`,
    ...privateLines,
    `Private-MAC: ${Buffer.from(random.bytes(32)).toString('hex')}`,
  ].join('\n');
}

/** A version 4 RSA secret-key packet (RFC 4880 §5.5.3) with a user id; unprotected, or with iterated and salted S2K. */
function pgp(random: Random, encrypted: boolean): string {
  const mpi = (bits: number): Uint8Array => concat(Uint8Array.of(bits >> 8, bits & 0xff), positive(bits, random));
  const packet = (tag: number, body: Uint8Array): Uint8Array =>
    concat(Uint8Array.of(0x80 | (tag << 2) | 1, body.length >> 8, body.length & 0xff), body);
  const open = concat(Uint8Array.of(4, 0x5f, 0x5e, 0x10, 0x00, 1), mpi(2048), Uint8Array.of(0, 17, 1, 0, 1));
  const secret = concat(mpi(2046), mpi(1024), mpi(1024), mpi(1023));
  const total = secret.reduce((sum, byte) => (sum + byte) & 0xffff, 0);
  const plain = concat(Uint8Array.of(0), secret, Uint8Array.of(total >> 8, total & 0xff));
  const sealed = concat(Uint8Array.of(254, 9, 3, 8), random.bytes(8), Uint8Array.of(0x60), random.bytes(16 + 680));
  const user = Buffer.from('Deploy <deploy@host.invalid>', 'latin1');
  const bytes = concat(packet(5, concat(open, encrypted ? sealed : plain)), packet(13, user));
  const sum = crc24(bytes);
  const check = Buffer.from([sum >> 16, (sum >> 8) & 0xff, sum & 0xff]).toString('base64');
  const lines =
    Buffer.from(bytes)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  const label = 'PGP PRIVATE KEY BLOCK';
  return [`-----BEGIN ${label}-----`, '', ...lines, `=${check}`, `-----END ${label}-----`].join('\n');
}

function encryptedPkcs8(random: Random): Uint8Array {
  const kdf = sequence(
    oid('1.2.840.113549.1.5.12'),
    sequence(octets(random.bytes(16)), tlv(0x02, Uint8Array.of(0x08, 0x00))),
  );
  const cipher = sequence(oid('2.16.840.1.101.3.4.1.42'), octets(random.bytes(16)));
  return sequence(sequence(oid('1.2.840.113549.1.5.13'), sequence(kdf, cipher)), octets(random.bytes(1232)));
}

const null0 = Uint8Array.of(5, 0);
const rsaAlgorithm = [oid('1.2.840.113549.1.1.1'), null0];

export const keyMakers: Readonly<Record<string, Make>> = {
  'rsa-key': (random) => pem('RSA PRIVATE KEY', rsaDer(random)),
  'rsa-key-encrypted': (random) => {
    const iv = Buffer.from(random.bytes(16)).toString('hex').toUpperCase();
    const headers = ['Proc-Type: 4,ENCRYPTED', `DEK-Info: AES-256-CBC,${iv}`];
    return pem('RSA PRIVATE KEY', random.bytes(1200), headers);
  },
  'ec-key': (random) => pem('EC PRIVATE KEY', ecDer(random, tlv(0xa0, oid(p256)))),
  'dsa-key': (random) => {
    const numbers = [1024, 160, 1022, 1023, 159].map((bits) => integer(bits, random));
    return pem('DSA PRIVATE KEY', sequence(smallInteger(0), ...numbers));
  },
  'pkcs8-key': (random) => pem('PRIVATE KEY', pkcs8(rsaAlgorithm, rsaDer(random))),
  'pkcs8-ec-key': (random) => {
    const algorithm = [oid('1.2.840.10045.2.1'), oid(p256)];
    return pem('PRIVATE KEY', pkcs8(algorithm, ecDer(random, new Uint8Array(0))));
  },
  'ed25519-key': (random) => pem('PRIVATE KEY', pkcs8([oid('1.3.101.112')], octets(random.bytes(32)))),
  'encrypted-pkcs8-key': (random) => pem('ENCRYPTED PRIVATE KEY', encryptedPkcs8(random)),
  'openssh-key': (random) => openssh(random, false),
  'openssh-key-encrypted': (random) => openssh(random, true),
  'putty-key': (random) => putty(random, false),
  'putty-key-encrypted': (random) => putty(random, true),
  'pgp-key': (random) => pgp(random, false),
  'pgp-key-encrypted': (random) => pgp(random, true),
  'pkcs8-key-base64': (random) => Buffer.from(pkcs8(rsaAlgorithm, rsaDer(random))).toString('base64'),
  'pkcs8-key-escaped': (random) => pem('PRIVATE KEY', pkcs8(rsaAlgorithm, rsaDer(random))).replaceAll('\n', '\\n'),
  'pem-base64': (random) =>
    Buffer.from(latin1Of(Buffer.from(pem('RSA PRIVATE KEY', rsaDer(random))))).toString('base64'),
};
