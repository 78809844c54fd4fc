import type { z } from 'zod';
import type { LogPage } from '../app/audit/list-events.ts';
import type { Presentations } from '../app/presenting/presentations.ts';
import type { Clock } from '../ports/clock.ts';
import type { Role, Tokens } from '../ports/tokens.ts';
import type { EvidenceBundle, Plan, TrustedPoint, Verdict } from '../verify/types.ts';
import type { OpenApiDocument } from './openapi.ts';
import type { chainsSchema } from './schemas/chain.ts';
import type { healthSchema, holdingsSchema, typesSchema } from './schemas/others.ts';

/** What the endpoints call: use cases with their dependencies already given. region.ts makes it; nothing else knows both sides. */
export type Services = {
  version: string;
  clock: Clock;
  tokens: Tokens;
  /** The identifier base of the region, `https://dongying.example`. */
  base: string;
  apiDocument(): OpenApiDocument;
  health(now: number): Promise<z.output<typeof healthSchema>>;
  catalogue(): z.output<typeof typesSchema>;
  trustedPoints(): { home: TrustedPoint; partners: TrustedPoint[] };
  chains(now: number): Promise<z.output<typeof chainsSchema>>;
  relayEvidence(plan: Plan): Promise<EvidenceBundle>;
  verify(
    request: {
      artefact: string;
      policy: 'window' | 'presentation' | 'self';
      holder?: { audience: string; nonce: string };
    },
    now: number,
  ): Promise<Verdict>;
  presentations: Presentations;
  listEvents(after: number, limit: number): Promise<LogPage>;
  holdings(person: string, now: number): Promise<z.output<typeof holdingsSchema>>;
  development: {
    citizens(): Promise<{ person: string; name: string; number: string }[]>;
    issueToken(
      request: { role: Role; department?: string; person?: string },
      now: number,
    ): Promise<{ token: string; expiresAt: number }>;
  };
  examples: { list(): Promise<string[]>; read(name: string): Promise<string | undefined> };
};
