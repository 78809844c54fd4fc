import type { Store, StoreKey, StoreValue } from '../../ports/store.ts';
import { decodeBase64url, encodeBase64url } from '../../proof/base64url.ts';
import { decodePrefixNode, encodePrefixNode, positionBytes } from '../../proof/prefix-tree-nodes.ts';
import type { PrefixNodes } from '../../proof/prefix-tree-nodes.ts';
import { nodeKey } from './rows.ts';

/**
 * A domain's tree over the store. Writes are collected, not made: an update's nodes become current in the one batch that
 * also moves the head, so no reader ever meets a tree between two roots.
 */
export function mapNodes(
  store: Store,
  domain: Uint8Array,
): { nodes: PrefixNodes; put: [StoreKey, StoreValue][]; del: StoreKey[] } {
  const put: [StoreKey, StoreValue][] = [];
  const del: StoreKey[] = [];
  const nodes: PrefixNodes = {
    async get(position) {
      const row = await store.get<string>(nodeKey(domain, positionBytes(position)));
      return row === undefined ? undefined : decodePrefixNode(decodeBase64url(row));
    },
    put(position, node) {
      put.push([nodeKey(domain, positionBytes(position)), encodeBase64url(encodePrefixNode(node))]);
    },
    del(position) {
      del.push(nodeKey(domain, positionBytes(position)));
    },
  };
  return { nodes, put, del };
}
