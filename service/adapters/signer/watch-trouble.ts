import type { SignerTrouble, SignerUnavailable } from '../../ports/signer.ts';

/** Troubles of the whole program; others are of what was asked, as when only certificates have no key in force. */
const WHOLE: readonly SignerTrouble[] = ['stopped', 'unauthorised', 'impostor'];
const PROGRAM = '';

/**
 * Tells an operator when a Signer's trouble begins, changes and ends, once each.
 *
 * @returns what is to be told of every exchange: what was asked for, and the trouble unless it succeeded
 */
export function watchTrouble(
  department: string,
  report: (line: string) => void,
): (path: string, trouble: SignerUnavailable | undefined) => void {
  const troubles = new Map<string, SignerTrouble>();
  return (path, error) => {
    const isWhole = error !== undefined && WHOLE.includes(error.trouble);
    const place = isWhole ? PROGRAM : path;
    const known = troubles.get(place);
    // Who answers, if only to say what is wrong with one thing, is there.
    const isBack = !isWhole && troubles.delete(PROGRAM);
    if (error !== undefined) {
      troubles.set(place, error.trouble);
      if (error.trouble !== known) report(`${error.message}; its work waits`);
    } else if (troubles.delete(place) || isBack) report(`the signer of ${department} signs again`);
  };
}
