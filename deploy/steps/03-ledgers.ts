import type { Deployment } from '../deployment.ts';

/** Creates CertificateAnchors, RecordRegistry and UseLedger. Each keeps its registry's address for good. */
export async function run(deployment: Deployment): Promise<void> {
  const { contracts } = deployment;
  const registry = deployment.address('authorityRegistry');
  if (contracts.certificateAnchors === undefined) await deployment.create('certificateAnchors', [registry]);
  if (contracts.recordRegistry === undefined) {
    await deployment.create('recordRegistry', [deployment.address('accessManager'), registry]);
  }
  if (contracts.useLedger === undefined) await deployment.create('useLedger', [registry]);
}
