import type { PersonIdentity } from '../../ports/person-vault.ts';
import { SignerUnavailable } from '../../ports/signer.ts';
import { encodeBase64url } from '../../proof/base64url.ts';
import { recordAlpha } from '../../proof/record.ts';
import { VRF_EPOCH } from './dependencies.ts';
import type { RecordDependencies } from './dependencies.ts';
import type { NamedDomain } from './domain-of.ts';
import type { Place } from './rows.ts';

/**
 * Where a person stands in a domain's map, by the VRF of the department in charge; the same answer every time.
 *
 * @throws SignerUnavailable
 */
export async function evaluatePlace(
  deps: Pick<RecordDependencies, 'region' | 'signers'>,
  named: NamedDomain,
  identity: PersonIdentity,
): Promise<Place> {
  const signer = deps.signers.for(named.department);
  if (signer === undefined) throw new SignerUnavailable(`no signer for ${named.department}`);
  const alpha = recordAlpha({ region: deps.region.caip2, domain: named.uri, vrfEpoch: VRF_EPOCH, ...identity });
  const { publicKey, proof, output } = await signer.evaluateVrf(alpha);
  return {
    key: encodeBase64url(output),
    proof: encodeBase64url(proof),
    publicKey: encodeBase64url(publicKey),
    vrfEpoch: VRF_EPOCH,
  };
}
