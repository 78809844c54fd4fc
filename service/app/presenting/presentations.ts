import { uuidv4 } from '../../domain/uuid.ts';
import type { Clock } from '../../ports/clock.ts';
import { PresentationGone, PresentationUnknown } from '../../ports/partner-service.ts';
import type { PartnerService, PresentedCiphertext } from '../../ports/partner-service.ts';
import type { Random } from '../../ports/random.ts';
import { encodeBase64url } from '../../proof/base64url.ts';

/** How long a code works: long enough to hold it up, too short to pass it on. */
export const PRESENTATION_SECONDS = 60;
/** How long a used or expired id is remembered, so that it is told from one that never was. */
const REMEMBERED_SECONDS = 120;
/** One person shows one thing at a time; more than this is a program gone wild. */
const MAX_PER_PERSON = 10;
const NONCE_BYTES = 16;

type Slot = {
  person: string;
  nonce: string;
  audience: string;
  expiresAt: number;
  ciphertext?: string;
  taken: boolean;
};

/** As many open presentations as memory is given for. Try again in a few seconds. */
export class PresentationsFull extends Error {
  readonly code = 'presentation.full';
}

/** The slot was opened by somebody else, or is filled already. Open one's own. */
export class PresentationNotYours extends Error {
  readonly code = 'auth.notYours';
}

export type Presentations = {
  /** @throws PresentationsFull */
  open(person: string, audience: string): { id: string; nonce: string; audience: string; expiresAt: number };
  /** @throws PresentationUnknown, PresentationGone, PresentationNotYours */
  fill(person: string, id: string, ciphertext: string): void;
  /** Once only. @throws PresentationUnknown, PresentationGone, PartnerUnreachable */
  take(id: string): Promise<PresentedCiphertext>;
};

/**
 * Slots through which a holder's device hands a presentation to a window: a nonce to sign, then a ciphertext whose key
 * is in the link only, taken once within 60 seconds. An id of a partner region is asked of its service.
 *
 * Slots live in memory alone: they hold nothing worth keeping, and after a restart the holder makes a new code.
 *
 * @param input.digits the digits of the home region's CAIP-2 name; ids begin with them
 * @param input.partners services of partner regions by their digits
 */
export function createPresentations(input: {
  digits: string;
  partners: ReadonlyMap<string, Pick<PartnerService, 'takePresentation'>>;
  clock: Clock;
  random: Random;
  maxSlots: number;
}): Presentations {
  const { digits, partners, clock, random, maxSlots } = input;
  const slots = new Map<string, Slot>();

  // Insertion order is order of expiry, so the old ones are at the front.
  const forgetOld = (now: number) => {
    for (const [id, slot] of slots) {
      if (slot.expiresAt > now) break;
      delete slot.ciphertext;
      if (slot.expiresAt + REMEMBERED_SECONDS <= now) slots.delete(id);
    }
  };
  const openOf = (person: string, now: number) =>
    [...slots.values()].filter((slot) => slot.person === person && slot.expiresAt > now).length;
  const openSlot = (id: string): Slot => {
    const slot = slots.get(id);
    if (slot === undefined) throw new PresentationUnknown('no such presentation');
    if (slot.taken || slot.expiresAt <= clock.now()) {
      delete slot.ciphertext;
      throw new PresentationGone('read already, or expired');
    }
    return slot;
  };

  return {
    open(person, audience) {
      const now = clock.now();
      forgetOld(now);
      if (slots.size >= maxSlots) throw new PresentationsFull(`${maxSlots} presentations are remembered`);
      if (openOf(person, now) >= MAX_PER_PERSON) {
        throw new PresentationsFull(`${MAX_PER_PERSON} presentations of this person are open`);
      }
      const id = `${digits}.${uuidv4(random(16))}`;
      const nonce = encodeBase64url(random(NONCE_BYTES));
      const slot: Slot = { person, nonce, audience, expiresAt: now + PRESENTATION_SECONDS, taken: false };
      slots.set(id, slot);
      return { id, nonce, audience, expiresAt: slot.expiresAt };
    },
    fill(person, id, ciphertext) {
      const slot = openSlot(id);
      if (slot.person !== person) throw new PresentationNotYours('another person opened this presentation');
      if (slot.ciphertext !== undefined && slot.ciphertext !== ciphertext) {
        throw new PresentationNotYours('this presentation is filled already');
      }
      slot.ciphertext = ciphertext;
    },
    async take(id) {
      const region = id.slice(0, id.indexOf('.'));
      if (region !== digits) {
        const partner = partners.get(region);
        if (partner === undefined) throw new PresentationUnknown('of a region that is no partner here');
        return partner.takePresentation(id);
      }
      const slot = openSlot(id);
      const { ciphertext, nonce, audience, expiresAt } = slot;
      if (ciphertext === undefined) throw new PresentationUnknown('nothing in it yet');
      slot.taken = true;
      delete slot.ciphertext;
      return { ciphertext, nonce, audience, expiresAt };
    },
  };
}
