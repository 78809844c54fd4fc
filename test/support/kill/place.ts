const jsonOf = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as unknown;

/**
 * Where on chain a certificate says that it stands.
 *
 * @param name value of a claim, open or disclosed, that must be in it
 * @throws when the claim is not in it
 */
export function placeOf(certificate: string, name: string): { anchor: string; index: number } {
  const [jwt = '', ...disclosures] = certificate.split('~').filter((part) => part !== '');
  const payload = jsonOf(jwt.split('.')[1] ?? '') as { anchor: { id: string; index: number } };
  const values = [...Object.values(payload), ...disclosures.map((part) => (jsonOf(part) as unknown[]).at(-1))];
  if (!values.includes(name)) throw new Error(`a certificate that is not of ${name} was given for it`);
  return { anchor: payload.anchor.id, index: payload.anchor.index };
}
