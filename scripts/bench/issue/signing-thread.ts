import { generateKeyPairSync, hash, randomBytes, sign } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import { peer } from '../peers.ts';
import { claimsOf } from './register-file.ts';

export type Contestant = 'floor' | 'sd-jwt-vc' | 'jose';

type Issue = (n: number) => Promise<unknown> | unknown;
type SdJwtVc = {
  SDJwtVcInstance: new (config: object) => { issue(payload: object, frame: object): Promise<string> };
};
type Jose = {
  SignJWT: new (payload: object) => { setProtectedHeader(header: object): { sign(key: unknown): Promise<string> } };
};

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const native = { key: privateKey, dsaEncoding: 'ieee-p1363' } as const;
const HIDDEN = 'name number employer position startedOn contractUntil monthlyWage registrationNumber'.split(' ');
const common = { iss: 'https://bench.example', vct: 'https://bench.example/types/x/1', iat: 1_795_500_000 };

const contestants: Record<Contestant, () => Promise<Issue>> = {
  /** One bare signature of a message of its own: what no issuer can do without. */
  async floor() {
    return (n) => sign('sha256', Buffer.from(`${n}`.padEnd(300, '.')), native);
  },
  async 'sd-jwt-vc'() {
    const { SDJwtVcInstance } = await peer<SdJwtVc>('@sd-jwt/sd-jwt-vc');
    const issuer = new SDJwtVcInstance({
      signer: (data: string) => sign('sha256', Buffer.from(data), native).toString('base64url'),
      signAlg: 'ES256',
      hasher: (data: string) => hash('sha256', data, 'buffer'),
      hashAlg: 'sha-256',
      saltGenerator: (length: number) => randomBytes(length).toString('base64url'),
    });
    return (n) => issuer.issue({ ...common, ...claimsOf(n) }, { _sd: HIDDEN });
  },
  /** jose knows no disclosures: they are made by hand, as RFC 9901 says. */
  async jose() {
    const { SignJWT } = await peer<Jose>('jose');
    return async (n) => {
      const claims: Record<string, unknown> = { ...claimsOf(n) };
      const disclosures = HIDDEN.map((name) => {
        const disclosure = JSON.stringify([randomBytes(16).toString('base64url'), name, claims[name]]);
        delete claims[name];
        return Buffer.from(disclosure).toString('base64url');
      });
      const digests = disclosures.map((disclosure) => hash('sha256', disclosure, 'base64url')).sort();
      const payload = { ...common, ...claims, _sd: digests, _sd_alg: 'sha-256' };
      const jwt = await new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'dc+sd-jwt' }).sign(privateKey);
      return [jwt, ...disclosures, ''].join('~');
    };
  },
};

const issue = await contestants[workerData as Contestant]();
let n = 0;
parentPort?.on('message', async (milliseconds: number) => {
  const until = performance.now() + milliseconds;
  const first = n;
  while (performance.now() < until) for (let i = 0; i < 20; i++) await issue(n++);
  parentPort?.postMessage(n - first);
});
parentPort?.postMessage(0);
