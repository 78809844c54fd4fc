import { createRequire } from 'node:module';

/** Why an HSM cannot be used; the message says what to do. */
export type HsmFault =
  'hsm.bindingMissing' | 'hsm.moduleUnusable' | 'hsm.tokenUnknown' | 'hsm.pinWrong' | 'hsm.keyUnknown' | 'hsm.failed';

export class HsmUnusable extends Error {
  override readonly name = 'HsmUnusable';
  readonly code: HsmFault;
  constructor(code: HsmFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

type Handle = Buffer;
type Attribute = { type: number; value?: Buffer | number | string };

/** What is used of the package pkcs11js: the C interface of PKCS#11 v2.40. */
export type Pkcs11Library = {
  load(path: string): void;
  C_Initialize(options?: { flags?: number }): void;
  C_Finalize(): void;
  close(): void;
  C_GetSlotList(tokenPresent?: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { label: string };
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_Login(session: Handle, userType: number, pin?: string): void;
  C_FindObjectsInit(session: Handle, template: Attribute[]): void;
  C_FindObjects(session: Handle, maxObjectCount: number): Handle[];
  C_FindObjectsFinal(session: Handle): void;
  C_GetAttributeValue(session: Handle, object: Handle, template: Attribute[]): Attribute[];
  C_SignInit(session: Handle, mechanism: { mechanism: number }, key: Handle): void;
  C_SignAsync(session: Handle, inData: Buffer, outData: Buffer): Promise<Buffer>;
};

/** The version that is tested; it is compiled on the operator's machine and so is none of the project's dependencies. */
export const PKCS11_PACKAGE = 'pkcs11js@2.1.7';

/**
 * Loads the package that speaks PKCS#11, which only Signers with an HSM need.
 *
 * @param folder of the package; where it is not given, the project's node_modules
 * @throws HsmUnusable hsm.bindingMissing
 */
export function loadPkcs11(folder: string | undefined): Pkcs11Library {
  try {
    const { PKCS11 } = createRequire(import.meta.url)(folder ?? 'pkcs11js') as { PKCS11: new () => Pkcs11Library };
    return new PKCS11();
  } catch (error) {
    throw new HsmUnusable(
      'hsm.bindingMissing',
      `${folder ?? 'pkcs11js'} cannot be loaded: install it with "npm install --prefix FOLDER ${PKCS11_PACKAGE}" (a C ` +
        'compiler is needed) and name FOLDER/node_modules/pkcs11js as "binding" in the configuration',
      { cause: error },
    );
  }
}
