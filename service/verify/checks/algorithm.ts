import type { CertificateArtefact } from '../artefact/artefact.ts';
import type { Check } from '../types.ts';
import { failed, passed } from './check.ts';

const shown = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 40) : typeof value);

/** ES256 and nothing else: `none`, HMAC with a public key, or a weaker curve is never tried (RFC 8725 section 3.1). */
export function checkAlgorithm({ header }: CertificateArtefact): Check {
  const { alg } = header;
  return alg === 'ES256'
    ? passed('algorithm')
    : failed('algorithm', 'algorithm.notAllowed', { detail: `alg ${shown(alg)}` });
}

/** `dc+sd-jwt` and nothing else, so that no JWT made for another purpose passes (RFC 8725 section 3.11). */
export function checkTyp({ header }: CertificateArtefact): Check {
  const { typ } = header;
  return typ === 'dc+sd-jwt' ? passed('typ') : failed('typ', 'typ.notAllowed', { detail: `typ ${shown(typ)}` });
}
