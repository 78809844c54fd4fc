import { expect } from 'chai';
import fc from 'fast-check';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import {
  decryptPresentation,
  encryptPresentation,
  looksLikePresentationLink,
  parsePresentationLink,
  presentationLink,
} from '../../../web/api/presentation.ts';

const id = '370500.0b54cb1c-8a5d-4e5f-9d6e-2f6f0f0a4c11';

async function codeOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'no error',
    (error: { code?: unknown }) => error.code,
  );
}

describe('A presentation link', () => {
  it('gives back its id and key, from the whole link and from the fragment alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const key = Uint8Array.from(bytes);
        const link = presentationLink('http://127.0.0.1:3705', { id, key });
        for (const text of [link, link.slice(link.indexOf('#')), `  ${link}\n`]) {
          expect(looksLikePresentationLink(text)).to.equal(true);
          expect(parsePresentationLink(text)).to.deep.equal({ id, key });
        }
      }),
    );
  });

  it('is refused when it is cut anywhere after its beginning', () => {
    const link = presentationLink('https://windows.example', { id, key: new Uint8Array(32).fill(7) });
    for (let length = link.indexOf('present=') + 8; length < link.length; length++) {
      const cut = link.slice(0, length);
      expect(looksLikePresentationLink(cut)).to.equal(true);
      expect(() => parsePresentationLink(cut))
        .to.throw()
        .with.property('code', 'presentation.linkBroken');
    }
  });

  it('is not seen in an artefact', () => {
    for (const text of ['eyJhbGciOiJFUzI1NiJ9.e30.AA~', '{"kind":"record-answer"}', '', 'https://dongying.example/']) {
      expect(looksLikePresentationLink(text)).to.equal(false);
    }
  });
});

describe('What a presentation slot holds', () => {
  it('is opened by the key of its link and by no other', async () => {
    const { ciphertext, key } = await encryptPresentation('证照~');
    expect(await decryptPresentation(ciphertext, key)).to.equal('证照~');
    const other = await encryptPresentation('证照~');
    expect(await codeOf(decryptPresentation(ciphertext, other.key))).to.equal('presentation.unreadable');
  });

  it('is refused with any byte changed, or cut short', async () => {
    const { ciphertext, key } = await encryptPresentation('a presentation');
    const bytes = Buffer.from(ciphertext, 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const changed = Uint8Array.from(bytes);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(await codeOf(decryptPresentation(encodeBase64url(changed), key))).to.equal('presentation.unreadable');
      const cut = encodeBase64url(Uint8Array.from(bytes.subarray(0, index)));
      expect(await codeOf(decryptPresentation(cut, key))).to.equal('presentation.unreadable');
    }
  });

  it('differs every time, so that equal presentations cannot be told', async () => {
    const [one, two] = await Promise.all([encryptPresentation('same'), encryptPresentation('same')]);
    expect(one.ciphertext).not.to.equal(two.ciphertext);
  });
});
