import type { JsonObject, JsonValue } from '../../proof/canonical-json.ts';
import type { RecordAnswer, RecordAnswerField } from '../types.ts';
import { ArtefactDefect } from './artefact.ts';
import { base64urlBytes } from './read-sd-jwt.ts';
import { isObject } from './strict-json.ts';

const MAX_SIBLINGS = 256;
const MAX_FIELDS = 1_024;
const ID_TYPES = 5;

function refuse(what: string): never {
  throw new ArtefactDefect('form.malformed', `record answer: ${what}`);
}

/** An object with exactly these members; those ending in `?` may be absent. */
function members(value: JsonValue | undefined, names: readonly string[], what: string): JsonObject {
  if (!isObject(value)) refuse(`${what} is no object`);
  const known = new Set(names.map((name) => name.replace('?', '')));
  for (const name of names)
    if (!name.endsWith('?') && !Object.hasOwn(value, name)) refuse(`${what}.${name} is missing`);
  for (const name of Object.keys(value)) if (!known.has(name)) refuse(`${what}.${name} is unknown`);
  return value;
}

function text(value: JsonValue | undefined, what: string, maxLength: number): string {
  return typeof value === 'string' && value.length > 0 && value.length <= maxLength
    ? value
    : refuse(`${what} is no text`);
}

function integer(value: JsonValue | undefined, what: string, max: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= max
    ? value
    : refuse(`${what} is no integer in range`);
}

/** The VRF normalises numbers (NFKC), so only the normal form may name a person: one text for one place in the map. */
function documentNumber(value: JsonValue | undefined): string {
  const number = text(value, 'subject.number', 64);
  return number === number.normalize('NFKC') ? number : refuse('subject.number is not in its normal form');
}

/** Base64url of exactly `length` bytes. */
function bytes(value: JsonValue | undefined, what: string, length: number): string {
  const encoded = text(value, what, 256);
  return base64urlBytes(encoded, what).length === length ? encoded : refuse(`${what} has another length`);
}

function hashes(value: JsonValue | undefined, what: string, max: number): string[] {
  if (!Array.isArray(value) || value.length > max) refuse(`${what} is no list`);
  return (value as readonly JsonValue[]).map((hash, i) => bytes(hash, `${what}[${i}]`, 32));
}

function found(value: JsonValue | undefined): RecordAnswer['map']['found'] {
  const kind = isObject(value) ? value['kind'] : undefined;
  if (kind === 'leaf' || kind === 'empty') {
    members(value, ['kind'], 'map.found');
    return { kind };
  }
  if (kind !== 'other') refuse('map.found.kind is unknown');
  const other = members(value, ['kind', 'key', 'hash'], 'map.found');
  return { kind, key: bytes(other['key'], 'map.found.key', 32), hash: bytes(other['hash'], 'map.found.hash', 32) };
}

function field(value: JsonValue, i: number): RecordAnswerField {
  const what = `leaf.fields[${i}]`;
  const opened = members(value, ['index', 'name', 'value', 'salt', 'proof'], what);
  return {
    index: integer(opened['index'], `${what}.index`, 0xffff),
    name: text(opened['name'], `${what}.name`, 64),
    value: opened['value'] as JsonValue,
    salt: bytes(opened['salt'], `${what}.salt`, 16),
    proof: hashes(opened['proof'], `${what}.proof`, 16),
  };
}

function leaf(value: JsonValue): NonNullable<RecordAnswer['leaf']> {
  const names = ['version', 'asOf', 'flags', 'previousLeaf', 'fieldRoot', 'schema', 'size', 'fields'];
  const state = members(value, names, 'leaf');
  const fields = state['fields'];
  if (!Array.isArray(fields) || fields.length > MAX_FIELDS) refuse('leaf.fields is no list');
  const opened = (fields as readonly JsonValue[]).map(field);
  for (const member of ['index', 'name'] as const) {
    if (new Set(opened.map((one) => one[member])).size !== opened.length) refuse(`leaf.fields: one ${member} twice`);
  }
  return {
    version: integer(state['version'], 'leaf.version', 0xffffffff),
    asOf: integer(state['asOf'], 'leaf.asOf', Number.MAX_SAFE_INTEGER),
    flags: integer(state['flags'], 'leaf.flags', 0xffff),
    previousLeaf: bytes(state['previousLeaf'], 'leaf.previousLeaf', 32),
    fieldRoot: bytes(state['fieldRoot'], 'leaf.fieldRoot', 32),
    schema: text(state['schema'], 'leaf.schema', 512),
    size: integer(state['size'], 'leaf.size', 0xffff),
    fields: opened,
  };
}

/**
 * Reads a record answer from its JSON; every member is typed, none is unknown.
 *
 * @throws ArtefactDefect form.malformed, form.notCanonical
 */
export function readRecordAnswer(value: JsonObject): RecordAnswer {
  const names = ['v', 'kind', 'chain', 'domain', 'subject', 'vrf', 'map', 'epoch?', 'leaf?'];
  const answer = members(value, names, 'answer');
  if (answer['v'] !== 1) refuse('version is unknown');
  const subject = members(answer['subject'], ['idType', 'number'], 'subject');
  const idType = integer(subject['idType'], 'subject.idType', ID_TYPES);
  const vrf = members(answer['vrf'], ['publicKey', 'proof', 'epoch'], 'vrf');
  const publicKey = members(vrf['publicKey'], ['kty', 'crv', 'x', 'y'], 'vrf.publicKey');
  if (publicKey['kty'] !== 'EC' || publicKey['crv'] !== 'P-256') refuse('vrf.publicKey is no P-256 key');
  const map = members(answer['map'], ['siblings', 'found'], 'map');
  const end = found(map['found']);
  if ((end.kind === 'leaf') !== Object.hasOwn(answer, 'leaf')) refuse('leaf and map.found disagree');
  return {
    v: 1,
    kind: 'record-answer',
    chain: text(answer['chain'], 'chain', 64),
    domain: text(answer['domain'], 'domain', 512),
    subject: { idType: idType === 0 ? refuse('subject.idType') : idType, number: documentNumber(subject['number']) },
    vrf: {
      publicKey: {
        kty: 'EC',
        crv: 'P-256',
        x: bytes(publicKey['x'], 'vrf.publicKey.x', 32),
        y: bytes(publicKey['y'], 'vrf.publicKey.y', 32),
      },
      proof: bytes(vrf['proof'], 'vrf.proof', 81),
      epoch: integer(vrf['epoch'], 'vrf.epoch', 0xffffffff),
    },
    map: { siblings: hashes(map['siblings'], 'map.siblings', MAX_SIBLINGS), found: end },
    ...(Object.hasOwn(answer, 'epoch') ? { epoch: integer(answer['epoch'], 'epoch', 0xffffffff) } : {}),
    ...(end.kind === 'leaf' ? { leaf: leaf(answer['leaf'] as JsonValue) } : {}),
  };
}
