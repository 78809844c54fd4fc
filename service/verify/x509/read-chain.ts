import { encodeBase64url } from '../../proof/base64url.ts';
import type { Primitives } from '../../proof/primitives.ts';
import { keySlot } from '../../proof/storage-layout.ts';
import { decodeBase64 } from './base64.ts';
import { NotCertificate, parseCertificate } from './parse-certificate.ts';
import type { ChainCache, ParsedChain } from './parsed-chain.ts';
import { verifyChain } from './verify-chain.ts';

async function parseChain(primitives: Primitives, x5c: readonly string[]): Promise<ParsedChain> {
  const ders = x5c.map(decodeBase64);
  const last = ders[ders.length - 1];
  const rootX5tS256 = last && encodeBase64url(primitives.sha256(last));
  try {
    const certificates = ders.map((der) => {
      if (der === undefined) throw new NotCertificate('not canonical base64');
      return parseCertificate(der);
    });
    const fault = await verifyChain(primitives, certificates);
    const leaf = certificates[0];
    if (fault !== undefined || leaf === undefined) return { ok: false, rootX5tS256, fault: fault?.fault ?? 'no chain' };
    const thumbprint = primitives.sha256(leaf.der);
    return {
      ok: true,
      leaf,
      certificates,
      thumbprint,
      x5tS256: encodeBase64url(thumbprint),
      keySlot: keySlot(thumbprint),
      rootX5tS256: rootX5tS256 as string,
    };
  } catch (error) {
    if (error instanceof NotCertificate) return { ok: false, rootX5tS256, fault: error.message };
    throw error;
  }
}

/** Parses and checks the chain of an `x5c` header, or takes it from the cache by the header's encoded text. */
export async function readChain(
  primitives: Primitives,
  headerText: string,
  x5c: readonly string[],
  cache: ChainCache | undefined,
): Promise<ParsedChain> {
  const known = cache?.get(headerText);
  if (known !== undefined) return known;
  const chain = await parseChain(primitives, x5c);
  // A chain that does not hold costs its maker as much as us, and must not push good ones out.
  if (chain.ok) cache?.set(headerText, chain);
  return chain;
}
