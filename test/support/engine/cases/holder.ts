import { newSigningKey } from '../../../../service/adapters/pki/certificates.ts';
import type { JsonValue } from '../../../../service/proof/canonical-json.ts';
import { bind, issue } from '../certificates.ts';
import { createRegion, NOW } from '../region.ts';
import type { Change } from '../verify.ts';
import { policy } from '../verify.ts';
import type { Case } from './case.ts';

export const demand = { audience: 'https://dongying.example/windows', nonce: 'n-1', maxAgeSeconds: 60 };

type Fault = {
  header?: Record<string, JsonValue | undefined>;
  payload?: Record<string, JsonValue | undefined>;
  alter?: (presentation: string) => string;
  change?: Change;
  otherKey?: boolean;
};

function presented(code: string, title: string, fault: Fault, rule?: string): Case {
  return {
    ...{ code, title, ...(rule === undefined ? {} : { rule }) },
    given(faulty) {
      const region = createRegion();
      const holder = newSigningKey();
      const { text } = issue(region, { holder });
      const { header = {}, payload = {}, alter, change, otherKey } = faulty ? fault : {};
      const bound = bind(text, otherKey === true ? newSigningKey() : holder, { header, payload });
      return {
        region,
        text: alter === undefined ? bound : alter(bound),
        change: { holder: demand, policy: policy('presentation'), ...change },
      };
    },
  };
}

const withoutBinding = (text: string): string => text.slice(0, text.lastIndexOf('~') + 1);

export const holderCases: Case[] = [
  presented('holder.missing', 'no key binding though demanded', { alter: withoutBinding }),
  presented('holder.notDemanded', 'key binding that no one demanded', { change: { holder: undefined } }),
  {
    code: 'holder.keyMissing',
    title: 'key binding on a certificate without holder key',
    given(faulty) {
      const region = createRegion();
      const holder = newSigningKey();
      const { text } = issue(region, faulty ? {} : { holder });
      return { region, text: bind(text, holder), change: { holder: demand } };
    },
  },
  {
    code: 'holder.keyMissing',
    title: 'key binding that no one demanded, on a certificate without holder key',
    given(faulty) {
      const region = createRegion();
      const holder = newSigningKey();
      const { text } = issue(region, faulty ? {} : { holder });
      return { region, text: bind(text, holder), change: faulty ? {} : { holder: demand } };
    },
  },
  presented('holder.malformed', 'typ JWT', { header: { typ: 'JWT' } }),
  presented('holder.malformed', 'typ application/kb+jwt', { header: { typ: 'application/kb+jwt' } }),
  presented('holder.malformed', 'iat with half a second', { payload: { iat: NOW - 5.5 } }, 'docs/formats.md'),
  presented('holder.malformed', 'alg none', { header: { alg: 'none' } }),
  presented('holder.malformed', 'iat that is a text', { payload: { iat: String(NOW) } }),
  presented('holder.malformed', 'two parts only', { alter: (text) => text.slice(0, text.lastIndexOf('.')) }),
  ...['aud', 'nonce', 'iat', 'sd_hash'].map((name) =>
    presented('holder.claimMissing', `no ${name}`, { payload: { [name]: undefined } }),
  ),
  presented('holder.disclosureMismatch', 'a disclosure taken out afterwards', {
    alter: (text) => text.split('~').toSpliced(1, 1).join('~'),
  }),
  presented('holder.disclosureMismatch', 'two disclosures swapped', {
    alter: (text) => {
      const [jwt, first, second, ...rest] = text.split('~');
      return [jwt, second, first, ...rest].join('~');
    },
  }),
  presented('holder.signatureInvalid', "signed with another's key", { otherKey: true }),
  presented('holder.audienceMismatch', 'made for another city', { payload: { aud: 'https://jinan.example/windows' } }),
  presented('holder.audienceMismatch', 'made for several', {
    payload: { aud: ['https://dongying.example/windows'] },
  }),
  presented('holder.nonceMismatch', 'a nonce of another occasion', { payload: { nonce: 'n-2' } }),
  presented('holder.fromFuture', 'presented later than now', { payload: { iat: NOW + 31 } }),
  presented('holder.tooOld', 'presented a minute and a second ago', { payload: { iat: NOW - 61 } }),
  presented('holder.tooOld', 'presented ten years ago', { payload: { iat: NOW - 315_360_000 } }),
];
