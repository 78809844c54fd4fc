import { canonicalJson } from '../../proof/canonical-json.ts';
import type { JsonValue } from '../../proof/canonical-json.ts';
import { encodeBase64url } from '../../proof/base64url.ts';
import type { PersonVault } from '../../ports/person-vault.ts';
import type { Store, StoreKey } from '../../ports/store.ts';
import { tables } from '../../ports/tables.ts';

/** The idempotency key was used with another body. Use a new key for a new request. */
export class IdempotencyMismatch extends Error {
  override readonly name = 'IdempotencyMismatch';
  readonly code = 'idempotency.mismatch';
}

/** What is remembered of a request: a keyed digest of its body, and the id of what it made. */
export type RequestRow = { digest: string; id: string };

export type RequestKey = { key: StoreKey; digest: string };

/**
 * The store key and digest of a request that may come twice. Both are keyed digests, because clients put personal data
 * into keys and bodies.
 *
 * @param scope who asks for what, such as `certificates/<USCC>`: keys of others never meet
 */
export async function requestKey(
  vault: PersonVault,
  scope: string,
  idempotencyKey: string,
  body: unknown,
): Promise<RequestKey> {
  const plain = JSON.parse(JSON.stringify(body)) as JsonValue;
  const [name, digest] = await Promise.all([
    vault.keyedDigest('idempotency-key', canonicalJson([scope, idempotencyKey])),
    vault.keyedDigest('request-body', canonicalJson(plain)),
  ]);
  return { key: [tables.idempotency, name], digest: encodeBase64url(digest) };
}

/**
 * The id of what the same request made before, or undefined when it is new.
 *
 * @throws IdempotencyMismatch
 */
export async function earlierResult(store: Store, request: RequestKey): Promise<string | undefined> {
  const row = await store.get<RequestRow>(request.key);
  if (!row) return undefined;
  if (row.digest !== request.digest) throw new IdempotencyMismatch('this key was used with another body');
  return row.id;
}
