import { createPublicKey, X509Certificate, verify } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { Transaction } from 'ethers';
import { keyCeremony } from '../../../service/adapters/pki/key-ceremony.ts';
import { developmentSigners } from '../../../service/adapters/signer/development-signer.ts';
import type { Signer } from '../../../service/ports/signer.ts';
import { utf8 } from '../../../service/proof/bytes.ts';
import { vrfVerify } from '../../../service/proof/vrf.ts';

const USCC = '12370500999900011F';

describe('the development signer', () => {
  let folder: string;
  let signer: Signer;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'zhenglian-signer-'));
    keyCeremony({
      folder,
      region: '东营市',
      base: 'https://dongying.example',
      departments: [{ uscc: USCC, name: '东营市住房公积金管理中心', issuer: 'https://dongying.example/departments/1' }],
      now: Math.floor(Date.now() / 1000),
    });
    signer = developmentSigners({ folder, production: false }).for(USCC) as Signer;
  });
  after(() => rmSync(folder, { recursive: true }));

  it('signs with the key its certificate names, 64 bytes r and s', async () => {
    const message = utf8('what a department says');
    const signature = await signer.signEs256(message);
    const [certificate] = await signer.certificateChain();
    const key = createPublicKey(
      new X509Certificate(certificate as Uint8Array).publicKey.export({ type: 'spki', format: 'pem' }),
    );
    expect(signature.length).to.equal(64);
    expect(verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)).to.equal(true);
    expect(verify('sha256', utf8('other'), { key, dsaEncoding: 'ieee-p1363' }, signature)).to.equal(false);
  });

  it('signs zero-price legacy transactions of its account', async () => {
    const to = '0x00000000000000000000000000000000000000aa' as const;
    const raw = await signer.signTransaction({ chainId: 370500, nonce: 7, to, data: '0x1234', gasLimit: 100_000 });
    const { from, type, gasPrice, chainId, nonce, data, value } = Transaction.from(raw);
    expect({ from, type, gasPrice, chainId, nonce, data, value }).to.deep.equal({
      from: await signer.account(),
      type: 0,
      gasPrice: 0n,
      chainId: 370500n,
      nonce: 7,
      data: '0x1234',
      value: 0n,
    });
  });

  it('evaluates its VRF with a proof that anyone can check', async () => {
    const alpha = utf8('alpha');
    const { publicKey, proof, output } = await signer.evaluateVrf(alpha);
    expect([publicKey.length, proof.length, output.length]).to.deep.equal([33, 81, 32]);
    expect(vrfVerify(publicKey, alpha, proof)).to.deep.equal(output);
  });

  it('is found by its credit code only', () => {
    const signers = developmentSigners({ folder, production: false });
    expect(signers.departments()).to.deep.equal([USCC]);
    expect(signers.for('113705009999000465')).to.equal(undefined);
    expect(signers.for('../root')).to.equal(undefined);
  });

  it('is refused in production', () => {
    expect(() => developmentSigners({ folder, production: true }))
      .to.throw()
      .with.property('code', 'signer.developmentKeys');
  });
});
