import { createRequire } from 'node:module';

// Makes keys in SoftHSM's token "zhenglian" (PIN 123456): "signing" on P-256 and "account" on secp256k1. A program of its
// own, because a process loads a PKCS#11 module once. Arguments: the module, and the package pkcs11js.
type Handle = Buffer;
type Attribute = { type: number; value: unknown };
type Library = {
  load(path: string): void;
  C_Initialize(): void;
  C_Finalize(): void;
  C_GetSlotList(present: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { label: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_Login(session: Handle, user: number, pin: string): void;
  C_GenerateKeyPair(session: Handle, mechanism: { mechanism: number }, open: Attribute[], secret: Attribute[]): unknown;
};

const [modulePath = '', binding = ''] = process.argv.slice(2);
const { PKCS11 } = createRequire(import.meta.url)(binding) as { PKCS11: new () => Library };

const CKF_SERIAL_SESSION = 4;
const CKF_RW_SESSION = 2;
const CKU_USER = 1;
const CKM_EC_KEY_PAIR_GEN = 0x1040;
const CKA = { token: 0x001, private: 0x002, label: 0x003, sensitive: 0x103, sign: 0x108, verify: 0x10a, params: 0x180 };
/** DER object identifiers of the curves. */
const CURVES = { signing: '06082a8648ce3d030107', account: '06052b8104000a' };

const library = new PKCS11();
library.load(modulePath);
library.C_Initialize();
const slot = library.C_GetSlotList(true).find((one) => library.C_GetTokenInfo(one).label.trim() === 'zhenglian');
if (slot === undefined) throw new Error('no token');
const session = library.C_OpenSession(slot, CKF_SERIAL_SESSION | CKF_RW_SESSION);
library.C_Login(session, CKU_USER, '123456');
for (const [label, oid] of Object.entries(CURVES)) {
  const named = [
    { type: CKA.token, value: true },
    { type: CKA.label, value: label },
  ];
  library.C_GenerateKeyPair(
    session,
    { mechanism: CKM_EC_KEY_PAIR_GEN },
    [...named, { type: CKA.verify, value: true }, { type: CKA.params, value: Buffer.from(oid, 'hex') }],
    [
      ...named,
      { type: CKA.private, value: true },
      { type: CKA.sensitive, value: true },
      { type: CKA.sign, value: true },
    ],
  );
}
library.C_Finalize();
