import { createPresentation } from '../../../service/verify/index.ts';
import type { TrustedPoint } from '../../../service/verify/index.ts';
import { boundInstance } from '../../api/bound-instance.ts';
import { client } from '../../api/client.ts';
import { signerOf } from '../../api/holder-key.ts';
import { encryptPresentation, presentationLink } from '../../api/presentation.ts';
import { webPrimitives } from '../../../service/proof/web-primitives.ts';
import type { Region } from '../../shell/region.tsx';
import { nowSeconds } from '../../shell/time.ts';
import type { Session } from './session.ts';

/** A link for one window of one city, and when it stops working (Unix seconds of this device's clock). */
export type MadePresentation = { link: string; city: TrustedPoint; expiresAt: number };

/** A city's windows: whom a presentation is made for, and where its link opens. */
export type Windows = { city: TrustedPoint; origin: string };

const lifetimeSeconds = 60;

/**
 * Signs and encrypts a presentation of the chosen fields and leaves it in a slot that a window can take once.
 * The instance is fetched before the slot is opened: its 60 seconds are for the people.
 */
export async function makePresentation(input: {
  session: Session;
  region: Region;
  certificate: string;
  fields: ReadonlySet<string>;
  windows: Windows;
}): Promise<MadePresentation> {
  const { session, region, certificate, fields } = input;
  const { city, origin } = input.windows;
  const { token, person } = session;
  const { base } = region.home;
  const { text, key } = await boundInstance({ token, person, certificate, base, now: nowSeconds() });
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
