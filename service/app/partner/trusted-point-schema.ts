import { z } from 'zod';
import { readTrustedPoint, TrustedPointInvalid } from '../../verify/index.ts';

/** The engine's own reading of a trusted point, as a part of schemas. */
export const trustedPointSchema = z.unknown().transform((value, context) => {
  try {
    return readTrustedPoint(value);
  } catch (error) {
    if (!(error instanceof TrustedPointInvalid)) throw error;
    context.addIssue({ code: 'custom', message: error.message });
    return z.NEVER;
  }
});
