import { request } from '../../support/http-server.ts';

export type LeftPresentation = { id: string; madeAt: number };

type Citizens = { citizens: { person: string; name: string; number: string }[] };

/** The development citizens of a city. */
export async function citizensOf(city: string): Promise<Citizens['citizens']> {
  return ((await request(`${city}/v1/development/citizens`)).json as Citizens).citizens;
}

/** A bearer token of any development role. */
export async function tokenOf(city: string, body: { role: string; person?: string }): Promise<string> {
  return (await request(`${city}/v1/development/tokens`, { body })).json['token'] as string;
}

/** Opens a slot as some citizen and fills it with bytes nobody can read. */
export async function leavePresentation(city: string): Promise<LeftPresentation> {
  const [citizen] = await citizensOf(city);
  const token = await tokenOf(city, { role: 'citizen', person: citizen?.person ?? '' });
  const audience = 'https://dongying.example/windows';
  const { id } = (await request(`${city}/v1/presentations`, { token, body: { audience } })).json as { id: string };
  const ciphertext = 'A'.repeat(64);
  await request(`${city}/v1/presentations/${id}`, { method: 'PUT', token, body: { ciphertext } });
  return { id, madeAt: Date.now() };
}
