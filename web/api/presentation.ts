import { decodeBase64url, encodeBase64url } from '../../service/proof/base64url.ts';

/**
 * A presentation travels from a citizen's browser to a window's: encrypted under a key that only the link's fragment
 * carries, so that no service on the way can read it.
 */
export type PresentationLink = { id: string; key: Uint8Array<ArrayBuffer> };

/** The link is cut short, or was made by another version. Ask for a new one. */
export class PresentationLinkBroken extends Error {
  readonly code = 'presentation.linkBroken';
}

/** The key does not open what the slot held. Ask for a new link. */
export class PresentationUnreadable extends Error {
  readonly code = 'presentation.unreadable';
}

const pattern = /#?present=([1-9][0-9]{0,15}\.[0-9a-f-]{36})\.([A-Za-z0-9_-]+)\s*$/;
const ivLength = 12;

const keyFor = (key: Uint8Array<ArrayBuffer>, use: 'encrypt' | 'decrypt') =>
  crypto.subtle.importKey('raw', key, 'AES-GCM', false, [use]);

/** Whether a text is meant as a presentation link (or its fragment alone), however damaged. */
export function looksLikePresentationLink(text: string): boolean {
  return /^\s*(https?:\/\/\S*)?#?present=/.test(text);
}

/**
 * Parses a link, or its fragment alone.
 * @throws PresentationLinkBroken
 */
export function parsePresentationLink(text: string): PresentationLink {
  const [, id, encoded] = pattern.exec(text) ?? [];
  if (id === undefined || encoded === undefined) throw new PresentationLinkBroken('Not a whole presentation link');
  let key: Uint8Array;
  try {
    key = decodeBase64url(encoded);
  } catch (cause) {
    throw new PresentationLinkBroken('The key is not base64url', { cause });
  }
  if (key.length !== 32) throw new PresentationLinkBroken('The key has another length');
  return { id, key: Uint8Array.from(key) };
}

/** `<window origin>/verify#present=<id>.<key>` */
export function presentationLink(origin: string, link: PresentationLink): string {
  return `${origin}/verify#present=${link.id}.${encodeBase64url(link.key)}`;
}

/** AES-256-GCM under a fresh key: base64url(iv 12 ‖ ciphertext and tag). */
export async function encryptPresentation(text: string): Promise<{ ciphertext: string; key: Uint8Array<ArrayBuffer> }> {
  const key = crypto.getRandomValues(new Uint8Array(32));
  const iv = crypto.getRandomValues(new Uint8Array(ivLength));
  const plain = new TextEncoder().encode(text);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await keyFor(key, 'encrypt'), plain);
  const whole = new Uint8Array(ivLength + sealed.byteLength);
  whole.set(iv);
  whole.set(new Uint8Array(sealed), ivLength);
  return { ciphertext: encodeBase64url(whole), key };
}

/**
 * The presentation's text.
 * @throws PresentationUnreadable
 */
export async function decryptPresentation(ciphertext: string, key: Uint8Array<ArrayBuffer>): Promise<string> {
  try {
    const whole = Uint8Array.from(decodeBase64url(ciphertext));
    const iv = whole.subarray(0, ivLength);
    const sealed = whole.subarray(ivLength);
    const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, await keyFor(key, 'decrypt'), sealed);
    return new TextDecoder('utf-8', { fatal: true }).decode(plain);
  } catch (cause) {
    throw new PresentationUnreadable('The presentation cannot be decrypted with this key', { cause });
  }
}
