import { generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { calculateJwkThumbprint } from 'jose';
import { jwkToPoint, pointToJwk, thumbprint } from '../../../service/proof/es256-key.ts';
import type { Es256Jwk } from '../../../service/proof/es256-key.ts';
import { codeOf, sha256 } from './support.ts';

const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }) as Es256Jwk;

describe('P-256 keys', () => {
  it('go from JWK to point and back', () => {
    const point = jwkToPoint(jwk);
    expect(point.length).to.equal(65);
    expect(point[0]).to.equal(4);
    expect(pointToJwk(point)).to.deep.equal({ kty: 'EC', crv: 'P-256', x: jwk.x, y: jwk.y });
  });

  it('have the thumbprint of RFC 7638', async () => {
    expect(thumbprint(sha256, jwk)).to.equal(await calculateJwkThumbprint(jwk, 'sha256'));
  });

  for (const [why, key] of Object.entries({
    'another curve': { ...jwk, crv: 'P-384' },
    'another type': { ...jwk, kty: 'RSA' },
    'a missing coordinate': { kty: 'EC', crv: 'P-256', x: jwk.x },
    'a short coordinate': { ...jwk, y: jwk.y.slice(1) },
    'padding in a coordinate': { ...jwk, x: `${jwk.x.slice(0, 42)}=` },
    'spare bits in a coordinate': { ...jwk, x: `${'A'.repeat(42)}B` },
  })) {
    it(`are refused with ${why}`, () => {
      expect(codeOf(() => jwkToPoint(key))).to.equal('notEs256Key');
    });
  }

  it('are refused as points of another form', () => {
    expect(codeOf(() => pointToJwk(new Uint8Array(33)))).to.equal('notEs256Key');
    expect(codeOf(() => pointToJwk(new Uint8Array(65)))).to.equal('notEs256Key');
  });
});
