import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { certificatesFromPem } from '../../adapters/pki/certificates.ts';
import { CertificateUnfit, departmentChain } from '../../adapters/pki/department-chain.ts';
import type { DepartmentChain } from '../../adapters/pki/department-chain.ts';
import { KeyFileUnusable } from '../../adapters/pki/key-files.ts';
import { pointToJwk } from '../../proof/es256-key.ts';
import type { SignerConfiguration, SigningSource } from '../configuration.ts';
import type { HsmKey, Hsms } from './hsm.ts';
import { openKeyFile } from './key-file.ts';

/** A key that signs certificates. Times are Unix seconds: it signs from `from` on and before `until`. */
export type SigningKey = {
  x5tS256: string;
  /** DER in base64, as the header has them, and the same joined by spaces. */
  x5c: string[];
  name: string;
  from: number;
  until: number;
  /** In this program's memory, or in an HSM. */
  secret: { key: KeyObject } | { hsm: HsmKey };
};

/** A Signer's signing keys. While two are in force at once, the newer one is for new certificates, and both sign. */
export type SigningKeys = {
  all: readonly SigningKey[];
  /** Newest first; empty when none is in force. */
  inForce(now: number): SigningKey[];
};

type Opened = { certificates: Uint8Array[]; secret: SigningKey['secret']; publicKey: KeyObject };

function certificatesIn(path: string): Uint8Array[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new KeyFileUnusable(`cannot read ${path}`, { cause: error });
  }
  const certificates = certificatesFromPem(text);
  if (certificates.length === 0) throw new KeyFileUnusable(`${path} holds no certificate`);
  return certificates;
}

function open(source: SigningSource, production: boolean, hsms: Hsms): Opened {
  const more = source.certificates === undefined ? [] : certificatesIn(source.certificates);
  if (source.source === 'pkcs11') {
    const hsm = hsms.key(source);
    const publicKey = createPublicKey({ key: { ...pointToJwk(hsm.publicPoint()) }, format: 'jwk' });
    return { certificates: more, secret: { hsm }, publicKey };
  }
  const { key, certificates } = openKeyFile(source, production);
  return { certificates: [...certificates, ...more], secret: { key }, publicKey: createPublicKey(key) };
}

const seconds = (text: string): number => Math.floor(Date.parse(text) / 1000);

function signingKey(source: SigningSource, opened: Opened, chain: DepartmentChain): SigningKey {
  const x5c = chain.certificates.map((der) => Buffer.from(der).toString('base64'));
  return {
    x5tS256: chain.x5tS256,
    x5c,
    name: x5c.join(' '),
    from: Math.max(chain.notBefore, source.from === undefined ? 0 : seconds(source.from)),
    // notAfter is the last second in force.
    until: Math.min(chain.notAfter + 1, source.until === undefined ? Infinity : seconds(source.until)),
    secret: opened.secret,
  };
}

/**
 * Opens the signing keys of a configuration and holds their certificates against department and region.
 *
 * @param issuer the department's `iss`
 * @throws KeyPasswordWrong, KeyUnprotected, KeyFileUnusable, SecretExposed, Pkcs12Unsupported, CertificateUnfit,
 * HsmUnusable
 */
export function openSigningKeys(configuration: SignerConfiguration, issuer: string, hsms: Hsms): SigningKeys {
  const { signing, production, region } = configuration;
  const all = signing.map((source) => {
    const opened = open(source, production, hsms);
    const chain = departmentChain(opened.certificates, { issuer, publicKey: opened.publicKey });
    if (!region.roots.includes(chain.rootX5tS256)) {
      throw new CertificateUnfit('the chain does not end in a root of the region');
    }
    return signingKey(source, opened, chain);
  });
  // Of two that begin together, the one named later in the file is the newer.
  const newestFirst = all.toReversed().sort((a, b) => b.from - a.from);
  return { all, inForce: (now) => newestFirst.filter(({ from, until }) => from <= now && now < until) };
}
