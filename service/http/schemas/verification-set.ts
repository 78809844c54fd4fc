import { z } from 'zod';
import { unixSchema } from './basic.ts';
import { verdictSchema } from './verdict.ts';

const countSchema = z.int().min(0);
const { checks, claims, evidence, ...brief } = verdictSchema.shape;

export const setLineSchema = z
  .union([
    z.object({
      item: z.object({
        index: countSchema.meta({ description: 'Its place in the set, from 0.' }),
        path: z.string().meta({ description: 'Its name in what was handed in.' }),
        ...brief,
        statementTime: unixSchema.optional().meta({ description: 'When the chain evidence was true.' }),
        supersededBy: z.string().optional(),
        checks: checks.optional(),
        claims,
        evidence,
      }),
    }),
    z.object({
      summary: z.object({
        items: countSchema,
        valid: countSchema,
        invalid: countSchema,
        undetermined: countSchema,
        complete: z.boolean().meta({
          description:
            'false: there were more items than a set may have, a line without end hid what followed it, or the sender stood still.',
        }),
        findings: z
          .array(
            z.object({
              code: z.string(),
              items: z.array(countSchema),
              zh: z.object({ meaning: z.string(), next: z.string() }),
              en: z.object({ meaning: z.string(), next: z.string() }),
            }),
          )
          .optional()
          .meta({ description: 'What does not fit between valid items; absent for more than 100 items.' }),
      }),
    }),
  ])
  .meta({ id: 'SetLine', description: 'One line: an item with its verdict; the last one: what they come to.' });

export const setQuerySchema = z.strictObject({
  policy: z.enum(['window', 'presentation', 'self']).optional().meta({ description: 'Default: window.' }),
  asOf: z
    .string()
    .regex(/^(?:0|[1-9][0-9]{0,9})$/)
    .optional()
    .meta({ description: 'Unix seconds, not later than now: the verdicts are to speak of that time.' }),
  full: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'true: with checks, evidence and what was disclosed.' }),
});
