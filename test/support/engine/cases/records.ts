import { encodeBase64url } from '../../../../service/proof/base64url.ts';
import type { RecordAnswer } from '../../../../service/verify/index.ts';
import { createDomain } from '../records.ts';
import type { TestRecord } from '../records.ts';
import { createRegion } from '../region.ts';
import type { TestRegion } from '../region.ts';
import type { Change } from '../verify.ts';
import type { Case } from './case.ts';

const NUMBER = '990101199001011234';
const OTHER = '990101199001011235';
const NOBODY = '990101199001011236';

type Scene = { region: TestRegion; domain: ReturnType<typeof createDomain> };
type Fault = {
  /** What is in the map before the answer is made. */
  record?: Partial<TestRecord>;
  head?: { department?: string };
  vrfUse?: number;
  alter?: (answer: RecordAnswer, scene: Scene) => RecordAnswer | Promise<RecordAnswer>;
  /** What happens after the answer was made. */
  later?: (scene: Scene) => void | Promise<void>;
  change?: Change;
};

function answered(code: string, title: string, fault: Fault, number = NUMBER): Case {
  return {
    code,
    title,
    async given(faulty) {
      const { record, head, vrfUse, alter, later, change }: Fault = faulty ? fault : {};
      const region = createRegion();
      const domain = createDomain(region, vrfUse === undefined ? {} : { vrfUse });
      await domain.commit(
        [
          { number: NUMBER, fields: ['王小明', NUMBER], ...record },
          { number: OTHER, fields: ['李小红', OTHER] },
        ],
        head,
      );
      const scene = { region, domain };
      const answer = await domain.answer(number);
      const text = JSON.stringify(alter === undefined ? answer : await alter(answer, scene));
      await later?.(scene);
      return { region, text, ...(change === undefined ? {} : { change }) };
    },
  };
}

const more = async ({ domain }: Scene): Promise<void> => domain.commit([{ number: NOBODY, fields: ['赵六'] }]);
const leaf = (change: Partial<NonNullable<RecordAnswer['leaf']>>) => (answer: RecordAnswer) => ({
  ...answer,
  leaf: { ...answer.leaf!, ...change },
});
const field = (change: Partial<NonNullable<RecordAnswer['leaf']>['fields'][0]>) => (answer: RecordAnswer) =>
  leaf({ fields: answer.leaf!.fields.map((one, i) => (i === 0 ? { ...one, ...change } : one)) })(answer);
const sibling = (answer: RecordAnswer): RecordAnswer => ({
  ...answer,
  map: { ...answer.map, siblings: [encodeBase64url(new Uint8Array(32)), ...answer.map.siblings.slice(1)] },
});
const withoutEpoch = ({ epoch: _epoch, ...answer }: RecordAnswer): RecordAnswer => answer;
/** Absence claimed of somebody who is there: the path of the record without the record. */
const hidden = ({ leaf: _leaf, ...answer }: RecordAnswer): RecordAnswer => ({
  ...answer,
  map: { ...answer.map, found: { kind: 'empty' } },
});

export const recordCases: Case[] = [
  answered('form.malformed', 'a member more', { alter: (answer) => ({ ...answer, note: 'x' }) as RecordAnswer }),
  answered('form.malformed', 'a record without its leaf', {
    alter: ({ leaf: _leaf, ...answer }) => answer,
  }),
  answered('form.malformed', 'a document number in full-width digits', {
    alter: (answer) => ({ ...answer, subject: { idType: 1, number: NUMBER.replace('9', '９') } }),
  }),
  answered('form.notCanonical', 'a hash with padding', { alter: leaf({ fieldRoot: `${'A'.repeat(43)}=` }) }),
  answered('issuer.outsideRegion', 'a domain of another base', {
    alter: (answer) => ({ ...answer, domain: 'https://jinan.example/domains/housing-fund' }),
  }),
  answered('record.vrfInvalid', "another person's place", {
    alter: async (answer, { domain }) => ({ ...answer, vrf: (await domain.answer(OTHER)).vrf }),
  }),
  answered('record.vrfInvalid', 'another document number', {
    alter: (answer) => ({ ...answer, subject: { idType: 1, number: OTHER } }),
  }),
  answered('record.fieldInvalid', 'a value changed', { alter: field({ value: '李四' }) }),
  answered('record.fieldInvalid', 'a salt changed', { alter: field({ salt: 'AAAAAAAAAAAAAAAAAAAAAA' }) }),
  answered('schema.fieldMisnamed', 'a field under another name', { alter: field({ name: 'employer' }) }),
  answered('schema.sizeMismatch', 'a schema with a field more', { alter: leaf({ size: 19, fields: [] }) }),
  answered('schema.unknown', 'a schema that is not known', {
    alter: (answer) => leaf({ schema: `${answer.domain}/schema/9`, fields: [] })(answer),
  }),
  answered('record.proofInvalid', 'a sibling changed', { alter: sibling }),
  answered('record.proofInvalid', 'another version', { alter: leaf({ version: 2 }) }),
  answered('record.proofInvalid', 'a record kept back as absent', { alter: hidden }),
  answered('record.proofInvalid', 'a false answer of an earlier epoch', { alter: sibling, later: more }),
  answered('record.proofInvalid', 'a true answer that names another epoch', {
    alter: (answer) => ({ ...answer, epoch: 0 }),
  }),
  answered('record.outdated', 'an answer of an earlier epoch', { later: more }),
  answered('record.outdated', 'an earlier answer that names no epoch', { alter: withoutEpoch, later: more }),
  answered('record.outdated', 'the map moved to another VRF key', {
    later: ({ domain }) => domain.commit([], { vrfEpoch: 2 }),
  }),
  answered('record.ahead', 'an answer newer than the evidence', {
    alter: (answer) => ({ ...answer, epoch: 2 }),
  }),
  answered('record.domainUnknown', 'a domain without commits', {
    later: ({ region, domain }) => {
      for (const slot of domain.headSlots)
        region.set(region.trustedPoint.contracts.recordRegistry, slot, new Uint8Array(32));
    },
  }),
  answered('record.disputed', 'in dispute on chain', { later: ({ domain }) => domain.dispute(NUMBER) }),
  answered('record.disputed', 'flagged in its leaf', { record: { flags: 1 } }),
  answered('record.disputed', 'an absence in dispute', { later: ({ domain }) => domain.dispute(NOBODY) }, NOBODY),
  answered('record.erased', 'erased at its source', { record: { flags: 2 } }),
  answered('record.flagUnknown', 'a flag of a later version', { record: { flags: 4 } }),
  answered('record.unproven', 'no answer from the chain', {
    change: { evidence: { unavailable: 'chain.unreachable' } },
  }),
  answered('key.otherDepartment', "another department's VRF key", { head: { department: '113705000000000028' } }),
  answered('key.otherUse', 'a signing key as VRF key', { vrfUse: 1 }),
];
