import certificateTypes from '../data/certificate-types.json' with { type: 'json' };
import recordDomains from '../data/record-domains.json' with { type: 'json' };
import type { DomainSchema, TypeSchema } from './types.ts';

/** The types and record domains that this version of the project knows; regions share codes, versions and meanings. */
export const knownTypes: readonly TypeSchema[] = certificateTypes as unknown as TypeSchema[];
export const knownDomains: readonly DomainSchema[] = recordDomains;
