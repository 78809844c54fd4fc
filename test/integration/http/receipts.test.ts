import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { issuePermit, newKey, permitOffice, verdictOf } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { twoRegions } from '../../support/region.ts';

const program = fileURLToPath(new URL('../../../scripts/cli/verify.ts', import.meta.url));
const CASE = 'DY-2026-0123';

type Archive = { artefact: string; evidence: object; trustedPoint: object; receipt: string };
type Made = { receipt?: { id?: string; jws: string }; archive?: Archive };

const claimsOf = (jws: string) =>
  JSON.parse(Buffer.from(jws.split('.')[1] as string, 'base64url').toString()) as Record<string, unknown>;

/** All bytes below a folder. */
function everything(folder: string): Buffer {
  const parts = readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? everything(path) : readFileSync(path);
  });
  return Buffer.concat(parts);
}

describe('verification receipts over HTTP', () => {
  let cities: Awaited<ReturnType<typeof twoRegions>>;
  let permit: IssuedPermit;
  let kid: string;
  let clerk: string;
  let folder: string;
  const made = async (more: Record<string, unknown>, artefact = permit.certificate) =>
    (await verdictOf(cities.jinan, artefact, { receipt: true, ...more })).reply;

  before(async () => {
    cities = await twoRegions();
    folder = await mkdtemp(join(tmpdir(), 'zhenglian-receipts-'));
    permit = await issuePermit(cities.dongying, 1);
    clerk = await cities.jinan.token('clerk');
    const { keys } = (await cities.jinan.call('/.well-known/jwks.json')).json as { keys: { kid: string }[] };
    kid = keys[0]?.kid as string;
  });
  after(async () => {
    await cities.close();
    await rm(folder, { recursive: true });
    expect([...cities.dongying.reports, ...cities.jinan.reports]).to.deep.equal([]);
  });

  it('are given to whoever asks, signed by the service, and kept only for a case', async () => {
    const { receipt, archive } = (await made({})).json as Made;
    expect(receipt?.id).to.equal(undefined);
    expect(receipt?.jws).to.equal(archive?.receipt);
    const claims = claimsOf(receipt?.jws as string);
    expect(claims).to.include({ iss: 'https://jinan.example', verdict: 'valid' });
    expect(claims.block).to.include({ chain: 'eip155:370500' });
    expect(claims).not.to.have.property('case');
    expect((await verdictOf(cities.jinan, permit.certificate)).reply.json).not.to.have.any.keys('receipt', 'archive');
  });

  it('of a case can be read again by their clerk and by auditors, and by nobody else', async () => {
    const reply = await cities.jinan.call('/v1/verifications', {
      token: clerk,
      body: { artefact: permit.certificate, receipt: true, case: CASE },
    });
    const { id, jws } = (reply.json as Made).receipt as { id: string; jws: string };
    expect(claimsOf(jws)).to.include({ case: CASE });
    const auditor = await cities.jinan.token('auditor');
    for (const token of [clerk, auditor]) {
      const { status, json } = await cities.jinan.call(`/v1/receipts/${id}`, { token });
      expect({ status, ...json, at: 0 }).to.deep.equal({ status: 200, id, case: CASE, at: 0, jws });
    }
    const { token: other } = await permitOffice(cities.jinan);
    for (const [token, path] of [
      [other, id],
      [clerk, '01900000-0000-7000-8000-000000000000'],
    ]) {
      const { status, json } = await cities.jinan.call(`/v1/receipts/${path}`, { token: token as string });
      expect({ status, code: json.code }).to.deep.equal({ status: 404, code: 'receipt.unknown' });
    }
    const { events } = (await cities.jinan.call('/v1/events?limit=1000', { token: auditor })).json as {
      events: { type: string; subject: string; case?: string }[];
    };
    expect(events.find(({ type, subject }) => type === 'receipt.signed' && subject === id)?.case).to.equal(CASE);
  });

  it('leave nothing of what was verified in the store, and of a bare number not even a digest', async () => {
    const body = { receipt: true, case: CASE };
    const number = '990101199001011234';
    const ask = async (artefact: string) =>
      (await cities.jinan.call('/v1/verifications', { token: clerk, body: { ...body, artefact } })).json as Made;
    const { receipt: kept } = await ask(permit.certificate);
    const { receipt } = await ask(number);
    expect(receipt?.id).to.equal(undefined);
    const held = everything(join(cities.folder, 'data', 'jinan', 'store'));
    expect(held.includes(kept?.jws as string)).to.equal(true);
    const digest = claimsOf(receipt?.jws as string).artefactSha256 as string;
    const [jwt = '', disclosure = ''] = permit.certificate.split('~');
    for (const text of [digest, disclosure, jwt.split('.')[1] as string, number]) {
      expect(held.includes(text), text.slice(0, 12)).to.equal(false);
    }
  });

  it('with their archives are checked again by the command alone, when every service and chain has gone', async () => {
    const files: Record<string, Made> = {
      valid: (
        await cities.jinan.call('/v1/verifications', {
          token: clerk,
          body: { artefact: permit.certificate, receipt: true, case: CASE },
        })
      ).json as Made,
    };
    const now = Math.floor(Date.now() / 1000);
    files['past'] = (await made({ asOf: now - 3600 })).json as Made;
    const { token } = await permitOffice(cities.dongying);
    const path = `/v1/certificates/${permit.id}/status-changes`;
    await cities.dongying.call(path, {
      token,
      headers: newKey(),
      body: { action: 'revoke', reason: 'issued-in-error' },
    });
    files['revoked'] = (await made({})).json as Made;
    files['unreadable'] = (await made({}, 'eyJ.broken')).json as Made;
    for (const [name, { archive }] of Object.entries(files)) {
      await writeFile(join(folder, `${name}.json`), JSON.stringify(archive));
    }
    const { receipt: _receipt, ...stripped } = files['revoked']?.archive as Archive;
    const swapped = { ...stripped, receipt: files['valid']?.archive?.receipt };
    await writeFile(join(folder, 'swapped.json'), JSON.stringify(swapped));
    for (const { stopService, stopAttesters, stopChain } of [cities.dongying, cities.jinan]) {
      await stopService();
      await stopAttesters();
      await stopChain();
    }
    const again = (name: string, ...more: string[]) =>
      new Promise<{ exit: number; verdict: string; codes: string[]; receipt: { code: string; evidence?: object } }>(
        (resolve) => {
          const networks = join(cities.folder, 'data', 'networks');
          const args = [program, join(folder, `${name}.json`), '--json', '--networks', networks, ...more];
          const child = execFile(process.execPath, args, (_error, stdout) =>
            resolve({ exit: child.exitCode ?? -1, ...(JSON.parse(stdout) as never as object) } as never),
          );
        },
      );
    const valid = await again('valid', '--signer', kid);
    expect(valid).to.deep.include({ exit: 0, verdict: 'valid' });
    expect(valid.receipt.code).to.equal('receipt.passed');
    expect(valid.receipt.evidence).to.include({ kid, iss: 'https://jinan.example', sameTrustedPoint: true });
    expect(await again('valid', '--signer', 'another')).to.deep.include({ exit: 2, codes: ['receipt.signerUnknown'] });
    expect(await again('past', '--signer', kid)).to.deep.include({
      exit: 1,
      codes: ['anchor.later', 'validity.notYetValid'],
    });
    expect(await again('revoked', '--signer', kid)).to.deep.include({ exit: 1, codes: ['status.revoked'] });
    expect(await again('unreadable', '--signer', kid)).to.deep.include({ exit: 1, codes: ['form.malformed'] });
    expect(await again('swapped', '--signer', kid)).to.deep.include({ exit: 1, codes: ['receipt.digestMismatch'] });
  });
});
