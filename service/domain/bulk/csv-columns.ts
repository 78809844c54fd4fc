import type { CertificateType } from '../certificate-type.ts';

/** What a CSV column holds: a claim, or one of the row's own fields. */
export type Column = { claim: string } | { field: 'idType' | 'number' | 'key' | 'validFrom' | 'validUntil' };

/** The header names an unknown column, one twice, or no `number`. The whole register is refused: correct its first line. */
export class HeaderInvalid extends Error {
  override readonly name = 'HeaderInvalid';
  readonly code = 'register.headerInvalid';
  readonly errors: { path: string; message: string }[];
  constructor(errors: { path: string; message: string }[]) {
    super(`the header does not fit the type: ${errors.map(({ message }) => message).join('; ')}`);
    this.errors = errors;
  }
}

const FIELDS: Record<string, Column> = {
  idType: { field: 'idType' },
  证件类型: { field: 'idType' },
  number: { field: 'number' },
  证件号码: { field: 'number' },
  key: { field: 'key' },
  validFrom: { field: 'validFrom' },
  validUntil: { field: 'validUntil' },
};

/**
 * The columns of a CSV header. Claims are named as in the type, by name or by Chinese label; the person by `number` and
 * `idType` (or 证件号码, 证件类型); `key`, `validFrom` and `validUntil` (Unix seconds) are optional.
 *
 * A claim that has the name of a row's own field is written `claims.<name>`.
 *
 * @throws HeaderInvalid
 */
export function csvColumns(header: readonly string[], type: CertificateType): Column[] {
  const errors: { path: string; message: string }[] = [];
  const seen = new Set<string>();
  const columns = header.map((given, index): Column => {
    const name = given.trim().normalize('NFC');
    const plain = name.startsWith('claims.') ? name.slice('claims.'.length) : name;
    const labelled = Object.entries(type.claims).find(([, { zh }]) => zh === plain)?.[0];
    const claim = Object.hasOwn(type.claims, plain) ? plain : labelled;
    const own = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined;
    const column = own ?? (claim === undefined ? undefined : { claim });
    const path = `header/${index + 1}`;
    if (column === undefined) errors.push({ path, message: `column ${index + 1} is no claim of ${type.code}` });
    const identity = JSON.stringify(column ?? index);
    if (seen.has(identity)) errors.push({ path, message: `column ${index + 1} is there twice` });
    seen.add(identity);
    return column ?? { claim: name };
  });
  if (!seen.has(JSON.stringify(FIELDS['number'])))
    errors.push({ path: 'header', message: 'no column number (证件号码)' });
  if (errors.length > 0) throw new HeaderInvalid(errors.slice(0, 20));
  return columns;
}
