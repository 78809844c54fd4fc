import { createPresentation } from '../../../service/verify/index.ts';
import type { TrustedPoint } from '../../../service/verify/index.ts';
import { boundInstance } from '../../api/bound-instance.ts';
import { client } from '../../api/client.ts';
import { signerOf } from '../../api/holder-key.ts';
import { encryptPresentation, presentationLink } from '../../api/presentation.ts';
import { webPrimitives } from '../../api/primitives.ts';
import type { Region } from '../../shell/region.tsx';
import { nowSeconds } from '../../shell/time.ts';
import type { Session } from './citizen-page.tsx';

/** A link for one window of one city, and when it stops working (Unix seconds of this device's clock). */
export type MadePresentation = { link: string; city: TrustedPoint; expiresAt: number };

const lifetimeSeconds = 60;

/** Where the pages of a city are; a city that does not say so is reached by scanning the link into its own page. */
async function pagesOf(city: TrustedPoint, region: Region): Promise<string> {
  if (city.caip2 === region.home.caip2) return window.location.origin;
  const { chains } = await client.chains();
  return chains.find((chain) => chain.caip2 === city.caip2)?.pages ?? window.location.origin;
}

/**
 * Signs and encrypts a presentation of the chosen fields and leaves it in a slot that a window can take once.
 * The instance and the link's address are fetched before the slot is opened: its 60 seconds are for the people.
 */
export async function makePresentation(input: {
  session: Session;
  region: Region;
  certificate: string;
  fields: ReadonlySet<string>;
  city: TrustedPoint;
}): Promise<MadePresentation> {
  const { session, region, certificate, fields, city } = input;
  const { token, person } = session;
  const [{ text, key }, origin] = await Promise.all([
    boundInstance({ token, person, certificate, base: region.home.base, now: nowSeconds() }),
    pagesOf(city, region),
  ]);
  const opened = nowSeconds();
  const slot = await client.openPresentation(token, `${city.base}/windows`);
  // The slot's own clock: a phone that is minutes wrong presents all the same.
  const now = slot.expiresAt - lifetimeSeconds;
  const { audience, nonce } = slot;
  const presented = await createPresentation({
    sha256: webPrimitives().sha256,
    certificate: text,
    disclose: [...fields],
    holder: { sign: signerOf(key), audience, nonce, now },
  });
  const sealed = await encryptPresentation(presented);
  await client.fillPresentation(token, slot.id, sealed.ciphertext);
  const link = presentationLink(origin, { id: slot.id, key: sealed.key });
  return { link, city, expiresAt: opened + lifetimeSeconds };
}
