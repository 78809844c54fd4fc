import { z } from 'zod';
import {
  addressSchema,
  base64urlSchema,
  bilingualSchema,
  caip2Schema,
  hash32Schema,
  hexSchema,
  p256JwkSchema,
  unixSchema,
  usccSchema,
} from './basic.ts';

/** Slots of one question; a record answer with its authority needs about ten. */
export const MAX_EVIDENCE_SLOTS = 64;

export const slotSchema = z
  .strictObject({ address: addressSchema, slot: hash32Schema })
  .meta({ id: 'Slot', description: 'A storage slot that a verdict depends on.' });

export const evidenceRequestSchema = z
  .strictObject({
    chain: caip2Schema,
    slots: z.array(slotSchema).min(1).max(MAX_EVIDENCE_SLOTS),
    minimumBlock: z.int().min(0),
    statusList: z.string().max(500).optional().meta({
      description: 'The status list that the certificate names; brought where the region publishes it.',
    }),
    fresh: z.literal(true).optional().meta({
      description: 'A status list from some seconds ago is not enough: it contradicted the chain.',
    }),
    statusHistory: z
      .strictObject({ contract: addressSchema, anchorId: hash32Schema })
      .optional()
      .meta({ description: 'Whose changes of status are wanted, for a verdict on a day in the past.' }),
  })
  .meta({ id: 'EvidenceRequest', description: 'What a plan needs; the relay never sees the artefact.' });

export const evidenceBundleSchema = z
  .object({
    v: z.literal(1),
    chain: caip2Schema,
    scheme: z.enum(['attested', 'qbft']),
    header: hexSchema.meta({ description: 'RLP of the block header.' }),
    votes: z.array(z.object({ kid: z.string(), time: unixSchema, sig: base64urlSchema })).optional(),
    seals: z.array(hexSchema).optional(),
    accounts: z.array(
      z.object({
        address: addressSchema,
        accountProof: z.array(hexSchema),
        storageProof: z.array(z.object({ key: z.string(), value: z.string(), proof: z.array(hexSchema) })),
      }),
    ),
    statusList: z.string().optional().meta({ description: 'statuslist+jwt, unproven.' }),
    statusHistory: z
      .array(
        z.union([
          z.object({ kind: z.literal('sparse'), time: unixSchema, previous: hexSchema, changes: hexSchema }),
          z.object({
            kind: z.literal('dense'),
            time: unixSchema,
            previous: hexSchema,
            firstWord: z.int().min(0),
            words: hexSchema,
          }),
        ]),
      )
      .optional()
      .meta({ description: 'Changes of the batch’s status up to the block, newest first.' }),
    asOf: unixSchema.meta({ description: 'When it was fetched; informative.' }),
  })
  .meta({
    id: 'EvidenceBundle',
    description: 'Header, votes and EIP-1186 proofs at one block; unproven until checked.',
  });

export const trustedPointSchema = z
  .object({
    caip2: caip2Schema,
    name: bilingualSchema,
    base: z.string(),
    genesisHash: hash32Schema,
    contracts: z.object({
      council: addressSchema,
      accessManager: addressSchema,
      authorityRegistry: addressSchema,
      certificateAnchors: addressSchema,
      recordRegistry: addressSchema,
      useLedger: addressSchema,
      partnerRegistry: addressSchema,
    }),
    scheme: z.enum(['attested', 'qbft']),
    validators: z.array(
      z.object({
        key: z.union([p256JwkSchema, addressSchema]),
        fromHeight: z.int().min(0),
        toHeight: z.int().min(0).optional(),
      }),
    ),
    rootX5tS256: z.array(base64urlSchema),
    maxAgeSeconds: z.int().min(1),
    trustPeriodSeconds: z.int().min(1),
    development: z.boolean(),
  })
  .meta({
    id: 'TrustedPoint',
    description: 'What a verifier must know of a region beforehand, and all it must believe.',
  });

export const trustedPointsSchema = z
  .object({ trustedPoint: trustedPointSchema, partners: z.array(trustedPointSchema) })
  .meta({ id: 'TrustedPoints' });

export const queueSchema = z.object({ depth: z.int().min(0), oldestSeconds: z.int().min(0) });

export const chainsSchema = z
  .object({
    chains: z.array(
      z.object({
        caip2: caip2Schema,
        name: bilingualSchema,
        home: z.boolean(),
        reachable: z.boolean(),
        pages: z
          .string()
          .optional()
          .meta({ description: 'Address of a partner’s pages, where a citizen’s code for its windows opens.' }),
        head: z
          .object({
            height: z.int().min(0),
            hash: hash32Schema,
            time: unixSchema,
            ageSeconds: z.int().min(0),
            votes: z.int().min(0),
          })
          .optional()
          .meta({ description: 'The newest head with a quorum of votes; time is that of the statement.' }),
        blocks: z
          .array(
            z.object({ height: z.int().min(0), hash: hash32Schema, time: unixSchema, transactions: z.int().min(0) }),
          )
          .optional(),
      }),
    ),
    anchors: z.array(
      z.object({
        id: hash32Schema,
        department: usccSchema,
        type: z.string(),
        size: z.int().min(1),
        height: z.int().min(0),
        time: unixSchema,
      }),
    ),
    queues: z
      .object({ outbox: queueSchema, issuing: queueSchema })
      .meta({ description: 'What waits at home: transactions for the chain, and certificates to be issued.' }),
  })
  .meta({ id: 'Chains' });
