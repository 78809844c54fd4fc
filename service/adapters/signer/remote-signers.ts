import type { Signer, Signers } from '../../ports/signer.ts';
import { createExchange } from './exchange.ts';
import type { Exchange } from './exchange.ts';
import { remoteSigner } from './remote-signer.ts';
import { readSignersFile } from './signers-file.ts';
import type { SignerEntry } from './signers-file.ts';
import { watchTrouble } from './watch-trouble.ts';

/**
 * The Signer programs that a file names (readSignersFile), asked when they are needed and not before: a service starts
 * whether or not they run.
 *
 * @param options.others signs for departments that the file does not name: development signers, or nobody
 * @param options.report told once when a Signer's trouble begins, changes and ends
 * @throws SignersFileInvalid, SecretExposed, KeyFileUnusable
 */
export function remoteSigners(options: {
  file: string;
  others?: Signers;
  nowMs(): number;
  report(line: string): void;
}): Signers & { close(): void } {
  const { file, others, nowMs, report } = options;
  const exchanges: Exchange[] = [];

  function open({ department, address, secret }: SignerEntry): Signer {
    const exchange = createExchange({ address, department, secret, nowMs });
    exchanges.push(exchange);
    return remoteSigner({
      department,
      exchange,
      now: () => Math.floor(nowMs() / 1000),
      observe: watchTrouble(department, report),
    });
  }

  const signers = new Map(readSignersFile(file).map((entry) => [entry.department, open(entry)]));
  return {
    departments: () => [...new Set([...signers.keys(), ...(others?.departments() ?? [])])].sort(),
    for: (department) => signers.get(department) ?? others?.for(department),
    close: () => exchanges.forEach((exchange) => exchange.close()),
  };
}
