import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { z } from 'zod';
import { apiDocsPath, apiDocsText } from '../../../scripts/build/api-docs.ts';
import { apiSchemaText } from '../../../scripts/build/api-schema.ts';
import { openApiDocument, problemCodesOf } from '../../../service/http/openapi.ts';
import { answer, route } from '../../../service/http/route.ts';
import { routes } from '../../../service/http/routes/table.ts';

const info = { title: 'Zhenglian', version: '0.0.0' };

type Operation = {
  operationId: string;
  parameters?: { name: string; in: string; required: boolean }[];
  requestBody?: unknown;
  responses: Record<string, { description: string; content?: Record<string, unknown> }>;
  security: unknown[];
  'x-roles': string[];
};

describe('the OpenAPI document', () => {
  const document = openApiDocument(routes, info);
  const operations = routes.map((one) => ({
    route: one,
    operation: document.paths[one.path]?.[one.method.toLowerCase()] as unknown as Operation,
  }));

  it('has every endpoint once, each under an operation id of its own', () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).to.equal(routes.length);
    expect(new Set(routes.map(({ method, path }) => `${method} ${path}`)).size).to.equal(routes.length);
  });

  it('points only at schemas that it holds', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)];
    const missing = references.filter(([, name]) => document.components.schemas[name as string] === undefined);
    expect(references.length).to.be.greaterThan(20);
    expect(missing.map(([, name]) => name)).to.deep.equal([]);
  });

  it('says of every endpoint who may use it, and what it says to all others', () => {
    for (const { route: one, operation } of operations) {
      const roles = one.roles === 'public' ? [] : [...one.roles];
      expect(operation['x-roles'], one.operationId).to.deep.equal(roles);
      expect(operation.security.length > 0, one.operationId).to.equal(roles.length > 0);
      if (roles.length > 0) expect(operation.responses, one.operationId).to.include.keys('401', '403');
    }
  });

  it('declares every parameter of every path, and a schema for every body and answer', () => {
    for (const { route: one, operation } of operations) {
      const inPath = [...one.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(declared.map(({ name }) => name)).to.have.members(inPath);
      expect(operation.requestBody !== undefined).to.equal(
        one.method !== 'GET' && (one.body !== undefined || one.upload !== undefined),
      );
      for (const [status, { body }] of Object.entries(one.answers)) {
        expect(operation.responses[status]?.content !== undefined, `${one.operationId} ${status}`).to.equal(
          body !== undefined,
        );
      }
    }
  });

  it('requires an idempotency key where the work must not be done twice', () => {
    const keyed = operations.filter(({ operation }) =>
      operation.parameters?.some(({ name, required }) => name === 'Idempotency-Key' && required),
    );
    expect(keyed.map(({ operation }) => operation.operationId)).to.have.members([
      'issueCertificate',
      'issueInstance',
      'changeStatus',
      'confirmStatusBatch',
      'sendIssueBatch',
      'publishRecords',
    ]);
  });

  it('refuses a route that declares a problem the table lacks, or two schemas of one name', () => {
    const base = { method: 'GET', path: '/x', operationId: 'x', roles: 'public', summary: { zh: '', en: '' } } as const;
    const unknown = route({
      ...base,
      answers: { 204: { description: '' } },
      problems: ['no.such'],
      handler: () => answer(204),
    });
    expect(() => openApiDocument([unknown], info)).to.throw('no.such');
    const named = (path: string, body: z.ZodType) =>
      route({ ...base, path, answers: { 200: { description: '', body } }, handler: () => answer(200, {}) });
    const one = z.object({ a: z.string() }).meta({ id: 'Twice' });
    const other = z.object({ b: z.string() }).meta({ id: 'Twice' });
    expect(() => openApiDocument([named('/x', one), named('/y', one)], info)).not.to.throw();
    expect(() => openApiDocument([named('/x', one), named('/y', other)], info)).to.throw('Twice');
  });

  it('names the problems that an endpoint of its kind can give', () => {
    const issue = routes.find(({ operationId }) => operationId === 'issueCertificate');
    expect(issue && problemCodesOf(issue)).to.include.members([
      'auth.missing',
      'auth.role',
      'body.tooLarge',
      'request.invalid',
      'idempotency.mismatch',
      'rate.limited',
      'store.unavailable',
    ]);
  });

  it('is what web/api/schema.d.ts was made from (npm run build:api)', async () => {
    const committed = readFileSync(new URL('../../../web/api/schema.d.ts', import.meta.url), 'utf8');
    expect(committed === (await apiSchemaText()), 'web/api/schema.d.ts is stale: run npm run build:api').to.equal(true);
  });

  it('is what the tables of docs/api.md were made from (npm run build:api)', async () => {
    const committed = readFileSync(apiDocsPath, 'utf8');
    expect(committed === (await apiDocsText()), 'docs/api.md is stale: run npm run build:api').to.equal(true);
  });
});
