import { expect } from 'chai';
import { allCases } from '../../support/engine/cases/all.ts';
import { verdictOf } from '../../support/engine/verify.ts';

/** What verifiers in use were seen to accept, and what is to be said of it here. */
const KNOWN_BAD = [
  ['wrong audience', 'holder.audienceMismatch', 'made for another city', 'invalid'],
  ['missing audience', 'holder.claimMissing', 'no aud', 'invalid'],
  ['ten-year-old iat', 'holder.tooOld', 'presented ten years ago', 'invalid'],
  ['unreferenced disclosure', 'disclosure.unreferenced', 'a disclosure more', 'invalid'],
  ['duplicate disclosure', 'disclosure.duplicate', 'the last disclosure twice', 'invalid'],
  ['typ JWT of a certificate', 'typ.notAllowed', 'typ JWT', 'invalid'],
  ['typ JWT of a key binding', 'holder.malformed', 'typ JWT', 'invalid'],
  ['typ JWT of a status list', 'status.listUnusable', 'typ JWT', 'undetermined'],
  ['exp equal to now', 'validity.expired', 'exp equal to now', 'invalid'],
  ['exp 0', 'validity.expired', 'exp 0', 'invalid'],
  ['status list of another subject', 'status.listUnusable', 'a list of another subject', 'undetermined'],
  ['out-of-range index', 'status.listUnusable', 'an index out of range', 'undetermined'],
] as const;

describe('what is known to be bad', () => {
  for (const [what, code, title, expected] of KNOWN_BAD) {
    it(`${what}: ${code}, ${expected}`, async () => {
      const one = allCases.find((other) => other.code === code && other.title === title);
      const { region, text, change } = await one!.given(true);
      const { verdict, codes } = await verdictOf(region, text, change);
      expect(verdict).to.equal(expected);
      expect(codes).to.include(code);
    });
  }
});
