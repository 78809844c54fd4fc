import { nodeSha256 } from '../../../../service/adapters/crypto/primitives.ts';
import { newSigningKey } from '../../../../service/adapters/pki/certificates.ts';
import { issue } from '../certificates.ts';
import { createRegion, NOW } from '../region.ts';
import type { TestRegion } from '../region.ts';
import { LIST_URI, statusList } from '../status-lists.ts';
import type { Case } from './case.ts';

const unreachable = { unavailable: 'chain.unreachable' } as const;

/** A certificate that names entry 7 of a list, and the list that is brought. Without the fault, list and chain agree. */
function listed(
  code: string,
  title: string,
  fault: { list: (region: TestRegion) => string; onChain?: number; silent?: boolean; entry?: number },
): Case {
  return {
    ...{ code, title, reach: 'archive' as const },
    given(faulty) {
      const region = createRegion();
      const idx = faulty ? (fault.entry ?? 7) : 7;
      const status = { status_list: { idx, uri: LIST_URI } };
      const { text } = issue(region, { payload: { status }, status: faulty ? (fault.onChain ?? 0) : 0 });
      const list = faulty ? fault.list(region) : statusList(region, {});
      const silent = faulty && fault.silent === true;
      return {
        region,
        text,
        change: {
          evidence: silent ? { ...unreachable, statusList: list } : (bundle) => ({ ...bundle, statusList: list }),
        },
      };
    },
  };
}

const unusable = (title: string, list: (region: TestRegion) => string, entry = 7): Case =>
  listed('status.listUnusable', title, { list, silent: true, entry });

export const statusListCases: Case[] = [
  listed('status.revoked', 'revoked by the list', { list: (region) => statusList(region, { 7: 1 }) }),
  listed('status.superseded', 'superseded by the list', { list: (region) => statusList(region, { 7: 3 }) }),
  listed('status.conflict', 'revoked by a list of a key that the registry never knew', {
    list(region) {
      const { certificate, key } = region.certify({});
      return statusList(region, { 7: 1 }, { key, certificates: [certificate, region.root.certificate] });
    },
  }),
  listed('status.conflict', 'revoked by a list made after its key was compromised', {
    list(region) {
      region.setKey(nodeSha256(region.signer.certificate), { compromisedFrom: NOW - 700 });
      return statusList(region, { 7: 1 });
    },
  }),
  listed('status.revoked', 'revoked on chain, not in the list yet', {
    list: (region) => statusList(region, {}),
    onChain: 1,
  }),
  listed('status.conflict', 'suspended by the list alone', { list: (region) => statusList(region, { 7: 2 }) }),
  listed('status.conflict', 'suspended on chain alone', { list: (region) => statusList(region, {}), onChain: 2 }),
  unusable('a list of another subject', (region) =>
    statusList(region, {}, { payload: { sub: 'https://dongying.example/status-lists/2' } }),
  ),
  unusable('an index out of range', (region) => statusList(region, {}), 100),
  unusable('a list without subject', (region) => statusList(region, {}, { payload: { sub: undefined } })),
  unusable('a list that has expired', (region) => statusList(region, {}, { payload: { exp: NOW } })),
  unusable('a list older than its ttl', (region) => statusList(region, {}, { payload: { ttl: 600 } })),
  unusable('a list that never ends', (region) =>
    statusList(region, {}, { payload: { exp: undefined, ttl: undefined } }),
  ),
  unusable('a list from the future', (region) => statusList(region, {}, { payload: { iat: NOW + 31 } })),
  unusable('typ JWT', (region) => statusList(region, {}, { header: { typ: 'JWT' } })),
  unusable('alg none', (region) => statusList(region, {}, { header: { alg: 'none' } })),
  unusable("signed with another's key", (region) => statusList(region, {}, { key: newSigningKey() })),
  unusable('signed by another department', (region) => {
    const { certificate, key } = region.certify({ issuer: `${region.base}/departments/113705000000000028` });
    return statusList(region, { 7: 1 }, { key, certificates: [certificate, region.root.certificate] });
  }),
  unusable('signed under another root', (region) => {
    const { signer, root } = createRegion();
    return statusList(region, { 7: 1 }, { key: signer.key, certificates: [signer.certificate, root.certificate] });
  }),
  unusable('three bits', (region) => statusList(region, {}, { list: { bits: 3 } })),
  unusable('a damaged list', (region) => statusList(region, {}, { list: { lst: 'eNrbuRg' } })),
  unusable('no token at all', () => 'x'),
];
