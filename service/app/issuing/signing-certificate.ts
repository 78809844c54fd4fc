import { encodeBase64url } from '../../proof/base64url.ts';
import { SignerUnavailable } from '../../ports/signer.ts';
import type { Signer } from '../../ports/signer.ts';
import type { IssuingDeps } from './deps.ts';

/**
 * A department's signer with its certificate chain and the thumbprint (x5t#S256) of the certificate it signs with now.
 *
 * @throws SignerUnavailable
 */
export async function signingCertificate(
  deps: Pick<IssuingDeps, 'signers' | 'sha256'>,
  department: string,
): Promise<{ signer: Signer; chain: Uint8Array[]; x5tS256: string }> {
  const signer = deps.signers.for(department);
  if (!signer) throw new SignerUnavailable(`no signer for department ${department}`);
  const chain = await signer.certificateChain();
  const [own] = chain;
  if (!own) throw new SignerUnavailable(`the signer of ${department} has no certificate`);
  return { signer, chain, x5tS256: encodeBase64url(deps.sha256(own)) };
}
