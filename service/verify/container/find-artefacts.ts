import type { Artefact } from '../artefact/artefact.ts';
import { readArtefact } from '../artefact/read-artefact.ts';
import { decodeUtf8 } from '../artefact/strict-json.ts';
import { isBundle, MAX_BUNDLE, NotBundle, readBundle } from './bundle.ts';
import { embeddedFiles, isPdf } from './pdf.ts';
import { isZip, NotZip, readZip } from './zip.ts';

/** Longer texts are no artefact and no archive of one. */
const MAX_KEPT = 4_194_304;
const BRACE = 0x7b;

/**
 * An artefact and where in the input it was; `path` is empty when it is the input itself. It is read from `text` when it is
 * asked for; what could not be read as a text is defective.
 */
export type FoundArtefact = { readonly path: string; readonly artefact: Artefact; readonly text: string | undefined };

function unrecognised(path: string, detail: string): FoundArtefact {
  return { path, artefact: { kind: 'defective', code: 'form.unrecognised', detail }, text: undefined };
}

function malformed(path: string, detail: string): FoundArtefact {
  return { path, artefact: { kind: 'defective', code: 'form.malformed', detail }, text: undefined };
}

/** A text in which an artefact is to be found. */
export function foundText(path: string, text: string): FoundArtefact {
  let read: Artefact | undefined;
  return {
    ...{ path, text },
    get artefact() {
      return (read ??= readArtefact(text));
    },
  };
}

function found(path: string, bytes: Uint8Array): FoundArtefact {
  const text = bytes.length <= MAX_KEPT ? decodeUtf8(bytes) : undefined;
  return text === undefined ? { path, text, artefact: readArtefact(bytes) } : foundText(path, text);
}

/** What a bundle's text or file holds; undefined when it is none. Items are named below the file's own path. */
function inBundle(path: string, text: string): FoundArtefact[] | undefined {
  if (!isBundle(text)) return undefined;
  const below = (name: string): string => (path === '' ? name : `${path}!${name}`);
  try {
    const items = readBundle(text).map(({ name, text: artefact, why = '' }) =>
      artefact === undefined ? malformed(below(name), why) : foundText(below(name), artefact),
    );
    return items.length > 0 ? items : [unrecognised(path, 'bundle without artefacts')];
  } catch (error) {
    if (error instanceof NotBundle) return [malformed(path, `bundle: ${error.message}`)];
    throw error;
  }
}

/** Text of bytes that could be a bundle: JSON, and not longer than one may be. */
function asText(bytes: Uint8Array): string | undefined {
  const first = bytes.find((byte) => byte > 0x20);
  return first === BRACE && bytes.length <= MAX_BUNDLE ? new TextDecoder().decode(bytes) : undefined;
}

function* inFile(path: string, bytes: Uint8Array): Generator<FoundArtefact> {
  const text = asText(bytes);
  const bundle = text === undefined ? undefined : inBundle(path, text);
  if (bundle === undefined) yield found(path, bytes);
  else yield* bundle;
}

async function inPdf(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<FoundArtefact> {
  let other: FoundArtefact | undefined;
  for await (const file of embeddedFiles(bytes)) {
    const one = found(path, file);
    if (one.artefact.kind !== 'defective') return one;
    // A damaged certificate says more than an attachment of another kind.
    if (other === undefined || one.artefact.code !== 'form.unrecognised') other = one;
  }
  return other ?? unrecognised(path, 'PDF without an embedded certificate');
}

async function* inZip(bytes: Uint8Array<ArrayBuffer>): AsyncGenerator<FoundArtefact> {
  let count = 0;
  try {
    for await (const { name, bytes: content, why = '' } of readZip(bytes)) {
      count++;
      if (content === undefined) yield unrecognised(name, why);
      else if (isPdf(content)) yield await inPdf(name, content as Uint8Array<ArrayBuffer>);
      else yield* inFile(name, content);
    }
  } catch (error) {
    if (!(error instanceof NotZip)) throw error;
    yield unrecognised('', `ZIP: ${error.message}`);
    return;
  }
  if (count === 0) yield unrecognised('', 'ZIP without files');
}

/**
 * All artefacts in what was handed in, recognised by content: a ZIP archive of many, a JSON bundle of several, a PDF with
 * an embedded certificate, or one artefact as `readArtefact` reads it. Yields one at a time, at least one, and never throws
 * on input: what cannot be read is a `DefectiveArtefact` in its place, so that one bad item never sinks the others.
 */
export async function* findArtefacts(input: string | Uint8Array): AsyncGenerator<FoundArtefact> {
  if (typeof input === 'string') {
    const bundle = inBundle('', input);
    if (bundle === undefined) yield foundText('', input);
    else yield* bundle;
    return;
  }
  const bytes = input as Uint8Array<ArrayBuffer>;
  if (isZip(bytes)) yield* inZip(bytes);
  else if (isPdf(bytes)) yield await inPdf('', bytes);
  else yield* inFile('', bytes);
}
