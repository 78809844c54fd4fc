import type { CertificateType } from '../../api/answers.ts';
import type { Region } from '../../shell/region.tsx';

/** The certificate types that a department is in charge of, each in its newest version. */
export function typesOf({ catalogue }: Region, department: string): CertificateType[] {
  const kind = catalogue.departments.find(({ uscc }) => uscc === department)?.kind;
  const newest = new Map<string, CertificateType>();
  for (const type of catalogue.types) {
    const known = newest.get(type.code);
    if (type.owner === kind && (known === undefined || known.major < type.major)) newest.set(type.code, type);
  }
  return [...newest.values()];
}
