import { spawnSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AsnConvert } from '@peculiar/asn1-schema';
import { BasicConstraints, Certificate, KeyUsage, KeyUsageFlags, SubjectAlternativeName } from '@peculiar/asn1-x509';
import { expect } from 'chai';
import {
  certificatesFromPem,
  certificatesToPem,
  issueDepartment,
  issueRoot,
  newSigningKey,
  x5tS256,
} from '../../../service/adapters/pki/certificates.ts';

const NOW = 1_790_000_000;
const ISSUER = 'https://dongying.example/departments/12370500999900011F';

function issue(now = NOW) {
  const root = issueRoot({ region: '东营市', key: newSigningKey(), now, validDays: 9131 });
  const department = issueDepartment(
    { ...root, region: '东营市' },
    {
      uscc: '12370500999900011F',
      name: '东营市住房公积金管理中心',
      issuer: ISSUER,
      key: newSigningKey(),
      now,
      validDays: 1826,
    },
  );
  return {
    root,
    department,
    rootX509: new X509Certificate(root.certificate),
    x509: new X509Certificate(department.certificate),
  };
}

function extension(der: Uint8Array, oid: string): { critical: boolean; value: ArrayBuffer } {
  const found = AsnConvert.parse(der, Certificate).tbsCertificate.extensions?.find(({ extnID }) => extnID === oid);
  if (found === undefined) throw new Error(`no extension ${oid}`);
  return { critical: found.critical, value: found.extnValue.buffer };
}

describe('the city root', () => {
  it('is self-signed and a certificate authority for end entities only', () => {
    const { root, rootX509 } = issue();
    expect(rootX509.verify(rootX509.publicKey)).to.equal(true);
    expect(rootX509.checkIssued(rootX509)).to.equal(true);
    const constraints = extension(root.certificate, '2.5.29.19');
    expect(constraints.critical).to.equal(true);
    const parsed = AsnConvert.parse(constraints.value, BasicConstraints);
    expect([parsed.cA, parsed.pathLenConstraint]).to.deep.equal([true, 0]);
    const usage = AsnConvert.parse(extension(root.certificate, '2.5.29.15').value, KeyUsage).toNumber();
    expect(usage).to.equal(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign);
  });

  it('is valid for 25 years, written as GeneralizedTime from 2050 on', () => {
    const { rootX509 } = issue();
    expect(rootX509.validToDate.getTime() / 1000).to.equal(NOW + 9131 * 86_400);
    expect(rootX509.validToDate.getUTCFullYear()).to.be.at.least(2050);
  });
});

describe("a department's certificate", () => {
  it('is signed by the root with ECDSA over SHA-256 and by no other', () => {
    const { rootX509, x509 } = issue();
    expect(x509.verify(rootX509.publicKey)).to.equal(true);
    expect(x509.checkIssued(rootX509)).to.equal(true);
    expect(x509.verify(issue().rootX509.publicKey)).to.equal(false);
  });

  it('names the department: its iss as URI, its credit code in the subject', () => {
    const { department, x509 } = issue();
    const names = AsnConvert.parse(extension(department.certificate, '2.5.29.17').value, SubjectAlternativeName);
    expect([...names].map((name) => name.uniformResourceIdentifier)).to.deep.equal([ISSUER]);
    expect(x509.subject).to.include('organizationIdentifier=12370500999900011F');
    expect(x509.subject).to.include('O=东营市住房公积金管理中心');
  });

  it('may sign and may not issue', () => {
    const { department, x509 } = issue();
    expect(x509.ca).to.equal(false);
    const usage = extension(department.certificate, '2.5.29.15');
    expect(usage.critical).to.equal(true);
    expect(AsnConvert.parse(usage.value, KeyUsage).toNumber()).to.equal(KeyUsageFlags.digitalSignature);
  });

  it('has a positive serial number of its own of at most 20 bytes', () => {
    const serials = [issue(), issue()].map(({ x509 }) => x509.serialNumber);
    expect(serials[0]).to.not.equal(serials[1]);
    for (const serial of serials) expect(serial).to.match(/^[4-7][0-9A-F]{31}$/);
  });

  // Where openssl is at hand; node:crypto and asn1-x509 above are independent of forge too.
  if (spawnSync('openssl', ['version']).status === 0) {
    it('is accepted by openssl in strict mode', () => {
      const folder = mkdtempSync(join(tmpdir(), 'zhenglian-pki-'));
      try {
        const { root, department } = issue(Math.floor(Date.now() / 1000));
        writeFileSync(join(folder, 'root.pem'), certificatesToPem([root.certificate]));
        writeFileSync(join(folder, 'department.pem'), certificatesToPem([department.certificate]));
        const check = ['verify', '-x509_strict', '-CAfile', 'root.pem', 'department.pem'];
        const { stdout } = spawnSync('openssl', check, { cwd: folder, encoding: 'utf8' });
        expect(stdout).to.include('department.pem: OK');
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  }
});

describe('PEM of a chain', () => {
  it('gives back the same certificates in the same order', () => {
    const { root, department } = issue();
    const chain = [department.certificate, root.certificate];
    const again = certificatesFromPem(certificatesToPem(chain));
    expect(again.map(x5tS256)).to.deep.equal(chain.map(x5tS256));
  });
});
