import { expect } from 'chai';
import { firstMissing } from '../../../scripts/setup/installed.mjs';
import type { Machine, PackageList } from '../../../scripts/setup/installed.mjs';

const machine: Machine = { os: 'linux', cpu: 'x64', libc: 'glibc' };
const lock: PackageList = {
  packages: {
    '': {},
    'node_modules/express': { version: '5.3.0' },
    'node_modules/fsevents': { version: '2.3.3', optional: true, os: ['darwin'] },
    'node_modules/edr-linux-x64-gnu': {
      version: '0.20.0',
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['glibc'],
    },
    'node_modules/edr-linux-x64-musl': {
      version: '0.20.0',
      optional: true,
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
    },
    'node_modules/not-windows': { version: '1.0.0', optional: true, os: ['!win32'] },
    'node_modules/helper-of-an-optional': { version: '1.0.0', optional: true },
  },
};
const whole: PackageList = {
  packages: {
    'node_modules/express': { version: '5.3.0' },
    'node_modules/edr-linux-x64-gnu': { version: '0.20.0' },
    'node_modules/not-windows': { version: '1.0.0' },
  },
};
const missing = (list: PackageList | undefined, exists: (path: string) => boolean = () => true): string | undefined =>
  firstMissing({ lock, list, exists, machine });
const without = (name: string): PackageList => ({
  packages: Object.fromEntries(Object.entries(whole.packages).filter(([path]) => path !== name)),
});

describe('An install', () => {
  it('is complete when npm lists every package that is meant for this machine', () => {
    expect(missing(whole)).to.equal(undefined);
  });

  it('that was broken off has no list of npm', () => expect(missing(undefined)).to.equal('node_modules'));

  for (const name of ['express', 'edr-linux-x64-gnu', 'not-windows']) {
    it(`lacks ${name}, although it is ${name === 'express' ? 'needed' : 'optional and native here'}`, () => {
      expect(missing(without(`node_modules/${name}`))).to.equal(`node_modules/${name}`);
    });
  }

  it('of another version is not the one', () => {
    const other = { packages: { ...whole.packages, 'node_modules/express': { version: '5.2.0' } } };
    expect(missing(other)).to.equal('node_modules/express');
  });

  it('whose folder was deleted is not complete', () => {
    expect(missing(whole, (path) => !path.endsWith('express'))).to.equal('node_modules/express');
  });
});
