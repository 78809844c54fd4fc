import { createContext, useContext, useMemo } from 'react';
import type { ReactNode } from 'react';
import departments from '../../service/data/departments.json' with { type: 'json' };
import regions from '../../service/data/regions.json' with { type: 'json' };
import type { TrustedPoint } from '../../service/verify/index.ts';
import type { Bilingual, Catalogue, CertificateType, Reason } from '../api/answers.ts';
import { client } from '../api/client.ts';
import { useLoad } from './use-load.ts';

/** What every page needs of the city it belongs to, fetched once. */
export type Region = {
  home: TrustedPoint;
  /** Home first, then the partners that home's chain names. */
  cities: TrustedPoint[];
  catalogue: Catalogue;
  reasons: Map<string, Reason>;
};

/** A page left open for days must learn of new validators and partners. */
const refreshSeconds = 600;

type RegionState = { region?: Region; error?: unknown; reload: () => void };
const RegionContext = createContext<RegionState>({ reload: () => undefined });

async function loadRegion(signal: AbortSignal): Promise<Region> {
  const [points, catalogue, { reasons }] = await Promise.all([
    client.trustedPoints({ signal }),
    client.catalogue({ signal }),
    client.reasons({ signal }),
  ]);
  return {
    home: points.home,
    cities: [points.home, ...points.partners],
    catalogue,
    reasons: new Map(reasons.map((reason) => [reason.code, reason])),
  };
}

export function RegionProvider({ children }: { children: ReactNode }) {
  const { value, error, reload } = useLoad(loadRegion, [], refreshSeconds);
  const state = useMemo(() => ({ region: value, error, reload }), [value, error, reload]);
  return <RegionContext.Provider value={state}>{children}</RegionContext.Provider>;
}

export function useRegionState(): RegionState {
  return useContext(RegionContext);
}

/** The city a CAIP-2 chain name belongs to, if home knows it. */
export function cityOf(region: Region, caip2: string | undefined): TrustedPoint | undefined {
  return region.cities.find((city) => city.caip2 === caip2);
}

/** The certificate type that a vct (`<base>/types/<code>/<major>`) of any city names. */
export function typeOf(region: Region, vct: string | undefined): CertificateType | undefined {
  const [, code, major] = /\/types\/([a-z0-9-]+)\/([0-9]+)$/.exec(vct ?? '') ?? [];
  return region.catalogue.types.find((type) => type.code === code && String(type.major) === major);
}

/** Name of a department of any city by its `iss` or 统一社会信用代码. */
export function departmentName(region: Region, issuer: string): Bilingual | undefined {
  const uscc = issuer.slice(issuer.lastIndexOf('/') + 1);
  const known = [...region.catalogue.departments, ...Object.values(departments).flat()];
  return known.find((department) => department.uscc === uscc)?.name;
}

/** Departments of the city of that chain. */
export function departmentsOf(caip2: string): { uscc: string; name: Bilingual }[] {
  const id = regions.find((one) => one.caip2 === caip2)?.id;
  return Object.entries(departments).find(([region]) => region === id)?.[1] ?? [];
}

/** Name of the department of that kind in the city whose identifiers begin with `base`. */
export function departmentInCharge(base: string, kind: string | undefined): Bilingual | undefined {
  const id = regions.find((one) => one.base === base)?.id;
  const ofCity = Object.entries(departments).find(([region]) => region === id)?.[1];
  return ofCity?.find((department) => department.kind === kind)?.name;
}
