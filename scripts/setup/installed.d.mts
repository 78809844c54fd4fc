type Package = {
  version?: string;
  link?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string | string[];
};
export type PackageList = { packages: Record<string, Package> };
export type Machine = { os: string; cpu: string; libc: 'glibc' | 'musl' };

export function firstMissing(options: {
  lock: PackageList;
  list: PackageList | undefined;
  exists: (path: string) => boolean;
  machine: Machine;
}): string | undefined;

export function thisMachine(): Machine;
