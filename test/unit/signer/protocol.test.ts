import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  authorize,
  decodeJwsAnswer,
  encodeJwsAnswer,
  isAnswer,
  parseSharedSecret,
  proveAnswer,
  REQUEST_LIFETIME_MS,
} from '../../../service/ports/signer-protocol.ts';
import { SIGNATURE_BYTES } from '../../../service/ports/signer.ts';
import { createAdmission } from '../../../service/signer/http/admission.ts';
import { USCC } from '../../support/signer/department.ts';

const secret = Uint8Array.from(randomBytes(32));
const NOW = 1_795_500_000_000;
const body = Buffer.from('{"a":1}');
const request = { department: USCC, method: 'POST', path: '/v1/jws', body };

const fresh = (time = NOW) => ({ time, nonce: randomBytes(16) });

function admit(
  header: string | undefined,
  options: { now?: number; department?: string; method?: string; url?: string; with?: Uint8Array } = {},
) {
  const { now = NOW, department = USCC, method = 'POST', url = '/v1/jws' } = options;
  const admission = createAdmission(options.with ?? secret, department, () => now);
  return admission.admit({ method, url, headers: { authorization: header } } as unknown as IncomingMessage);
}

const codeOf = (act: () => unknown): string => {
  try {
    act();
    return 'admitted';
  } catch (error) {
    return String((error as { code?: unknown }).code);
  }
};

describe('a request to a Signer', () => {
  it('is admitted when it was made with the secret, for this department, method and path, half a minute ago at most', () => {
    const { header } = authorize(secret, request, fresh());
    expect(codeOf(() => admit(header))).to.equal('admitted');
    expect(codeOf(() => admit(header, { with: randomBytes(32) }))).to.equal('signer.unauthorised');
    expect(codeOf(() => admit(header, { department: '12370500999900011F' }))).to.equal('signer.unauthorised');
    expect(codeOf(() => admit(header, { url: '/v1/transactions' }))).to.equal('signer.unauthorised');
    expect(codeOf(() => admit(header, { method: 'GET' }))).to.equal('signer.unauthorised');
    for (const now of [NOW + REQUEST_LIFETIME_MS + 1, NOW - REQUEST_LIFETIME_MS - 1]) {
      expect(codeOf(() => admit(header, { now }))).to.equal('signer.clockDiffers');
    }
  });

  it('is admitted once', () => {
    const admission = createAdmission(secret, USCC, () => NOW);
    const { header } = authorize(secret, request, fresh());
    const again = { method: 'POST', url: '/v1/jws', headers: { authorization: header } } as unknown as IncomingMessage;
    admission.admit(again);
    expect(codeOf(() => admission.admit(again))).to.equal('signer.unauthorised');
  });

  it('is refused without a header, with another scheme, and with any character changed', () => {
    const { header } = authorize(secret, request, fresh());
    for (const text of [undefined, '', 'Bearer x', header.replace('Zhenglian-Signer', 'Basic'), `${header}.x`]) {
      expect(codeOf(() => admit(text))).to.equal('signer.unauthorised');
    }
    const start = 'Zhenglian-Signer '.length;
    fc.assert(
      fc.property(fc.integer({ min: start, max: header.length - 1 }), fc.constantFrom(...'0aZ_'), (at, character) => {
        const changed = header.slice(0, at) + character + header.slice(at + 1);
        // The last character of base64url of 32 bytes has spare bits: they change nothing that is read.
        const same = changed.split('.').every((part, i) => {
          const read = (text: string | undefined) => Buffer.from(String(text), 'base64url').toString('hex');
          return i === 0 ? part === header.split('.')[0] : read(part) === read(header.split('.')[i]);
        });
        if (!same) expect(codeOf(() => admit(changed))).to.equal('signer.unauthorised');
      }),
    );
  });
});

describe('an answer of a Signer', () => {
  const { mac } = authorize(secret, request, fresh());
  const answer = Buffer.from('answer');
  const header = proveAnswer(secret, mac, 200, answer);

  it('is believed when it was made with the secret, for this request, with this status and body', () => {
    expect(isAnswer(secret, mac, { status: 200, body: answer, header })).to.equal(true);
    const other = authorize(secret, request, fresh()).mac;
    expect(isAnswer(secret, other, { status: 200, body: answer, header })).to.equal(false);
    expect(isAnswer(secret, mac, { status: 422, body: answer, header })).to.equal(false);
    expect(isAnswer(secret, mac, { status: 200, body: Buffer.from('Answer'), header })).to.equal(false);
    expect(isAnswer(randomBytes(32), mac, { status: 200, body: answer, header })).to.equal(false);
    for (const none of [undefined, '', 'AAAA']) {
      expect(isAnswer(secret, mac, { status: 200, body: answer, header: none })).to.equal(false);
    }
  });

  it('holds a signature for every payload and says which were refused', () => {
    const signatures = randomBytes(3 * SIGNATURE_BYTES);
    const refused = [{ index: 1, code: 'signer.typeNotAllowed', message: '类型' }];
    const decoded = decodeJwsAnswer(encodeJwsAnswer(refused, signatures), 3);
    expect(decoded?.refused).to.deep.equal(refused);
    expect(Buffer.from(decoded?.signatures ?? []).equals(signatures)).to.equal(true);
    expect(decodeJwsAnswer(encodeJwsAnswer(refused, signatures), 4)).to.equal(undefined);
    expect(decodeJwsAnswer(new Uint8Array(3), 0)).to.equal(undefined);
  });
});

describe('a shared secret', () => {
  it('is 32 bytes in base64url on one line', () => {
    const text = Buffer.from(secret).toString('base64url');
    expect(parseSharedSecret(`${text}\n`)).to.deep.equal(secret);
    for (const bad of ['', text.slice(1), `${text}A`, `${text}=`, Buffer.from(secret).toString('hex')]) {
      expect(parseSharedSecret(bad)).to.equal(undefined);
    }
  });
});
