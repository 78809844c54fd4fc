import type { JsonValue } from '../../service/proof/canonical-json.ts';
import type { Random } from './random.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const deep = (levels: number): Json => {
  let value: Json = 1;
  for (let i = 0; i < levels; i++) value = i % 2 === 0 ? [value] : { a: value };
  return value;
};

/** Values that a reader may take for something else. */
const VALUES: readonly ((random: Random) => Json)[] = [
  () => null,
  () => true,
  () => '',
  () => [],
  () => ({}),
  () => 0,
  () => -1,
  () => 1.5,
  () => 4_294_967_296,
  () => 1e300,
  () => '0',
  () => 'A'.repeat(43),
  () => '😀\u202e',
  () => ({ _sd: ['A'.repeat(43)] }),
  () => [{ '...': 'A'.repeat(43) }],
  () => ({ '...': 'x' }),
  () => deep(40),
  () => deep(600),
  (random) => 'x'.repeat(random.below(5000)),
  (random) => random.below(2 ** 32),
];

const NAMES = [
  '_sd',
  '_sd_alg',
  '...',
  '__proto__',
  'constructor',
  'iss',
  'exp',
  'cnf',
  'anchor',
  'status',
  'x',
  'crit',
  'jwk',
];

/** Every list and object of a value, itself included. */
function containers(value: Json, into: (Json[] | { [key: string]: Json })[] = []): typeof into {
  if (typeof value !== 'object' || value === null) return into;
  into.push(value);
  for (const member of Object.values(value)) containers(member, into);
  return into;
}

function setMember(target: { [key: string]: Json }, name: string, value: Json): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

function mutateOnce(value: Json, random: Random): void {
  const target = random.pick(containers(value));
  const odd = random.pick(VALUES)(random);
  if (Array.isArray(target)) {
    const at = random.below(target.length + 1);
    const action = random.below(4);
    if (action === 0) target.splice(at, 1);
    else if (action === 1) target.splice(at, 0, odd);
    else if (action === 2) target.splice(at, 0, target[random.below(target.length || 1)] ?? odd);
    else target.reverse();
    return;
  }
  const names = Object.keys(target);
  const name = random.chance(0.7) && names.length > 0 ? random.pick(names) : random.pick(NAMES);
  const member = target[name];
  if (random.chance(0.3)) delete target[name];
  else if (random.chance(0.3) && typeof member === 'number')
    setMember(target, name, member + (random.chance(0.5) ? 1 : -1));
  else if (random.chance(0.3) && typeof member === 'string') {
    const at = random.below(member.length || 1);
    setMember(target, name, member.slice(0, at) + random.pick(['A', 'B', '0', 'f', '']) + member.slice(at + 1));
  } else setMember(target, name, odd);
}

/** A copy with one to three members changed, taken out or put in; never the value itself. */
export function mutateJson(value: JsonValue, random: Random): JsonValue {
  const copy = structuredClone(value) as Json;
  if (typeof copy !== 'object' || copy === null) return random.pick(VALUES)(random) as JsonValue;
  for (let i = 1 + random.below(3); i > 0; i--) mutateOnce(copy, random);
  return copy as JsonValue;
}

/** JSON text with one member twice, which JSON.stringify never writes. */
export function withMemberTwice(json: string, random: Random): string {
  const members = [...json.matchAll(/"([A-Za-z_#0-9]+)":/g)];
  if (members.length === 0) return json;
  const { index, 0: name } = random.pick(members);
  return `${json.slice(0, index)}${name}${random.pick(['null', '1', '"x"', '[]'])},${json.slice(index)}`;
}
