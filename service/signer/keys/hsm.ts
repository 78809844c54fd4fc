import type { Pkcs11Source } from '../configuration.ts';
import { readPasswordFile } from '../../adapters/pki/secret-file.ts';
import { HsmUnusable, loadPkcs11 } from './pkcs11-binding.ts';
import type { Pkcs11Library } from './pkcs11-binding.ts';

// Numbers of PKCS#11 v2.40, section 3 and appendix A.
const CKF_OS_LOCKING_OK = 2;
const CKF_SERIAL_SESSION = 4;
const CKU_USER = 1;
const CKA_CLASS = 0x000;
const CKA_LABEL = 0x003;
const CKA_EC_POINT = 0x181;
const CKO_PUBLIC_KEY = 2;
const CKO_PRIVATE_KEY = 3;
const CKM_ECDSA = 0x1041;
const CKR_PIN_INCORRECT = 0xa0;
const CKR_PIN_LOCKED = 0xa4;

/** Sessions side by side: what an HSM gains from being asked more than one thing at a time. */
const SESSIONS = 4;
const SIGNATURE_BYTES = 64;

type Session = { handle: Buffer; free: boolean };

/** A key in an HSM. It never leaves it; what is signed is a digest made here. */
export type HsmKey = {
  /** ECDSA (CKM_ECDSA) over a 32-byte digest: r ‖ s, 64 bytes. @throws HsmUnusable hsm.failed */
  sign(digest: Uint8Array): Promise<Uint8Array>;
  /** Uncompressed point, 65 bytes, from the public key of the same label. @throws HsmUnusable hsm.keyUnknown */
  publicPoint(): Uint8Array;
};

export type Hsms = { key(source: Pkcs11Source): HsmKey; close(): void };

type Token = { library: Pkcs11Library; sessions: Session[]; waiting: ((session: Session) => void)[] };

const codeOf = (error: unknown): unknown => (error as { code?: unknown }).code;

function openModule(source: Pkcs11Source): Pkcs11Library {
  const library = loadPkcs11(source.binding);
  try {
    library.load(source.module);
    library.C_Initialize({ flags: CKF_OS_LOCKING_OK });
    return library;
  } catch (error) {
    throw new HsmUnusable('hsm.moduleUnusable', `${source.module} is no usable PKCS#11 module`, { cause: error });
  }
}

function openToken(library: Pkcs11Library, source: Pkcs11Source): Token {
  const slots = library.C_GetSlotList(true);
  const slot = slots.find((one) => library.C_GetTokenInfo(one).label.trim() === source.token);
  if (slot === undefined) {
    throw new HsmUnusable('hsm.tokenUnknown', `${source.module} has no token "${source.token}"`);
  }
  const sessions = Array.from({ length: SESSIONS }, () => ({
    handle: library.C_OpenSession(slot, CKF_SERIAL_SESSION),
    free: true,
  }));
  try {
    // One login counts for all sessions of the program.
    library.C_Login(sessions[0]?.handle as Buffer, CKU_USER, readPasswordFile(source.pinFile));
  } catch (error) {
    const code = codeOf(error);
    if (code === CKR_PIN_INCORRECT || code === CKR_PIN_LOCKED) {
      const state = code === CKR_PIN_LOCKED ? 'is locked' : 'is wrong; too many wrong ones lock the token';
      throw new HsmUnusable('hsm.pinWrong', `the PIN of token "${source.token}" ${state}`, { cause: error });
    }
    throw error;
  }
  return { library, sessions, waiting: [] };
}

function find({ library, sessions }: Token, kind: number, label: string): Buffer | undefined {
  const session = sessions[0]?.handle as Buffer;
  library.C_FindObjectsInit(session, [
    { type: CKA_CLASS, value: kind },
    { type: CKA_LABEL, value: label },
  ]);
  const [found] = library.C_FindObjects(session, 1);
  library.C_FindObjectsFinal(session);
  return found;
}

function acquire(token: Token): Promise<Session> {
  const session = token.sessions.find(({ free }) => free);
  if (session === undefined) return new Promise((resolve) => token.waiting.push(resolve));
  session.free = false;
  return Promise.resolve(session);
}

function release(token: Token, session: Session): void {
  const next = token.waiting.shift();
  if (next === undefined) session.free = true;
  else next(session);
}

function keyOf(token: Token, label: string): HsmKey {
  const handle = find(token, CKO_PRIVATE_KEY, label);
  if (handle === undefined) throw new HsmUnusable('hsm.keyUnknown', `the token has no private key "${label}"`);
  return {
    async sign(digest) {
      const session = await acquire(token);
      try {
        token.library.C_SignInit(session.handle, { mechanism: CKM_ECDSA }, handle);
        return await token.library.C_SignAsync(session.handle, Buffer.from(digest), Buffer.alloc(SIGNATURE_BYTES));
      } catch (error) {
        throw new HsmUnusable('hsm.failed', `the HSM did not sign: ${(error as Error).message}`, { cause: error });
      } finally {
        release(token, session);
      }
    },
    publicPoint() {
      const object = find(token, CKO_PUBLIC_KEY, label);
      if (object === undefined) throw new HsmUnusable('hsm.keyUnknown', `the token has no public key "${label}"`);
      const [attribute] = token.library.C_GetAttributeValue(token.sessions[0]?.handle as Buffer, object, [
        { type: CKA_EC_POINT },
      ]);
      // DER: an OCTET STRING of 65 bytes around the point.
      const encoded = attribute?.value as Buffer;
      return Uint8Array.from(encoded.length === 67 ? encoded.subarray(2) : encoded);
    },
  };
}

/** Opens HSMs when a key in one is first asked for: each module and each token once. */
export function openHsms(): Hsms {
  const modules = new Map<string, Pkcs11Library>();
  const tokens = new Map<string, Token>();
  return {
    key(source) {
      const library = modules.get(source.module) ?? openModule(source);
      modules.set(source.module, library);
      const name = `${source.module} ${source.token}`;
      const token = tokens.get(name) ?? openToken(library, source);
      tokens.set(name, token);
      return keyOf(token, source.key);
    },
    close() {
      for (const library of modules.values()) {
        library.C_Finalize();
        library.close();
      }
      modules.clear();
      tokens.clear();
    },
  };
}
