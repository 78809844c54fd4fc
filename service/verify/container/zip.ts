import { decodeUtf8 } from '../artefact/strict-json.ts';
import { inflate, MAX_RATIO } from './inflate.ts';

/** One file of an archive; `bytes` undefined when it cannot be read, and `why` then says why. */
export type ZipEntry = { readonly name: string; readonly bytes: Uint8Array | undefined; readonly why?: string };

/** The bytes begin like a ZIP archive and are none that can be read. */
export class NotZip extends Error {
  override readonly name = 'NotZip';
  readonly code = 'notZip';
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;
/** One artefact; more of one file is not read. */
const MAX_ENTRY = 1_048_576;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;

type Directory = { at: number; entries: number };

/** The end record stands at the end, before a comment whose length it tells; a shorter tail is another archive's. */
function findDirectory(view: DataView): Directory {
  const lowest = Math.max(0, view.byteLength - END_LENGTH - MAX_COMMENT);
  for (let at = view.byteLength - END_LENGTH; at >= lowest; at--) {
    if (view.getUint32(at, true) !== END_OF_DIRECTORY) continue;
    if (at + END_LENGTH + view.getUint16(at + 20, true) !== view.byteLength) continue;
    return { entries: view.getUint16(at + 10, true), at: view.getUint32(at + 16, true) };
  }
  throw new NotZip('no end of central directory');
}

type Header = {
  name: string;
  flags: number;
  method: number;
  compressed: number;
  size: number;
  local: number;
  next: number;
};

function readHeader(bytes: Uint8Array, view: DataView, at: number): Header {
  if (at + 46 > bytes.length || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw new NotZip('directory is damaged');
  const nameLength = view.getUint16(at + 28, true);
  const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  if (next > bytes.length) throw new NotZip('directory is damaged');
  const raw = bytes.subarray(at + 46, at + 46 + nameLength);
  return {
    // Names are shown and never become paths, so one that is no UTF-8 is only unreadable.
    name: decodeUtf8(raw) ?? '?',
    flags: view.getUint16(at + 8, true),
    method: view.getUint16(at + 10, true),
    compressed: view.getUint32(at + 20, true),
    size: view.getUint32(at + 24, true),
    local: view.getUint32(at + 42, true),
    next,
  };
}

async function content(bytes: Uint8Array<ArrayBuffer>, view: DataView, header: Header): Promise<ZipEntry> {
  const { name, flags, method, compressed, size, local } = header;
  const unread = (why: string): ZipEntry => ({ name, bytes: undefined, why });
  if ((flags & ENCRYPTED) !== 0) return unread('encrypted');
  if (method !== STORED && method !== DEFLATED) return unread(`compression method ${method}`);
  if (size > MAX_ENTRY) return unread('too large');
  if (size > compressed * MAX_RATIO) return unread('compressed as no artefact can be');
  if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL_HEADER) return unread('damaged');
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + compressed > bytes.length) return unread('damaged');
  const data = bytes.subarray(start, start + compressed);
  const inflated = method === STORED ? data : await inflate(data, 'raw', Math.min(size, MAX_ENTRY));
  return inflated?.length === size ? { name, bytes: inflated } : unread('damaged, or larger than it says');
}

/** Whether bytes begin as a ZIP archive does, an empty one included. */
export function isZip(bytes: Uint8Array): boolean {
  return (
    bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6))
  );
}

/**
 * The files of a ZIP archive one after another, at most one of them in memory; folders are left out. One file that cannot
 * be read does not end the others. ZIP64, encryption and nested archives are not opened.
 *
 * @see PKWARE APPNOTE 6.3
 * @throws NotZip
 */
export async function* readZip(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<ZipEntry> {
  if (bytes.length < END_LENGTH) throw new NotZip('too short');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { entries, at } = findDirectory(view);
  let next = at;
  let claimed = 0;
  for (let i = 0; i < entries; i++) {
    const header = readHeader(bytes, view, next);
    next = header.next;
    if (header.name.endsWith('/')) continue;
    claimed += header.compressed;
    // Files that stand in the same bytes would make a small archive as much work as a large one.
    if (claimed > bytes.length) yield { name: header.name, bytes: undefined, why: 'stands where others stand' };
    else yield await content(bytes, view, header);
  }
}
