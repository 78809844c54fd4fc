import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { roles } from '../../../service/ports/tokens.ts';
import type { Role } from '../../../service/ports/tokens.ts';
import { routes } from '../../../service/http/routes/table.ts';
import { issuePermit, newKey } from '../../support/issue.ts';
import type { IssuedPermit } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

/** Who may, written down apart from the routes. */
const matrix: [method: string, path: string, who: 'public' | Role[]][] = [
  ['GET', '/health', 'public'],
  ['GET', '/openapi.json', 'public'],
  ['GET', '/examples', 'public'],
  ['GET', '/examples/{name}', 'public'],
  ['GET', '/v1/reasons', 'public'],
  ['GET', '/v1/types', 'public'],
  ['GET', '/types/{type}/{major}', 'public'],
  ['GET', '/types/{type}/{major}/template.svg', 'public'],
  ['GET', '/status-lists/{department}/{type}/{major}/{range}', 'public'],
  ['GET', '/v1/trusted-point', 'public'],
  ['GET', '/v1/chains', 'public'],
  ['POST', '/v1/evidence', 'public'],
  ['GET', '/v1/offline-bundles', 'public'],
  ['GET', '/v1/offline-bundles/newest', 'public'],
  ['POST', '/v1/verifications', 'public'],
  ['GET', '/v1/supersessions/{leaf}', 'public'],
  ['POST', '/v1/verification-sets', ['clerk', 'department', 'partner', 'auditor']],
  ['GET', '/v1/receipts/{id}', ['clerk', 'department', 'partner', 'auditor']],
  ['POST', '/v1/certificates', ['department']],
  ['GET', '/v1/certificates/{id}', ['department', 'citizen', 'auditor']],
  ['POST', '/v1/certificates/{id}/instances', ['citizen']],
  ['POST', '/v1/certificates/{id}/status-changes', ['department']],
  ['POST', '/v1/issue-batches', ['department']],
  ['GET', '/v1/issue-batches', ['department']],
  ['GET', '/v1/issue-batches/{id}', ['department']],
  ['GET', '/v1/issue-batches/{id}/results', ['department']],
  ['GET', '/v1/issue-batches/{id}/progress', ['department']],
  ['POST', '/v1/issue-batches/{id}/cancellation', ['department']],
  ['POST', '/v1/status-previews', ['department']],
  ['POST', '/v1/status-batches', ['department']],
  ['GET', '/v1/status-batches/{id}', ['department', 'auditor']],
  ['GET', '/v1/notices', ['clerk', 'department', 'partner']],
  ['PUT', '/v1/notices/seen', ['clerk', 'department', 'partner']],
  ['GET', '/v1/webhook', ['clerk', 'department', 'partner']],
  ['PUT', '/v1/webhook', ['clerk', 'department', 'partner']],
  ['GET', '/v1/notice-failures', ['operator']],
  ['GET', '/.well-known/jwks.json', 'public'],
  ['POST', '/v1/records', ['department']],
  ['POST', '/v1/record-queries', ['clerk', 'partner', 'citizen']],
  ['GET', '/v1/holdings', ['citizen']],
  ['POST', '/v1/presentations', ['citizen']],
  ['PUT', '/v1/presentations/{id}', ['citizen']],
  ['GET', '/v1/presentations/{id}', 'public'],
  ['GET', '/v1/events', ['auditor', 'operator']],
  ['GET', '/v1/development/citizens', 'public'],
  ['POST', '/v1/development/tokens', 'public'],
];

describe('who may use which endpoint', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  let permit: IssuedPermit;
  const tokens = new Map<Role, string>();

  before(async () => {
    region = await startRegion();
    permit = await issuePermit(region, 1);
    const department = region.department('public-security');
    for (const role of roles) tokens.set(role, await region.token(role, { department, person: permit.person }));
  });
  after(async () => {
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });

  const path = (template: string) =>
    template
      .replace('{name}', 'none.txt')
      .replace('{department}', region.department('public-security'))
      .replace('{type}/{major}', 'residence-permit/1')
      .replace('{range}', '0')
      .replace('{leaf}', `0x${'00'.repeat(32)}`)
      .replace(/^(\/v1\/presentations)\/\{id\}$/, (_all, base: string) => `${base}/370500.${randomUUID()}`)
      .replace('{id}', permit.id);
  const ask = (method: string, template: string, token?: string) =>
    region.call(path(template), {
      method,
      headers: newKey(),
      ...(method === 'GET' ? {} : { body: { of: 'another shape' } }),
      ...(token === undefined ? {} : { token }),
    });

  it('is written down here for every endpoint there is', () => {
    const written = matrix.map(([method, template]) => `${method} ${template}`);
    expect(routes.map((route) => `${route.method} ${route.path}`)).to.have.members(written);
  });

  for (const [method, template, who] of matrix) {
    if (who === 'public') {
      it(`${method} ${template}: anyone, with or without a token`, async () => {
        for (const token of [undefined, tokens.get('auditor'), 'no.such.token']) {
          expect([401, 403]).not.to.include((await ask(method, template, token)).status);
        }
      });
      continue;
    }
    it(`${method} ${template}: ${who.join(', ')} and nobody else`, async () => {
      expect((await ask(method, template)).status).to.equal(401);
      expect((await ask(method, template, 'no.such.token')).json.code).to.equal('auth.invalid');
      for (const role of roles) {
        const { status, json } = await ask(method, template, tokens.get(role));
        if (who.includes(role)) expect([401, 403], `${role}: ${json.code}`).not.to.include(status);
        else expect({ role, status, code: json.code }).to.deep.equal({ role, status: 403, code: 'auth.role' });
      }
    });
  }

  it('does not depend on a token of another region', async () => {
    const other = await startRegion('jinan');
    try {
      const token = await other.token('auditor');
      const { status, json } = await region.call('/v1/events', { token });
      expect({ status, code: json.code }).to.deep.equal({ status: 401, code: 'auth.invalid' });
    } finally {
      await other.close();
    }
  });
});
