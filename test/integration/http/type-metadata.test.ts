import { createHash } from 'node:crypto';
import { expect } from 'chai';
import types from '../../../service/data/certificate-types.json' with { type: 'json' };
import { issuePermit } from '../../support/issue.ts';
import { startRegion } from '../../support/region.ts';

const BASE = 'https://dongying.example';
const sri = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

type Label = { locale: string; label: string };
type Metadata = {
  vct: string;
  display: { locale: string; name: string; rendering: { svg_templates: { uri: string; 'uri#integrity': string }[] } }[];
  claims: { path: string[]; sd: string; svg_id: string; display: Label[] }[];
};

describe('what a certificate’s vct leads a wallet to', () => {
  let region: Awaited<ReturnType<typeof startRegion>>;
  before(async () => (region = await startRegion()));
  after(async () => {
    await region.close();
    expect(region.reports).to.deep.equal([]);
  });
  /** As a deployment maps the region's base to its service. */
  const follow = (uri: string) => region.call(uri.slice(BASE.length));

  it('is the metadata whose digest the certificate carries', async () => {
    const { certificate } = await issuePermit(region, 1);
    const payload = JSON.parse(Buffer.from(certificate.split('.')[1] as string, 'base64url').toString());
    const { vct, 'vct#integrity': integrity } = payload as Record<string, string>;
    const reply = await follow(vct as string);
    expect([reply.status, reply.headers.get('content-type')]).to.deep.equal([200, 'application/json']);
    expect(sri(reply.text)).to.equal(integrity);
    expect((reply.json as Metadata).vct).to.equal(vct);
    expect(reply.headers.get('cache-control')).to.equal('public, max-age=3600');
    expect(reply.headers.get('access-control-allow-origin')).to.equal('*');
  });

  for (const { code, major, name, claims } of types) {
    it(`names and draws ${code} in both languages`, async () => {
      const { status, json, text } = await follow(`${BASE}/types/${code}/${major}`);
      expect(status, text).to.equal(200);
      const metadata = json as Metadata;
      expect(metadata.display.map((one) => [one.locale, one.name])).to.deep.equal([
        ['zh-CN', name.zh],
        ['en', name.en],
      ]);
      const labels = Object.entries(claims).map(([claim, { zh, en, disclosable }]) => [claim, disclosable, zh, en]);
      expect(
        metadata.claims.map(({ path, sd, display }) => [
          path[0],
          sd === 'always',
          ...display.map(({ label }) => label),
        ]),
      ).to.deep.equal(labels);
      for (const { rendering } of metadata.display) {
        const [template] = rendering.svg_templates;
        const svg = await follow(template?.uri as string);
        expect([svg.status, svg.headers.get('content-type')]).to.deep.equal([200, 'image/svg+xml']);
        expect(sri(svg.text)).to.equal(template?.['uri#integrity']);
        expect([...svg.text.matchAll(/\{\{(\w+)\}\}/g)].map(([, id]) => id)).to.deep.equal(
          metadata.claims.map((claim) => claim.svg_id),
        );
      }
    });
  }

  it('is not there for other types and versions', async () => {
    for (const path of [
      '/types/no-such-type/1',
      '/types/residence-permit/2',
      '/types/residence-permit/2/template.svg',
    ]) {
      const { status, json } = await region.call(path);
      expect({ path, status, code: json['code'] }).to.deep.equal({ path, status: 404, code: 'type.unknown' });
    }
    expect((await region.call('/types/Residence/1')).status).to.equal(400);
  });
});
