import { expect } from 'chai';
import fc from 'fast-check';
import { checkPayload, readHeader } from '../../../service/signer/checks/jws.ts';
import type { JwsRules, Purpose } from '../../../service/signer/checks/jws.ts';
import { Refusal } from '../../../service/signer/checks/refusal.ts';
import { BASE, CAIP2, CONTRACTS, ISSUER, TYPE } from '../../support/signer/department.ts';
import { anchor, payload, segment, statusList } from '../../support/signer/inputs.ts';

const X5T = 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg';
const rules: JwsRules = {
  issuer: ISSUER,
  base: BASE,
  caip2: CAIP2,
  types: new Set([TYPE]),
  contract: CONTRACTS.certificateAnchors,
};

function codeOf(act: () => unknown): string {
  try {
    act();
    return 'signed';
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}

const check = (value: unknown, purpose: Purpose = 'dc+sd-jwt'): string =>
  codeOf(() => checkPayload(rules, purpose, X5T, typeof value === 'string' ? value : segment(value)));

const text = (json: string): string => Buffer.from(json, 'utf8').toString('base64url');

describe('what a Signer signs with its ES256 key', () => {
  describe('is named by a header {alg, typ, x5c}', () => {
    it('of a certificate or a status list', () => {
      const x5c = ['AAAA', 'BBBB'];
      expect(readHeader(segment({ alg: 'ES256', typ: 'dc+sd-jwt', x5c }))).to.deep.equal({
        purpose: 'dc+sd-jwt',
        x5c: 'AAAA BBBB',
      });
      expect(readHeader(segment({ alg: 'ES256', typ: 'statuslist+jwt', x5c })).purpose).to.equal('statuslist+jwt');
    });

    it('and refused when it is anything else', () => {
      const good = { alg: 'ES256', typ: 'dc+sd-jwt', x5c: ['AAAA'] };
      const cases: [unknown, string][] = [
        [{ ...good, alg: 'none' }, 'signer.headerMalformed'],
        [{ ...good, kid: 'x' }, 'signer.headerMalformed'],
        [{ ...good, x5c: 'AAAA' }, 'signer.headerMalformed'],
        [{ ...good, x5c: [1] }, 'signer.headerMalformed'],
        [['alg'], 'signer.headerMalformed'],
        [{ ...good, typ: 'at+jwt' }, 'signer.purposeUnknown'],
        [{ ...good, typ: 'verification-receipt+jwt' }, 'signer.purposeUnknown'],
      ];
      for (const [value, code] of cases) expect(codeOf(() => readHeader(segment(value)))).to.equal(code);
      for (const raw of ['', '!', text('{"typ":"dc+sd-jwt","alg":"ES256","x5c":["AAAA"]}'), `${segment(good)}=`]) {
        expect(codeOf(() => readHeader(raw))).to.equal('signer.headerMalformed');
      }
    });
  });

  describe('a certificate', () => {
    it('of the department, an allowed type, this chain and the signing key is seen by type and anchor', () => {
      const one = payload(X5T);
      expect(checkPayload(rules, 'dc+sd-jwt', X5T, segment(one))).to.deep.equal({
        type: TYPE,
        anchor: (one['anchor'] as { id: string }).id,
      });
    });

    it('is refused by the first rule that it breaks', () => {
      const { anchor: _, ...without } = payload(X5T);
      const cases: [unknown, string][] = [
        [payload(X5T, { iss: `${BASE}/departments/12370500999900011F` }), 'signer.otherIssuer'],
        [payload(X5T, { iss: undefined }), 'signer.otherIssuer'],
        [payload(X5T, { vct: `${BASE}/types/marriage-certificate/1` }), 'signer.typeNotAllowed'],
        [payload(X5T, { vct: [TYPE] }), 'signer.typeNotAllowed'],
        [payload('another'), 'signer.otherKey'],
        [without, 'signer.payloadMalformed'],
        [payload(X5T, { anchor: [] }), 'signer.payloadMalformed'],
        [payload(X5T, { anchor: anchor({ chain: 'eip155:370100' }) }), 'signer.otherChain'],
        [payload(X5T, { anchor: anchor({ contract: CONTRACTS.recordRegistry }) }), 'signer.otherChain'],
        [payload(X5T, { anchor: anchor({ id: '0x12' }) }), 'signer.payloadMalformed'],
        [payload(X5T, { anchor: anchor({ index: 2048 }) }), 'signer.payloadMalformed'],
        [payload(X5T, { anchor: anchor({ index: -1 }) }), 'signer.payloadMalformed'],
        [payload(X5T, { anchor: anchor({ size: '2048' }) }), 'signer.payloadMalformed'],
        [[payload(X5T)], 'signer.payloadMalformed'],
        [null, 'signer.payloadMalformed'],
      ];
      for (const [value, code] of cases) expect(check(JSON.parse(JSON.stringify(value))), code).to.equal(code);
    });

    it('is refused unless its text is the one canonical form: no name twice, no space, no other order', () => {
      const canonical = Buffer.from(segment(payload(X5T)), 'base64url').toString('utf8');
      for (const changed of [
        canonical.replace('{', `{"vct":"${BASE}/types/marriage-certificate/1",`),
        canonical.replace('{', '{ '),
        `${canonical}\n`,
        JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(canonical) as object).reverse())),
        canonical.replace('中级', '\\u4e2d\\u7ea7'),
      ]) {
        expect(changed).not.to.equal(canonical);
        expect(check(text(changed))).to.equal('signer.payloadMalformed');
      }
      expect(check(Buffer.from(canonical, 'utf8').fill(0xff, 20, 22).toString('base64url'))).to.equal(
        'signer.payloadMalformed',
      );
    });

    it('is refused when any byte of its text is another, or is seen as what it then says', () => {
      const whole = segment(payload(X5T));
      fc.assert(
        fc.property(fc.nat(whole.length - 1), fc.integer({ min: 32, max: 126 }), (at, code) => {
          const changed = whole.slice(0, at) + String.fromCharCode(code) + whole.slice(at + 1);
          if (check(changed) !== 'signed') return;
          const said = JSON.parse(Buffer.from(changed, 'base64url').toString('utf8')) as Record<string, unknown>;
          expect([said['iss'], said['vct'], said['x5t#S256']]).to.deep.equal([ISSUER, TYPE, X5T]);
          expect(segment(said)).to.equal(changed);
        }),
      );
    });
  });

  describe('a status list', () => {
    it('of the department within the region is signed, any other is not', () => {
      expect(check(statusList(), 'statuslist+jwt')).to.equal('signed');
      const cases: [Record<string, unknown>, string][] = [
        [{ iss: `${BASE}/departments/12370500999900011F` }, 'signer.otherIssuer'],
        [{ sub: 'https://jinan.example/status-lists/1' }, 'signer.payloadMalformed'],
        [{ sub: `${BASE}.evil.example/1` }, 'signer.payloadMalformed'],
        [{ status_list: null }, 'signer.payloadMalformed'],
      ];
      for (const [changes, code] of cases) expect(check(statusList(changes), 'statuslist+jwt')).to.equal(code);
    });

    it('does not pass for a certificate, nor a certificate for a status list', () => {
      expect(check(statusList())).to.equal('signer.typeNotAllowed');
      expect(check(payload(X5T), 'statuslist+jwt')).to.equal('signer.payloadMalformed');
    });
  });
});
