import type { JsonValue } from '../../../service/proof/canonical-json.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import { bytesToHex, hexToBytes, utf8 } from '../../../service/proof/bytes.ts';
import { decodeHeader } from '../../../service/proof/header.ts';
import { newSigningKey } from '../../../service/adapters/pki/certificates.ts';
import { createOfflineBundle } from '../../../service/verify/index.ts';
import type { EvidenceBundle, RegionSigner, SlotRef } from '../../../service/verify/index.ts';
import { proveHeader } from '../../../service/verify/evidence/prove-header.ts';
import { encodeJson } from './certificates.ts';
import { NOW, primitives, sha256, signRaw } from './region.ts';
import type { TestRegion } from './region.ts';

export const DAY = 86_400;

/** The region's own certificate and hand; `issuer` is what the certificate names. */
export function regionSigner(region: TestRegion, issuer = region.base) {
  const key = newSigningKey();
  const { certificate } = region.certify({ issuer, key });
  const x5c = [certificate, region.root.certificate];
  const sign: RegionSigner['sign'] = async (bytes) => signRaw(key, bytes);
  return { key, x5c, sign };
}

type Statement = {
  signer?: ReturnType<typeof regionSigner>;
  header?: Record<string, JsonValue>;
  claims?: Record<string, JsonValue>;
};

/** Evidence with the region's offline statement about it, written by hand. */
export function withStatement(region: TestRegion, bundle: EvidenceBundle, change: Statement = {}): EvidenceBundle {
  const { signer = regionSigner(region) } = change;
  const { number, hash } = decodeHeader(bundle.header);
  const header = {
    ...{ alg: 'ES256', typ: 'offline-statement+jwt' },
    x5c: signer.x5c.map((der) => Buffer.from(der).toString('base64')),
    ...change.header,
  };
  const claims = {
    ...{ iss: region.base, iat: NOW, chain: region.caip2, genesisHash: region.trustedPoint.genesisHash },
    ...{ height: number, blockHash: bytesToHex(hash), asOf: bundle.votes![0]!.time, maxAgeSeconds: DAY },
    nodesSha256: encodeBase64url(sha256(new Uint8Array(0))),
    ...change.claims,
  };
  const input = `${encodeJson(header)}.${encodeJson(claims)}`;
  return { ...bundle, offline: `${input}.${encodeBase64url(signRaw(signer.key, utf8(input)))}` };
}

/** The text of an offline bundle that answers for these slots of the region as it is now. */
export async function bundleOf(
  region: TestRegion,
  slots: readonly SlotRef[],
  change: { time?: number; height?: number; maxAgeSeconds?: number; signer?: RegionSigner } = {},
): Promise<string> {
  const { time = NOW, height = 100, maxAgeSeconds = DAY, signer = regionSigner(region) } = change;
  const evidence = region.evidence(slots, { time, height });
  const nodes = evidence.accounts.flatMap(({ accountProof, storageProof }) => [
    ...accountProof,
    ...storageProof.flatMap(({ proof }) => proof),
  ]);
  return createOfflineBundle({
    ...{ sha256, trustedPoint: region.trustedPoint, evidence, maxAgeSeconds, signer, now: time },
    proven: await proveHeader(primitives, evidence, region.trustedPoint),
    nodes: nodes.map(hexToBytes),
  });
}
