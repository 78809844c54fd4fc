import { expect } from 'chai';
import fc from 'fast-check';
import { roles } from '../../../service/ports/tokens.ts';
import type { Role } from '../../../service/ports/tokens.ts';
import { routes } from '../../../service/http/routes/table.ts';
import type { Route } from '../../../service/http/route.ts';
import { newHolderKey } from '../../support/holder-key.ts';
import { issuePermit, newKey, permitRequest, person } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { fundRecord } from '../../support/records.ts';
import { startRegion } from '../../support/region.ts';

/** A value with one member, somewhere inside, replaced by something else, taken out or put in. */
function mutated(value: unknown): fc.Arbitrary<unknown> {
  const strange = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.constantFrom<unknown>(
      '',
      '\u0000',
      '\ud800',
      '😀'.repeat(50),
      -1,
      1e308,
      2 ** 53,
      [],
      {},
      null,
      '../../etc/passwd',
      '0x',
    ),
  );
  if (typeof value !== 'object' || value === null) return strange;
  const entries = Object.entries(value);
  const inside = entries.map(([name, member]) =>
    mutated(member).map((changed) =>
      Array.isArray(value)
        ? value.map((one, i) => (String(i) === name ? changed : one))
        : { ...value, [name]: changed },
    ),
  );
  const without = entries.map(([name]) => fc.constant(Object.fromEntries(entries.filter(([other]) => other !== name))));
  const extra = fc.tuple(fc.string({ maxLength: 10 }), strange).map(([name, member]) => ({ ...value, [name]: member }));
  return fc.oneof(...inside, ...without, extra, strange);
}

describe('any input whatever', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let permit: IssuedPermit;
  const tokens = new Map<Role, string>();
  const bodies = new Map<string, unknown>();
  before(async () => {
    region = await startRegion('dongying', { args: ['--issue-wait-seconds', '0'] });
    await region.stopService();
    await region.startService({});
    permit = await issuePermit(region, 1);
    await region.stopService();
    await region.startService({ args: ['--issue-wait-seconds', '0'] });
    const department = region.department('public-security');
    for (const role of roles) tokens.set(role, await region.token(role, { department, person: permit.person }));
    const now = Math.floor(Date.now() / 1000) - 60;
    const key = await newHolderKey();
    const examples: Record<string, unknown> = {
      relayEvidence: {
        chain: region.caip2,
        minimumBlock: 0,
        slots: [{ address: `0x${'1'.repeat(40)}`, slot: `0x${'2'.repeat(64)}` }],
      },
      verifyArtefact: { artefact: permit.certificate, policy: 'window', holder: { audience: 'a', nonce: 'n' } },
      issueCertificate: { ...permitRequest(1), validFrom: now, validUntil: now + 1000 },
      setWebhook: { url: 'https://relier.example/notices' },
      markNoticesSeen: { through: permit.id },
      previewStatusBatch: { action: 'revoke', reason: 'issued-in-error', selection: { certificates: [permit.id] } },
      confirmStatusBatch: {
        ...{ action: 'suspend', reason: 'device-lost', case: 'CASE-1', digest: `0x${'1'.repeat(64)}` },
        selection: { type: 'residence-permit', acceptedFrom: now, acceptedThrough: now, status: 'valid' },
      },
      issueInstance: await key.request('https://dongying.example', permit.id),
      changeStatus: { action: 'suspend', reason: 'holder-request', case: '1' },
      publishRecords: {
        domain: 'housing-fund',
        asOf: now,
        coverage: { from: 0, through: now },
        records: [fundRecord(1, 1)],
      },
      queryRecords: {
        domain: 'housing-fund',
        subject: person(1),
        fields: ['name'],
        basis: { kind: 'holder', reference: 'r' },
        case: 'c',
      },
      openPresentation: { audience: 'https://jinan.example/windows' },
      fillPresentation: { ciphertext: 'abcd' },
      issueDevelopmentToken: { role: 'clerk' },
    };
    for (const [name, body] of Object.entries(examples)) bodies.set(name, body);
  });
  after(async () => {
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });

  const ask = (route: Route, path: string, body?: unknown) => {
    const [role] = route.roles === 'public' ? [] : route.roles;
    return region.call(path, {
      method: route.method,
      headers: newKey(),
      ...(role === undefined ? {} : { token: tokens.get(role) as string }),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  };
  const idFor = (route: Route) =>
    route.path.includes('presentations') ? '370500.0f8fad5b-d9cb-469f-a165-70867728950e' : permit.id;
  const isClear = ({ status, json, text }: Awaited<ReturnType<typeof ask>>) => {
    if (status < 400) return true;
    return status !== 500 && typeof json.code === 'string' && json.next !== undefined && text.length < 20_000;
  };

  for (const route of routes.filter(({ body }) => body !== undefined)) {
    it(`${route.method} ${route.path} answers a changed body with a clear answer, never 500`, async () => {
      const example = bodies.get(route.operationId);
      expect(example, 'an example to change').not.to.equal(undefined);
      const path = route.path.replace('{id}', idFor(route));
      await fc.assert(
        fc.asyncProperty(mutated(example), async (body) => {
          const reply = await ask(route, path, body);
          expect(isClear(reply), `${reply.status} ${reply.text.slice(0, 300)}`).to.equal(true);
        }),
        { numRuns: 80 },
      );
    });
  }

  it('in a path or a query gets a clear answer, never 500', async () => {
    const withParts = routes.filter(({ path, query }) => path.includes('{') || query !== undefined);
    const strange = fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('..', '%00', '%', '%ff', "' OR 1=1", '🙂'));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...withParts), strange, strange, async (route, part, more) => {
        const encoded = part.isWellFormed() ? encodeURIComponent(part) : '%ed%a0%80';
        const path = `${route.path.replace(/\{\w+\}/, encoded || 'x')}?limit=${more.isWellFormed() ? encodeURIComponent(more) : ''}`;
        const reply = await ask(route, path, bodies.get(route.operationId));
        expect(isClear(reply), `${path} ${reply.status} ${reply.text.slice(0, 300)}`).to.equal(true);
      }),
      { numRuns: 200 },
    );
  });

  it('leaves the region healthy', async () => {
    expect((await region.call('/health')).status).to.equal(200);
  });
});
