import { createPrivateKey, randomBytes } from 'node:crypto';
import domains from '../../../service/data/record-domains.json' with { type: 'json' };
import { bytesToHex, utf8 } from '../../../service/proof/bytes.ts';
import { encodeBase64url } from '../../../service/proof/base64url.ts';
import type { JsonValue } from '../../../service/proof/canonical-json.ts';
import { uriId } from '../../../service/proof/certificate.ts';
import { thumbprintBytes } from '../../../service/proof/es256-key.ts';
import { prefixEmptyHash } from '../../../service/proof/prefix-tree.ts';
import { provePrefix } from '../../../service/proof/prefix-tree-prove.ts';
import { positionBytes } from '../../../service/proof/prefix-tree-nodes.ts';
import type { PrefixNode, PrefixNodes } from '../../../service/proof/prefix-tree-nodes.ts';
import { updatePrefixTree } from '../../../service/proof/prefix-tree-update.ts';
import { fieldTree, NO_PREVIOUS_LEAF, recordAlpha, recordLeaf } from '../../../service/proof/record.ts';
import { disputeSlot, epochRootSlot, headSlots } from '../../../service/proof/storage-layout.ts';
import { vrfProve } from '../../../service/proof/vrf.ts';
import type { P256Jwk, RecordAnswer } from '../../../service/verify/index.ts';
import { NOW, packed, sha256 } from './region.ts';
import type { TestRegion } from './region.ts';

export type TestRecord = { number: string; fields: JsonValue[]; flags?: number };

const SCHEMA = Object.keys(domains.find(({ code }) => code === 'housing-fund')!.fields);

function memoryNodes(): PrefixNodes {
  const nodes = new Map<string, PrefixNode>();
  const name = (position: Parameters<PrefixNodes['get']>[0]): string => bytesToHex(positionBytes(position));
  return {
    get: (position) => nodes.get(name(position)),
    put: (position, node) => void nodes.set(name(position), node),
    del: (position) => void nodes.delete(name(position)),
  };
}

/** The VRF key of a test: a fixed scalar, and its public key as JWK. */
function vrfKey(seed: string): { secret: Uint8Array; jwk: P256Jwk } {
  const secret = sha256(utf8(seed));
  // SEC1 DER of a P-256 private key: version, the scalar, the curve.
  const der = Buffer.concat([
    Buffer.from('30310201010420', 'hex'),
    secret,
    Buffer.from('a00a06082a8648ce3d030107', 'hex'),
  ]);
  const { x, y } = createPrivateKey({ key: der, format: 'der', type: 'sec1' }).export({ format: 'jwk' });
  return { secret, jwk: { kty: 'EC', crv: 'P-256', x: x!, y: y! } };
}

/**
 * A record domain of the region with its map, VRF key and commits; `commit` writes the root to the region's state,
 * `answer` proves what the map of the last commit holds for a number.
 */
export function createDomain(region: TestRegion, options: { vrfUse?: number } = {}) {
  const domain = `${region.base}/domains/housing-fund`;
  const schema = `${domain}/schema/1`;
  const domainId = uriId(sha256, domain);
  const schemaId = uriId(sha256, schema);
  const { secret, jwk } = vrfKey(region.caip2);
  region.setKey(thumbprintBytes(sha256, jwk), { use: options.vrfUse ?? 2 });
  const nodes = memoryNodes();
  const records = new Map<string, ReturnType<typeof leafOf>>();
  let root = prefixEmptyHash(sha256);
  let epoch = 0;
  let vrfEpoch = 1;
  const contract = region.trustedPoint.contracts.recordRegistry;

  const place = (number: string) => {
    const alpha = recordAlpha({ region: region.caip2, domain, vrfEpoch, idType: 1, number });
    return vrfProve(secret, alpha);
  };
  const leafOf = ({ number, fields, flags = 0 }: TestRecord) => {
    const { output: key } = place(number);
    const padded = SCHEMA.map((_, index) => ({
      index,
      salt: new Uint8Array(randomBytes(16)),
      value: fields[index] ?? null,
    }));
    const tree = fieldTree(sha256, schemaId, padded);
    const state = { key, version: 1, asOf: NOW - 86_400, fieldRoot: tree.root, flags, previousLeaf: NO_PREVIOUS_LEAF };
    return { state, tree, leaf: recordLeaf(sha256, state) };
  };

  /** Puts records into the map and its new root on chain. */
  const commit = async (changes: TestRecord[], head: { department?: string; vrfEpoch?: number } = {}) => {
    const { department = region.department } = head;
    vrfEpoch = head.vrfEpoch ?? vrfEpoch;
    const made = changes.map((record) => ({ record, made: leafOf(record) }));
    for (const one of made) records.set(one.record.number, one.made);
    const leaves = made.map(({ made: { state, leaf } }) => ({ key: state.key, recordLeaf: leaf }));
    root = await updatePrefixTree(sha256, nodes, root, leaves);
    epoch++;
    const [rootSlot, coverageSlot, ownerSlot] = headSlots(domainId);
    region.set(contract, rootSlot, root);
    const from = NOW - 86_400 * 365;
    region.set(
      contract,
      coverageSlot,
      packed([from, 4], [NOW - 86_400, 4], [vrfEpoch, 4], [records.size, 8], [NOW - 3600, 5], [epoch, 4]),
    );
    region.set(contract, ownerSlot, packed([department, 18], [NOW - 3600, 5]));
    region.set(contract, epochRootSlot(domainId, epoch), root);
  };

  const answer = async (number: string, opened: number[] = [0, 1, 9]): Promise<RecordAnswer> => {
    const { output: key, proof } = place(number);
    const { proof: map } = await provePrefix(sha256, nodes, root, key);
    const record = map.found.kind === 'leaf' ? records.get(number) : undefined;
    const { found } = map;
    return {
      ...{ v: 1, kind: 'record-answer', chain: region.caip2, domain, subject: { idType: 1, number }, epoch },
      vrf: { publicKey: jwk, proof: encodeBase64url(proof), epoch: vrfEpoch },
      map: {
        siblings: map.siblings.map(encodeBase64url),
        found:
          found.kind === 'other'
            ? { kind: 'other', key: encodeBase64url(found.key), hash: encodeBase64url(found.hash) }
            : { kind: found.kind },
      },
      ...(record === undefined
        ? {}
        : {
            leaf: {
              ...{ version: record.state.version, asOf: record.state.asOf, flags: record.state.flags },
              previousLeaf: encodeBase64url(record.state.previousLeaf),
              fieldRoot: encodeBase64url(record.state.fieldRoot),
              ...{ schema, size: SCHEMA.length },
              fields: opened.map((index) => {
                const { value, salt, proof: path } = record.tree.open(index);
                return {
                  ...{ index, name: SCHEMA[index]!, value },
                  ...{ salt: encodeBase64url(salt), proof: path.map(encodeBase64url) },
                };
              }),
            },
          }),
    };
  };

  const dispute = (number: string): void => {
    region.set(contract, disputeSlot(domainId, place(number).output), packed([NOW - 100, 5], [epoch, 4], [1, 20]));
  };

  return { domain, jwk, headSlots: headSlots(domainId), commit, answer, dispute };
}
