import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Wallet } from 'ethers';
import type { CertificateType } from '../../../service/domain/certificate-type.ts';
import type { Region } from '../../../service/domain/region-data.ts';
import { utf8 } from '../../../service/proof/bytes.ts';
import type { Hex } from '../../../service/proof/bytes.ts';
import type { Signer, Signers } from '../../../service/ports/signer.ts';
import { SignerUnavailable } from '../../../service/ports/signer.ts';

export const HOUSING = '12370500MB00000011';
export const CIVIL = '12370500MB00000029';

const claim = { type: 'string', required: true, zh: '项', en: 'Item' } as const;
const typeOf = (code: string, owner: string): CertificateType => ({
  code,
  major: 1,
  name: { zh: '测试证', en: 'Test certificate' },
  owner,
  typeCode: '11999999MA0000007H001',
  validityMonths: 12,
  claims: {
    name: { ...claim, disclosable: true },
    number: { ...claim, disclosable: true, subject: 'number' },
    grade: { ...claim, disclosable: false },
  },
});

export const testRegion: Region = {
  caip2: 'eip155:370500',
  name: { zh: '东营市', en: 'Dongying' },
  base: 'https://dongying.example',
  contracts: { certificateAnchors: `0x${'a1'.repeat(20)}`, recordRegistry: `0x${'b2'.repeat(20)}` },
  departments: [
    { uscc: HOUSING, kind: 'housing', name: { zh: '公积金', en: 'Housing fund' } },
    { uscc: CIVIL, kind: 'civil', name: { zh: '民政', en: 'Civil affairs' } },
  ],
  certificateTypes: [typeOf('deposit', 'housing'), typeOf('loan', 'housing'), typeOf('marriage', 'civil')],
};

export type TestSigner = Signer & {
  account0: Hex;
  publicKey: KeyObject;
  /** `stopped` refuses everything; `renew` gives it another signing key and certificate. */
  control: { stopped: boolean; renew(): void };
};

/** A department's hand in memory; its certificates are any bytes, since nothing here reads them. */
export function createTestSigner(department: string): TestSigner {
  const wallet = new Wallet(`0x${randomBytes(32).toString('hex')}`);
  let generation = 0;
  let pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const control = {
    stopped: false,
    renew(): void {
      generation += 1;
      pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    },
  };
  const answering = <T>(answer: () => T | Promise<T>): Promise<T> =>
    control.stopped ? Promise.reject(new SignerUnavailable('stopped')) : Promise.resolve().then(answer);
  return {
    department,
    account0: wallet.address as Hex,
    get publicKey() {
      return pair.publicKey;
    },
    control,
    account: () => answering(() => wallet.address as Hex),
    certificateChain: () => answering(() => [utf8(`${department} certificate ${generation}`), utf8('root')]),
    signEs256: (message) =>
      answering(() => sign('sha256', message, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' })),
    signTransaction: async (transaction) =>
      answering(async () => (await wallet.signTransaction({ ...transaction, type: 0, gasPrice: 0, value: 0 })) as Hex),
    evaluateVrf: () => Promise.reject(new SignerUnavailable('no VRF key')),
  };
}

export function createTestSigners(): Signers & { all: Map<string, TestSigner>; accounts: Map<string, string> } {
  const all = new Map([HOUSING, CIVIL].map((uscc) => [uscc, createTestSigner(uscc)]));
  const accounts = new Map([...all.values()].map((signer) => [signer.account0.toLowerCase(), signer.department]));
  return { all, accounts, for: (department) => all.get(department), departments: () => [...all.keys()] };
}
