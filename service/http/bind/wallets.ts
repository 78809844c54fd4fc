import type { StatusListDeps } from '../../app/status-list/publish-list.ts';
import type { StatusLists } from '../../app/status-list/status-lists.ts';
import type { CertificateType } from '../../domain/certificate-type.ts';
import { displayTemplate } from '../../domain/display-template.ts';
import { typeMetadataText } from '../../domain/type-metadata.ts';
import { encodeBase64url } from '../../proof/base64url.ts';
import { utf8 } from '../../proof/bytes.ts';
import type { Sha256 } from '../../proof/primitives.ts';
import type { Services, SharedText } from '../services.ts';

/** The region has no certificate type of this code and version. */
export class TypeUnknown extends Error {
  override readonly name = 'TypeUnknown';
  readonly code = 'type.unknown';
}

/** A published version of a type does not change; an hour lets a mistake before that be put right. */
const TYPE_SECONDS = 3600;

const sharedText = (sha256: Sha256, text: string, maxAgeSeconds: number): SharedText => ({
  text,
  etag: `"${encodeBase64url(sha256(utf8(text)))}"`,
  maxAgeSeconds,
});

/** Type metadata and status lists as they are served. */
export function bindWallets(
  deps: Pick<StatusListDeps, 'region' | 'sha256'>,
  lists: Pick<StatusLists, 'read'>,
): Services['wallets'] {
  const { region, sha256 } = deps;
  const render = (type: CertificateType) => ({
    metadata: sharedText(sha256, typeMetadataText(sha256, region.base, type), TYPE_SECONDS),
    template: sharedText(sha256, displayTemplate(type), TYPE_SECONDS),
  });
  const rendered = new Map(region.certificateTypes.map((type) => [`${type.code}/${type.major}`, render(type)]));
  return {
    type(code, major) {
      const found = rendered.get(`${code}/${major}`);
      if (found === undefined) throw new TypeUnknown('the region has no such type');
      return found;
    },
    async statusList(path) {
      const { token, maxAgeSeconds } = await lists.read(path);
      return sharedText(sha256, token, maxAgeSeconds);
    },
  };
}
