import type { JsonObject, JsonValue } from '../../../service/proof/canonical-json.ts';
import type { Verdict } from '../../../service/verify/index.ts';
import type { Bilingual, ClaimSchema } from '../../api/answers.ts';
import { departmentInCharge, departmentName, typeOf } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';

/** An artefact in the words of the city's catalogue; nothing here is more proven than the verdict says. */
export type Subject = {
  title: Bilingual | undefined;
  issuer: Bilingual | undefined;
  issuerUri: string | undefined;
  licence: string | undefined;
  validFrom: number | undefined;
  validUntil: number | undefined;
  fields: Record<string, ClaimSchema>;
  values: JsonObject;
  /** Whether the holder kept something of it back. */
  withheld: boolean;
  /** Of a record answer: whose it is, when its source was read, what period its domain covers. */
  record?: { number: string | undefined; asOf: number | undefined; present: boolean; coverage?: [number, number] };
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const object = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};

function coverageOf(verdict: Verdict): [number, number] | undefined {
  const evidence = verdict.checks.find(({ check }) => check === 'record')?.evidence;
  const { from, through } = object(evidence?.['coverage']);
  return typeof from === 'number' && typeof through === 'number' ? [from, through] : undefined;
}

/** What the catalogue knows of the artefact: `vct` is `<base>/types/<code>/<major>`, a domain `<base>/domains/<code>`. */
export function subjectOf(verdict: Verdict, claims: JsonObject, region: Region): Subject {
  const issuerUri = text(claims['iss']);
  const common = {
    issuerUri,
    licence: text(claims['licence']),
    validFrom: number(claims['nbf']) ?? number(claims['iat']),
    validUntil: number(claims['exp']),
  };
  const domainUri = text(claims['domain']);
  if (claims['vct'] === undefined && domainUri !== undefined) {
    const code = /\/domains\/([a-z0-9-]+)$/.exec(domainUri)?.[1];
    const domain = region.catalogue.domains.find((one) => one.code === code);
    const coverage = coverageOf(verdict);
    const asOf = number(claims['asOf']);
    const holder = text(object(claims['subject'])['number']);
    return {
      ...common,
      title: domain?.name,
      issuer: departmentInCharge(domainUri.slice(0, domainUri.indexOf('/domains/')), domain?.owner),
      fields: domain?.fields ?? {},
      values: object(claims['fields']),
      withheld: false,
      record: { number: holder, asOf, present: asOf !== undefined, ...(coverage === undefined ? {} : { coverage }) },
    };
  }
  const type = typeOf(region, text(claims['vct']));
  const issuer = issuerUri === undefined ? undefined : departmentName(region, issuerUri);
  const fields: Record<string, ClaimSchema> = type?.claims ?? {};
  const withheld = Object.entries(fields).some(([name, claim]) => claim.disclosable && claims[name] === undefined);
  return { ...common, title: type?.name, issuer, fields, values: claims, withheld };
}
