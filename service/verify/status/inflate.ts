/** More than a list of 2^20 certificates with eight bits each; a bomb stops here. */
const MAX_BYTES = 2_097_152;

/**
 * Inflates a ZLIB stream (RFC 1950); undefined when it is none, is cut short, is followed by something, or inflates to
 * more than 2 MiB.
 */
export async function inflate(compressed: Uint8Array<ArrayBuffer>): Promise<Uint8Array | undefined> {
  const reader = new Blob([compressed]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) {
      length += read.value.length;
      if (length > MAX_BYTES) {
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
