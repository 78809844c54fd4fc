import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { expect } from 'chai';
import { SignJWT } from 'jose';
import { createRegionTokens } from '../../../service/adapters/tokens/region-tokens.ts';
import type { Caller, Tokens } from '../../../service/ports/tokens.ts';

const NOW = 1_800_000_000;
const issuer = 'https://dongying.example';
const audience = 'eip155:370500';
const department = '12370500999900011F';
const newKey = () => {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string);
};

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('the region’s tokens', () => {
  const key = newKey();
  let tokens: Tokens;
  let production: Tokens;
  before(async () => {
    tokens = await createRegionTokens({ key, issuer, audience, production: false });
    production = await createRegionTokens({ key, issuer, audience, production: true });
  });

  const sign = (claims: Record<string, unknown>, header: Record<string, unknown> = {}, by = key) =>
    new SignJWT({ iss: issuer, aud: audience, sub: 's', role: 'auditor', iat: NOW, exp: NOW + 60, ...claims })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header })
      .sign(by);

  it('come back as the caller they were issued to', async () => {
    const callers: Caller[] = [
      { role: 'department', subject: 'd', department },
      { role: 'citizen', subject: '0f8fad5b-d9cb-469f-a165-70867728950e' },
      { role: 'clerk', subject: 'c', department, case: '2026-1' },
    ];
    for (const caller of callers) {
      const { token, expiresAt } = await tokens.issue(caller, 60, NOW);
      expect(expiresAt).to.equal(NOW + 60);
      expect(await tokens.check(token, NOW)).to.deep.equal(caller);
    }
  });

  it('are auth.expired after their time, with five seconds for clocks that differ', async () => {
    const { token } = await tokens.issue({ role: 'auditor', subject: 'a' }, 60, NOW);
    expect(await codeOf(tokens.check(token, NOW + 64))).to.equal('none');
    expect(await codeOf(tokens.check(token, NOW + 66))).to.equal('auth.expired');
  });

  it('are auth.invalid when of another region, issuer, key, type, algorithm or role, or with a claim missing', async () => {
    const wrong = {
      region: sign({ aud: 'eip155:370100' }),
      issuer: sign({ iss: 'https://jinan.example' }),
      key: sign({}, {}, newKey()),
      type: sign({}, { typ: 'JWT' }),
      role: sign({ role: 'root' }),
      noRole: sign({ role: undefined }),
      noSubject: sign({ sub: undefined }),
      noEnd: sign({ exp: undefined }),
      noDepartment: sign({ role: 'department' }),
      badDepartment: sign({ role: 'department', department: '../..' }),
      unsigned: Promise.resolve(`${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.e30.`),
      garbage: Promise.resolve('abc'),
    };
    for (const [what, token] of Object.entries(wrong)) {
      expect(await codeOf(tokens.check(await token, NOW)), what).to.equal('auth.invalid');
    }
    expect(await codeOf(tokens.check(await sign({}), NOW))).to.equal('none');
  });

  it('issued outside production are refused in production, and its own are not', async () => {
    const development = await tokens.issue({ role: 'auditor', subject: 'a' }, 60, NOW);
    const real = await production.issue({ role: 'auditor', subject: 'a' }, 60, NOW);
    expect(await codeOf(production.check(development.token, NOW))).to.equal('auth.invalid');
    expect(await codeOf(production.check(real.token, NOW))).to.equal('none');
  });
});
