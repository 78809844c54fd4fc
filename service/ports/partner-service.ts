/** What a holder shows: encrypted, so that no service on the way can read it. `expiresAt` is Unix seconds. */
export type PresentedCiphertext = { ciphertext: string; nonce: string; audience: string; expiresAt: number };

/**
 * A partner region's service, asked only for what needs no trust: a ciphertext whose key it never had, and bundles that
 * prove themselves. Certificates and records of the partner are judged from its chain, never from its word.
 */
export type PartnerService = {
  /**
   * Takes a presentation out of its slot: once.
   * @throws PresentationUnknown, PresentationGone (the partner's own answers), PartnerUnreachable
   */
  takePresentation(id: string): Promise<PresentedCiphertext>;
  /**
   * The text of its offline bundle, or of the summary of one, unchecked.
   * @param query of the partner's own endpoints
   * @throws BundlesNotOffered, BundlesBusy (the partner's own answers), PartnerUnreachable
   */
  offlineBundle(what: 'summary' | 'bundle', query: URLSearchParams): Promise<string>;
} & StatusListHost &
  SupersessionSource;

/** Who says what replaced a certificate that its chain shows as superseded. */
export type SupersessionSource = {
  /**
   * @param leaf of the certificate, 0x hex; it tells nothing of what the certificate says
   * @returns a licence identifier; undefined when the region knows of none
   * @throws PartnerUnreachable
   */
  supersededBy(leaf: string): Promise<string | undefined>;
};

/** Who publishes Token Status Lists; they carry their departments' signatures. */
export type StatusListHost = {
  /**
   * @param path of the list's address: `/status-lists/…`
   * @returns the token as it came; undefined when there is no such list
   * @throws PartnerUnreachable
   */
  statusList(path: string): Promise<string | undefined>;
};

/** No such slot, or nothing in it yet. Ask the holder to make a new code. */
export class PresentationUnknown extends Error {
  readonly code = 'presentation.unknown';
}

/** Read once already, or its 60 seconds are over. Ask the holder to make a new code. */
export class PresentationGone extends Error {
  readonly code = 'presentation.gone';
}

/** The region gives no offline bundles: its root never certified the service's key, or its operator set the limit to 0. */
export class BundlesNotOffered extends Error {
  readonly code = 'bundle.notOffered';
}

/** As many bundles are being made, fetched or sent as are at once. Wait as Retry-After says. */
export class BundlesBusy extends Error {
  readonly code = 'bundle.busy';
}

/** The partner's service gives no usable answer in time. Try again. */
export class PartnerUnreachable extends Error {
  readonly code = 'partner.unreachable';
}
