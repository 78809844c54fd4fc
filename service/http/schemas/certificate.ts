import { z } from 'zod';
import { idTypes } from '../../domain/person-identity.ts';
import type { IdTypeName } from '../../domain/person-identity.ts';
import {
  caseSchema,
  hash32Schema,
  jsonObjectSchema,
  p256JwkSchema,
  textSchema,
  unixSchema,
  usccSchema,
  uuidSchema,
} from './basic.ts';

export const subjectSchema = z
  .strictObject({
    idType: z.enum(Object.keys(idTypes) as [IdTypeName, ...IdTypeName[]]),
    number: textSchema(40),
  })
  .meta({ id: 'Subject', description: 'A person as a window names one; numbers travel in bodies, never in URLs.' });

const supersedesSchema = z
  .strictObject({
    certificate: uuidSchema,
    reason: textSchema(64).meta({ description: 'Of the statusReasons of /v1/types, one for supersede.' }),
  })
  .meta({
    id: 'Supersedes',
    description:
      'Renews or corrects: same licence serial, next version; the old one is superseded when this is issued.',
  });

export const issueRequestSchema = z
  .strictObject({
    type: textSchema(64).meta({ description: 'Code of a certificate type of /v1/types.' }),
    subject: subjectSchema,
    claims: jsonObjectSchema,
    validFrom: unixSchema.optional(),
    validUntil: unixSchema.optional(),
    supersedes: supersedesSchema.optional(),
  })
  .meta({ id: 'IssueRequest' });

export const anchorSchema = z
  .object({ id: hash32Schema, block: z.int().min(0), index: z.int().min(0), size: z.int().min(1) })
  .meta({ id: 'Anchor', description: 'Where the certificate stands on the chain.' });

export const issuedSchema = z
  .object({
    id: uuidSchema,
    state: z.literal('issued'),
    licence: z.string(),
    certificate: z.string(),
    anchor: anchorSchema,
  })
  .meta({ id: 'Issued' });

export const acceptedSchema = z
  .object({ id: uuidSchema, state: z.enum(['accepted', 'anchored']) })
  .meta({ id: 'Accepted', description: 'Durably accepted; look at Location for what becomes of it.' });

const certificateStates = ['accepted', 'anchored', 'issued', 'failed'] as const;

const certificateShape = {
  id: uuidSchema,
  state: z.enum(certificateStates),
  status: z.enum(['valid', 'suspended', 'revoked', 'superseded']),
  statusChangePending: z.boolean(),
  licence: z.string(),
  type: z.string(),
  department: usccSchema,
  issuedAt: unixSchema.optional(),
  reason: z.string().optional().meta({ description: 'Why a failed one failed.' }),
  validFrom: unixSchema,
  validUntil: unixSchema.nullable().meta({ description: 'null: without end.' }),
  supersededBy: uuidSchema.optional(),
  supersedes: uuidSchema.optional().meta({ description: 'The certificate it was issued to supersede.' }),
  instances: z.array(
    z.object({
      instance: uuidSchema,
      state: z.enum(certificateStates),
      anchor: anchorSchema.optional(),
      issuedAt: unixSchema.optional(),
      reason: z.string().optional(),
      certificate: z.string().optional(),
    }),
  ),
  certificate: z.string().optional().meta({ description: 'The SD-JWT VC; only for its department and its holder.' }),
};

export const certificateSchema = z.object(certificateShape).meta({ id: 'Certificate' });

export const instanceRequestSchema = z
  .strictObject({
    jwk: p256JwkSchema,
    proof: textSchema(4096).meta({
      description:
        'Compact JWT, typ instance-proof+jwt, ES256, header.jwk = jwk, payload {aud: base, certificate, iat}.',
    }),
  })
  .meta({ id: 'InstanceRequest' });

export const instanceSchema = z
  .object({ instance: uuidSchema, certificate: z.string() })
  .meta({ id: 'Instance', description: 'An instance of the licence bound to the holder key.' });

export const instanceAcceptedSchema = z
  .object({ instance: uuidSchema, state: z.enum(['accepted', 'anchored']) })
  .meta({ id: 'InstanceAccepted' });

export const statusChangeRequestSchema = z
  .strictObject({
    action: z.enum(['suspend', 'reinstate', 'revoke', 'supersede']),
    reason: textSchema(64),
    replacement: uuidSchema.optional(),
    case: caseSchema.optional(),
  })
  .meta({ id: 'StatusChangeRequest' });

export const statusChangedSchema = z
  .object({
    id: uuidSchema,
    status: z.enum(['valid', 'suspended', 'revoked', 'superseded']),
    height: z.int().min(0),
  })
  .meta({ id: 'StatusChanged', description: 'The change is final on the chain at this height.' });

export const statusPendingSchema = z
  .object({
    id: uuidSchema,
    status: z.enum(['valid', 'suspended', 'revoked', 'superseded']),
    statusChangePending: z.literal(true),
  })
  .meta({ id: 'StatusPending' });
