import { ChainUnreachable } from '../../ports/chain-reader.ts';

/** Far above any honest answer, far below what would fill the memory. */
const MAX_BYTES = 8 * 1024 * 1024;

async function limitedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for (const reader = response.body?.getReader(); reader !== undefined;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > MAX_BYTES) {
      await reader.cancel();
      throw new RangeError('the answer is too long');
    }
    text += decoder.decode(value, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Asks one address for JSON. Redirects are refused, the answer's length is limited, and everything is over within the time.
 *
 * @param timeoutMs for the whole exchange, body included
 * @throws ChainUnreachable
 */
export async function askJson(
  url: string,
  timeoutMs: number,
  body?: unknown,
): Promise<{ status: number; json: unknown }> {
  try {
    const response = await fetch(url, {
      redirect: 'error',
      signal: AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs))),
      ...(body !== undefined && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
    return { status: response.status, json: JSON.parse(await limitedText(response)) };
  } catch (error) {
    throw new ChainUnreachable(`${url} gave no usable answer`, { cause: error });
  }
}
