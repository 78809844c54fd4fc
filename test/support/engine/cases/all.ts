import { chainCases, statusCases } from './chain.ts';
import { disclosureCases, formCases } from './form.ts';
import { holderCases } from './holder.ts';
import { anchorCases, issuerCases, keyCases } from './issuer.ts';
import { offlineCases } from './offline.ts';
import { pastCases } from './past.ts';
import { recordCases } from './records.ts';
import { statusListCases } from './status-lists.ts';
import type { Case } from './case.ts';

/** Every way to a reason code that the tests know. */
export const allCases: readonly Case[] = [
  ...[...formCases, ...disclosureCases, ...issuerCases, ...keyCases, ...anchorCases, ...chainCases],
  ...[...statusCases, ...statusListCases, ...holderCases, ...recordCases, ...pastCases, ...offlineCases],
];
