import { crc32, deflateRawSync } from 'node:zlib';

export type ZipFile = {
  name: string;
  content: Uint8Array | string;
  stored?: boolean;
  /** Lies: other than the content's own. */
  size?: number;
  flags?: number;
  method?: number;
  /** Where its bytes are said to stand; its own are left out. */
  local?: number;
};

const u16 = (value: number): Buffer => Buffer.from([value & 255, value >>> 8]);
const u32 = (value: number): Buffer =>
  Buffer.from([value & 255, (value >>> 8) & 255, (value >>> 16) & 255, value >>> 24]);

/** A ZIP archive of these files. @see PKWARE APPNOTE 6.3 */
export function zip(files: readonly ZipFile[], comment = ''): Uint8Array<ArrayBuffer> {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  const known = new Map<Uint8Array | string, Buffer>();
  const deflated = (content: Uint8Array | string, bytes: Buffer): Buffer => {
    const data = known.get(content) ?? deflateRawSync(bytes);
    known.set(content, data);
    return data;
  };
  for (const { name, content, stored = false, size, flags = 0, method = stored ? 0 : 8, local: elsewhere } of files) {
    const bytes = Buffer.from(content as string);
    const data = stored ? bytes : deflated(content, bytes);
    const label = Buffer.from(name);
    const sizes = Buffer.concat([u32(crc32(bytes)), u32(data.length), u32(size ?? bytes.length), u16(label.length)]);
    const common = Buffer.concat([u16(flags), u16(method), u32(0), sizes, u16(0)]);
    const local = Buffer.concat([u32(0x04034b50), u16(20), common, label, data]);
    const rest = Buffer.concat([u16(0), u16(0), u16(0), u32(0), u32(elsewhere ?? at), label]);
    directory.push(Buffer.concat([u32(0x02014b50), u16(20), u16(20), common, rest]));
    if (elsewhere !== undefined) continue;
    locals.push(local);
    at += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = [u32(0x06054b50), u16(0), u16(0), u16(files.length), u16(files.length), u32(entries.length), u32(at)];
  const all = Buffer.concat([...locals, entries, ...end, u16(comment.length), Buffer.from(comment)]);
  return new Uint8Array(all);
}
