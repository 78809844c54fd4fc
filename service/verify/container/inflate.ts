/** `zlib`: RFC 1950, `raw`: RFC 1951 as in ZIP archives. */
export type Compression = 'zlib' | 'raw';

/** Certificates, keys and hashes hardly shrink; what inflates to more than this many times its bytes is no artefact but a bomb. */
export const MAX_RATIO = 20;

/**
 * Inflates a whole stream; undefined when it is damaged, cut short or followed by something, or would inflate to more than
 * `maxBytes` (a bomb is left after as many bytes).
 */
export async function inflate(
  compressed: Uint8Array<ArrayBuffer>,
  compression: Compression,
  maxBytes: number,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const format = compression === 'zlib' ? 'deflate' : 'deflate-raw';
  const reader = new Blob([compressed]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (length > maxBytes) {
        await reader.cancel();
        return undefined;
      }
      chunks.push(read.value);
    }
  } catch {
    return undefined; // the platform's way to say that the stream is damaged: TypeError here, an Error with a code there
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
