import { certificateRows } from '../bulk/certificate-rows.ts';
import type { IssuingDeps } from './deps.ts';
import { CertificateUnknown } from './errors.ts';
import { readInstance } from './read-certificate.ts';
import type { InstanceView } from './read-certificate.ts';

/**
 * Waits until an instance is issued or failed, at most `timeoutMs`, and says how far it is. For those who ordered it: the
 * answer has the certificate's text.
 *
 * @param instance the licence's first when absent
 * @throws CertificateUnknown
 */
export async function whenIssued(
  deps: IssuingDeps,
  certificate: string,
  timeoutMs: number,
  instance?: string,
): Promise<InstanceView & { id: string; licence: string }> {
  const id = instance ?? (await certificateRows(deps, certificate))?.row.instances[0];
  if (id === undefined) throw new CertificateUnknown('no such certificate');
  // Waiting begins before the look, or the end could fall between the two.
  const waiting = deps.waiters.wait(id, timeoutMs);
  const now = await readInstance(deps, certificate, id).catch((error: unknown) => {
    deps.waiters.settled(id);
    throw error;
  });
  if (now.state === 'issued' || now.state === 'failed') {
    deps.waiters.settled(id);
    return now;
  }
  await waiting;
  return readInstance(deps, certificate, id);
}
