import regionData from '../../service/data/regions.json' with { type: 'json' };

/** The programs of one region and the ports they get on 127.0.0.1. */
export type RegionPlan = {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly chainId: number;
  readonly servicePort: number;
  readonly chainPort: number;
  /** One process each; `validators` are indices of the development validators, such as `0,1,2,3`. */
  readonly attesters: readonly { readonly port: number; readonly validators: string }[];
};

export const ALL_VALIDATORS = '0,1,2,3';

/** Every region of the data: services on P, P+1, …, chains on P+10, …, attesters on P+20, …. */
export function planRegions(port: number): RegionPlan[] {
  return regionData.map(({ id, name, caip2 }, index) => ({
    id,
    name,
    chainId: Number(caip2.split(':')[1]),
    servicePort: port + index,
    chainPort: port + 10 + index,
    attesters: [{ port: port + 20 + index, validators: ALL_VALIDATORS }],
  }));
}

export const portsOf = (regions: readonly RegionPlan[]): number[] =>
  regions.flatMap((region) => [region.servicePort, region.chainPort, ...region.attesters.map(({ port }) => port)]);

export const localUrl = (port: number): string => `http://127.0.0.1:${port}`;
