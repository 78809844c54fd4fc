import type { CertificateType, ClaimSchema } from '../../../service/domain/certificate-type.ts';
import type { ClaimValue } from '../../../service/domain/claims.ts';

function valueOf(schema: ClaimSchema): ClaimValue {
  switch (schema.type) {
    case 'string':
      return schema.enum?.[0] ?? '测试';
    case 'date':
      return '2020-02-29';
    case 'month':
      return '2020-02';
    case 'boolean':
      return true;
    default:
      return schema.minimum ?? 1;
  }
}

/** Some right value for every required claim of a type but the subject's number. */
export function someClaims(type: CertificateType): Record<string, ClaimValue> {
  const required = Object.entries(type.claims).filter(([, schema]) => schema.required && schema.subject === undefined);
  return Object.fromEntries(required.map(([name, schema]) => [name, valueOf(schema)]));
}
