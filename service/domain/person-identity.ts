import { eighteenDigits, hasCitizenIdCheck, isCitizenId } from './citizen-id.ts';

/** Kinds of identity document by the names of the API; the numbers stand in records and proofs and never change. */
export const idTypes = {
  'citizen-id': 1,
  passport: 2,
  'hkmt-permit': 3,
  'taiwan-permit': 4,
  'foreign-permanent-resident': 5,
} as const;

export type IdTypeName = keyof typeof idTypes;

/** A person as a body names one. */
export type Subject = { idType: IdTypeName; number: string };

/** The document number cannot be one of its kind. The caller asks for it again. */
export class SubjectInvalid extends Error {
  override readonly name = 'SubjectInvalid';
  readonly code = 'subject.invalid';
}

/** NFKC, upper case, without any white space: the one form of a document number that is stored, hashed or compared. */
export function canonicalNumber(number: string): string {
  return number.normalize('NFKC').toUpperCase().replace(/\s/gu, '');
}

function isPossible({ idType }: Subject, number: string, now: number): boolean {
  if (idType === 'citizen-id') return isCitizenId(number, now);
  // The cards since 2023 have numbers as citizens' cards do; the older ones three letters and twelve digits.
  if (idType === 'foreign-permanent-resident' && number.length === 18) return hasCitizenIdCheck(number);
  return /^[0-9A-Z()/-]{4,40}$/.test(number);
}

/** Whether a text is another way of writing a canonical document number. */
export function isNumber(text: string, canonical: string): boolean {
  const number = canonicalNumber(text);
  return number === canonical || eighteenDigits(number) === canonical;
}

/**
 * The canonical identity of a subject: one for one person, so that an old number of 15 digits becomes the one of 18 that
 * replaced it. Citizens' numbers are checked (GB 11643); so are those of residence permits for people from Hong Kong,
 * Macao and Taiwan (areas 81, 82, 83), which have the same form. Other documents follow foreign rules and are held to
 * letters, digits and the signs that occur in them.
 *
 * @param now Unix seconds: no one is born later
 * @throws SubjectInvalid
 */
export function identityOf(subject: Subject, now: number): { idType: number; number: string } {
  if (!Object.hasOwn(idTypes, subject.idType)) throw new SubjectInvalid('unknown kind of document');
  const idType = idTypes[subject.idType];
  const number = canonicalNumber(subject.number);
  if (!isPossible(subject, number, now)) throw new SubjectInvalid('not a number of this kind of document');
  return { idType, number: subject.idType === 'citizen-id' ? eighteenDigits(number) : number };
}

/** The API's name of an id type number, or undefined. */
export function idTypeName(idType: number): IdTypeName | undefined {
  return (Object.keys(idTypes) as IdTypeName[]).find((name) => idTypes[name] === idType);
}
