import { createPacker } from '../../../service/domain/bulk/packed.ts';
import type { Packed } from '../../../service/domain/bulk/packed.ts';
import { SIGNATURE_BYTES, signMany } from '../../../service/ports/signer.ts';
import type { Signer, SignerRefused } from '../../../service/ports/signer.ts';

/** Payloads of signing inputs, packed. */
export function packPayloads(payloads: readonly string[]): Packed {
  const packer = createPacker(payloads.length, 2048 * payloads.length);
  for (const payload of payloads) packer.addAscii(payload);
  return packer.packed();
}

/** Signs signing inputs of any headers, all under one header at once; what became of each in their order. */
export async function signEach(signer: Signer, inputs: readonly string[]): Promise<(Uint8Array | SignerRefused)[]> {
  const results: (Uint8Array | SignerRefused)[] = [];
  const places = Map.groupBy(inputs.keys(), (place) => (inputs[place] as string).split('.')[0] as string);
  for (const [header, ofHeader] of places) {
    const payloads = packPayloads(ofHeader.map((place) => (inputs[place] as string).slice(header.length + 1)));
    const { signatures, refused } = await signMany(signer, header, payloads);
    ofHeader.forEach((place, index) => {
      results[place] = signatures.subarray(index * SIGNATURE_BYTES, (index + 1) * SIGNATURE_BYTES);
    });
    for (const { index, refusal } of refused) results[ofHeader[index] as number] = refusal;
  }
  return results;
}
