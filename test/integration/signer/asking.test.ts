import { createHash, randomBytes, verify, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { keyFiles, writeKeyFile } from '../../../service/adapters/pki/key-files.ts';
import { SignerRefused, SignerUnavailable } from '../../../service/ports/signer.ts';
import { recordAlpha } from '../../../service/proof/record.ts';
import { vrfVerify } from '../../../service/proof/vrf.ts';
import { BASE, CAIP2, CONTRACTS, DOMAIN, newDepartment, TYPE } from '../../support/signer/department.ts';
import { signEach } from '../../support/signer/sign-each.ts';
import { anchorMany, header, segment, signingInput, statusList } from '../../support/signer/inputs.ts';
import { useSigner } from '../../support/signer/use-signer.ts';

describe('asking a Signer', () => {
  const { department, open, close: closeOne, client, logLines } = useSigner();

  const isSigned = (input: string, signature: Uint8Array | SignerRefused | undefined): boolean => {
    const { publicKey: key } = new X509Certificate(department().certificates[0] as Uint8Array);
    const options = { key, dsaEncoding: 'ieee-p1363' } as const;
    return signature instanceof Uint8Array && verify('sha256', Buffer.from(input), options, signature);
  };

  async function troubleOf(act: Promise<unknown>): Promise<string> {
    const error = await act.catch((reason: unknown) => reason);
    expect(error, 'a trouble').to.be.instanceOf(SignerUnavailable);
    return (error as SignerUnavailable).trouble;
  }

  describe('for certificates', () => {
    it('thousands at once gives each its signature, in order, and logs every digest', async () => {
      await open({ limits: { certificatesPerRequest: 700 } });
      const inputs = Array.from({ length: 1_500 }, () => signingInput(department()));
      const signatures = await signEach(client(), inputs);
      expect(inputs.every((input, i) => isSigned(input, signatures[i]))).to.equal(true);
      const signed = logLines().filter((line) => line.op === 'signed');
      const logged = new Set<string>();
      for (const { digests, types } of signed) {
        const bytes = Buffer.from(digests, 'base64url');
        expect(types[TYPE]).to.equal(bytes.length / 32);
        for (let at = 0; at < bytes.length; at += 32) logged.add(bytes.subarray(at, at + 32).toString('hex'));
      }
      const digests = inputs.map((input) => createHash('sha256').update(input).digest('hex'));
      expect([...logged].sort()).to.deep.equal(digests.sort());
    });

    it('refuses what breaks a rule alone; the others are signed', async () => {
      await open();
      const inputs = Array.from({ length: 40 }, () => signingInput(department()));
      inputs[7] = signingInput(department(), { vct: `${BASE}/types/marriage-certificate/1` });
      inputs[23] = signingInput(department(), { iss: `${BASE}/departments/12370500999900011F` });
      inputs[39] = `${header(department().certificates, { typ: 'at+jwt' })}.${segment({ a: 1 })}`;
      const results = await signEach(client(), inputs);
      const reasons = results.map((result) => (result instanceof SignerRefused ? result.reason : undefined));
      expect([reasons[7], reasons[23], reasons[39]]).to.deep.equal([
        'signer.typeNotAllowed',
        'signer.otherIssuer',
        'signer.purposeUnknown',
      ]);
      const others = inputs.filter((_, i) => reasons[i] === undefined);
      expect(others).to.have.length(37);
      expect(inputs.every((input, i) => reasons[i] !== undefined || isSigned(input, results[i]))).to.equal(true);
    });

    it('one by one shares requests; a refusal reaches only who asked for it', async () => {
      await open();
      const signer = client();
      const good = Array.from({ length: 20 }, () => signingInput(department()));
      const asked = good.map((input) => signer.signEs256(Buffer.from(input)));
      const bad = signer
        .signEs256(Buffer.from(signingInput(department(), { vct: 'x' })))
        .catch((error: unknown) => error);
      expect((await Promise.all(asked)).every((signature, i) => isSigned(good[i] as string, signature))).to.equal(true);
      expect(await bad).to.be.instanceOf(SignerRefused);
      expect(logLines().filter((line) => line.op === 'signed').length).to.be.lessThan(5);
    });

    it('signs its department’s status lists, and nothing under a certificate it has no key of', async () => {
      await open();
      const list = `${header(department().certificates, { typ: 'statuslist+jwt' })}.${segment(statusList())}`;
      expect(isSigned(list, await client().signEs256(Buffer.from(list)))).to.equal(true);
      const other = newDepartment();
      const foreign = await client()
        .signEs256(Buffer.from(signingInput({ certificates: other.certificates, x5tS256: department().x5tS256 })))
        .catch((error: unknown) => error);
      other.remove();
      expect(foreign).to.be.instanceOf(SignerRefused).with.property('reason', 'signer.keyUnknown');
    });
  });

  describe('for transactions and record keys', () => {
    it('gives what the keys themselves give, and logs what was done', async () => {
      await open();
      const signer = client();
      expect(await signer.signTransaction(anchorMany())).to.equal(await department().own.signTransaction(anchorMany()));
      const alphas = [1, 2, 3, 4, 5].map((n) =>
        recordAlpha({ region: CAIP2, domain: DOMAIN, vrfEpoch: 1, idType: 1, number: `99000019900101900${n}` }),
      );
      const evaluations = await Promise.all(alphas.map((alpha) => signer.evaluateVrf(alpha)));
      for (const [i, { publicKey: key, proof, output }] of evaluations.entries()) {
        expect(vrfVerify(key, alphas[i] as Uint8Array, proof)).to.deep.equal(output);
      }
      const [, transaction] = logLines();
      expect(transaction).to.deep.include({
        op: 'transaction',
        call: 'certificateAnchors.anchorMany',
        nonce: 3,
        count: 1,
      });
      const counted = logLines().flatMap((line) => (line.op === 'evaluated' ? [line.domains[DOMAIN] ?? 0] : []));
      expect(counted.reduce((sum, count) => sum + count, 0)).to.equal(5);
    });

    it('refuses another chain, contract, type and domain; one refused input does not hold up the others', async () => {
      await open();
      const signer = client();
      const reasonOf = async (act: Promise<unknown>): Promise<unknown> =>
        act.then(
          () => 'signed',
          (error: SignerRefused) => error.reason,
        );
      expect(await reasonOf(signer.signTransaction(anchorMany({ chainId: 1 })))).to.equal('signer.otherChain');
      expect(await reasonOf(signer.signTransaction(anchorMany({}, 'x')))).to.equal('signer.typeNotAllowed');
      const input = (domain: string) =>
        recordAlpha({ region: CAIP2, domain, vrfEpoch: 1, idType: 1, number: '990000199001019003' });
      const asked = [input(DOMAIN), input(`${DOMAIN}x`), input(DOMAIN)].map((alpha) =>
        reasonOf(signer.evaluateVrf(alpha)),
      );
      expect(await Promise.all(asked)).to.deep.equal(['signed', 'signer.domainNotAllowed', 'signed']);
    });

    it('leaves nothing of a person in its log', async () => {
      const signer0 = await open();
      const number = '990000199001019003';
      const alpha = recordAlpha({ region: CAIP2, domain: DOMAIN, vrfEpoch: 1, idType: 1, number });
      const signer = client();
      await signer.evaluateVrf(alpha);
      await signer.signEs256(Buffer.from(signingInput(department(), { speciality: '信息技术保密' })));
      await signer0.deps.refusals.flush();
      const text = readFileSync(join(department().folder, 'log', '000001.ndjson'), 'utf8');
      const digest = createHash('sha256').update(alpha).digest();
      const forbidden = [number, '信息技术保密', digest.toString('hex'), digest.toString('base64url')];
      for (const one of forbidden) expect(text).not.to.contain(one);
    });
  });

  describe('is trouble, told once, and work waits', () => {
    it('while it is stopped; what it said of itself is still known', async () => {
      const running = await open();
      const told: string[] = [];
      const signer = client({ report: (line) => told.push(line) });
      await signer.account();
      await closeOne(running);
      expect(await troubleOf(signer.signTransaction(anchorMany()))).to.equal('stopped');
      expect(await troubleOf(signEach(signer, [signingInput(department())]))).to.equal('stopped');
      expect(await signer.certificateChain()).to.deep.equal(department().certificates);
      expect(told).to.have.length(1);
      await open();
      await signer.signTransaction(anchorMany());
      expect(told).to.have.length(2);
    });

    it('when its key was exchanged after it said which it signs with; then it is asked again', async () => {
      const running = await open();
      const signer = client();
      expect(await signer.certificateChain()).to.deep.equal(department().certificates);
      await closeOne(running);
      const other = newDepartment();
      const [key, certificates] = [keyFiles.signing, keyFiles.certificates].map((file) => join(other.folder, file));
      await open({
        region: { caip2: CAIP2, base: BASE, roots: [other.rootX5tS256], contracts: CONTRACTS },
        signing: [{ source: 'pem', key, certificates }],
      });
      const input = signingInput(department());
      expect(await troubleOf(signEach(signer, [input]))).to.equal('keyExpired');
      expect(await signer.certificateChain()).to.deep.equal(other.certificates);
      // Those who began under the old key's header, too, have to look again.
      expect(await troubleOf(signEach(signer, [input]))).to.equal('keyExpired');
      other.remove();
    });

    it('when the secrets differ, and when the clocks do', async () => {
      await open();
      writeKeyFile(join(department().folder, 'other.key'), `${randomBytes(32).toString('base64url')}\n`);
      expect(await troubleOf(client({ secret: 'other.key' }).account())).to.equal('unauthorised');
      const late = client({ nowMs: () => Date.now() + 60_000 });
      expect(await troubleOf(late.account())).to.equal('unauthorised');
    });

    it('when someone answers who does not know the secret', async () => {
      const impostor = createServer((_, response) => response.end('{"v":1,"account":"0x00"}'));
      await new Promise<void>((resolve) => impostor.listen(0, '127.0.0.1', resolve));
      const { port } = impostor.address() as AddressInfo;
      const trouble = await troubleOf(client({ address: `http://127.0.0.1:${port}` }).account());
      impostor.close();
      expect(trouble).to.equal('impostor');
    });

    it('when a limit is reached, until its time is over', async () => {
      let now = Date.now();
      await open({ limits: { certificatesPerRequest: 5, certificatesPerMinute: 5 } }, () => now);
      const signer = client({ nowMs: () => now });
      await signEach(
        signer,
        Array.from({ length: 5 }, () => signingInput(department())),
      );
      expect(await troubleOf(signEach(signer, [signingInput(department())]))).to.equal('limit');
      now += 60_000;
      expect(await signEach(signer, [signingInput(department())])).to.have.length(1);
    });

    it('when it answers over a port of 127.0.0.1, it is no trouble at all', async () => {
      const { url } = await open({ listen: { port: 0 } });
      expect(await client({ address: url }).account()).to.equal(await department().own.account());
    });
  });
});
