/** Archives made in memory, honest and hostile ones. */
import { deflateRawSync, gzipSync } from 'node:zlib';

export interface Packed {
  readonly name: string;
  readonly content: Buffer | string;
  readonly stored?: boolean;
  readonly encrypted?: boolean;
  /** Compression method to claim. */
  readonly method?: number;
}

export function zip(files: readonly Packed[]): Buffer {
  const locals: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const file of files) {
    const name = Buffer.from(file.name, 'latin1');
    const plain = Buffer.from(file.content as string);
    const body = file.stored ? plain : deflateRawSync(plain);
    const method = file.method ?? (file.stored ? 0 : 8);
    const common = Buffer.alloc(22);
    common.writeUInt16LE(file.encrypted ? 1 : 0, 0);
    common.writeUInt16LE(method, 2);
    common.writeUInt32LE(body.length, 12);
    common.writeUInt32LE(plain.length, 16);
    common.writeUInt16LE(name.length, 20);
    const local = Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), common, Buffer.alloc(2), name, body]);
    const tail = Buffer.alloc(16);
    tail.writeUInt32LE(offset, 12);
    central.push(
      Buffer.concat([Buffer.from('PK\x01\x02\x14\0\x14\0', 'latin1'), common, Buffer.alloc(2), tail.subarray(2), name]),
    );
    locals.push(local);
    offset += local.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, directory, end]);
}

export function tar(files: readonly Packed[], kind = '0'): Buffer {
  const blocks = files.flatMap(({ name, content }) => {
    const body = Buffer.from(content as string);
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 100), 0, 'latin1');
    header.write('0000644\0', 100);
    header.write(`${body.length.toString(8).padStart(11, '0')}\0`, 124);
    header.write(kind, 156);
    header.write('ustar\x0000', 257, 'latin1');
    header.fill(32, 148, 156);
    const sum = header.reduce((all, byte) => all + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

export const targz = (files: readonly Packed[]): Buffer => gzipSync(tar(files));
