import type { JsonObject } from '../../proof/canonical-json.ts';
import type { RecordAnswer } from '../types.ts';

/** A compact SD-JWT, taken apart; nothing of it is proven. */
export type CertificateArtefact = {
  readonly kind: 'certificate';
  /** The compact text without surrounding white space. */
  readonly text: string;
  readonly header: JsonObject;
  /** The header as it stands in the text: equal text, equal certificates. */
  readonly headerText: string;
  readonly payload: JsonObject;
  readonly payloadText: string;
  /** Whether the payload's text is its RFC 8785 form. */
  readonly canonical: boolean;
  /** The ASCII of `<header>.<payload>`, which is signed. */
  readonly signed: Uint8Array;
  readonly signature: Uint8Array;
  /** Base64url texts in the order presented; digests are taken over these characters. */
  readonly disclosures: readonly string[];
  readonly keyBinding?: KeyBindingText | undefined;
};

/** The key binding JWT as text and ASCII, and the ASCII before it, which its `sd_hash` covers. */
export type KeyBindingText = { readonly jwt: string; readonly ascii: Uint8Array; readonly covered: Uint8Array };

/** A record answer as its issuer's service gave it. */
export type RecordArtefact = { readonly kind: 'record-answer'; readonly answer: RecordAnswer };

/** Not to be read any further; `code` is one of the form check's and says whose fault it is. */
export type DefectiveArtefact = {
  readonly kind: 'defective';
  readonly code: FormDefect;
  readonly detail: string;
};

export type FormDefect =
  | 'form.unrecognised'
  | 'form.identifierOnly'
  | 'form.presentationLink'
  | 'form.tooLarge'
  | 'form.malformed'
  | 'form.duplicateMember'
  | 'form.notCanonical';

/** What was handed in, recognised by its content. */
export type Artefact = CertificateArtefact | RecordArtefact | DefectiveArtefact;

/** Reading stopped at this defect; only readers of this folder throw and catch it. */
export class ArtefactDefect extends Error {
  override readonly name = 'ArtefactDefect';
  readonly code: FormDefect;

  constructor(code: FormDefect, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
