import { z } from 'zod';

/** Which batches of a region a window takes along; without a member, all of that kind. Times in Unix seconds, inclusive. */
export type BundleSelection = {
  /** 统一社会信用代码 of issuing departments. */
  departments?: readonly string[] | undefined;
  /** `<code>/<major>` of certificate types. */
  types?: readonly string[] | undefined;
  /** Of the batch's anchor. */
  from?: number | undefined;
  through?: number | undefined;
  /** So many of the newest that the rest selects. */
  newest?: number | undefined;
};

const count = z.int().min(0);

/** What a bundle holds, and how large it is, before it is downloaded. */
export const bundleSummarySchema = z
  .object({
    chain: z.string(),
    height: count.meta({ description: 'The block it is of.' }),
    blockHash: z.string().regex(/^0x[0-9a-f]{64}$/),
    asOf: count.meta({
      description: 'When validators last stood for that block (Unix seconds): the time of its verdicts.',
    }),
    maxAgeSeconds: count.meta({ description: 'As the region signs it; afterwards the bundle decides nothing.' }),
    batches: count,
    certificates: count.meta({ description: 'Certificates in these batches.' }),
    bytes: count.meta({ description: 'Size of the download.' }),
    complete: z.boolean().meta({ description: 'Whether every batch selected is in it; otherwise the newest are.' }),
  })
  .meta({ id: 'OfflineBundleSummary', description: 'What an offline bundle holds, and how large it is.' });

export type BundleSummary = z.output<typeof bundleSummarySchema>;
