import type { Random } from './random.ts';

/** What breaks readers: delimiters, other encodings, characters that look like others, numbers out of range. */
const TOKENS = [
  ...['~', '~~', '.', '..', '=', '{', '}', '[', ']', '"', '\\', '\\u0000', '\\ud800', ':', ',', 'null', 'true', 'eyJ'],
  ...['\u0000', '\ufeff', '\u202e', '\u200b', '９', 'Α', 'é', '𠮷', '\ud800', '\r\n', '%00', '../', '${x}', "' or 1=1"],
  ...['1e999', '-0', '9007199254740993', '__proto__', 'constructor', '_sd', '...', '_sd_alg', '[[[[[[[[', '{"a":'],
];

type Mutation = (text: string, random: Random) => string;

const flip: Mutation = (text, random) => {
  const at = random.below(text.length || 1);
  const unit = text.charCodeAt(at) ^ (1 << random.below(7));
  return text.slice(0, at) + String.fromCharCode(unit) + text.slice(at + 1);
};
const range = (text: string, random: Random): [number, number] => {
  const from = random.below(text.length || 1);
  return [from, Math.min(text.length, from + 1 + random.below(random.chance(0.8) ? 20 : 2000))];
};

const MUTATIONS: readonly Mutation[] = [
  flip,
  flip,
  (text, random) => text.slice(0, random.below(text.length || 1)),
  (text, random) => text.slice(random.below(text.length || 1)),
  (text, random) => {
    const [from, to] = range(text, random);
    return text.slice(0, from) + text.slice(to);
  },
  (text, random) => {
    const [from, to] = range(text, random);
    return text.slice(0, to) + text.slice(from);
  },
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.pick(TOKENS) + text.slice(at);
  },
  (text, random) => {
    const at = random.below(text.length + 1);
    return text.slice(0, at) + random.pick(TOKENS).repeat(1 + random.below(2000)) + text.slice(at);
  },
  (text, random) => text.replace(random.pick(['~', '.', 'A', '"', ',']), random.pick(TOKENS)),
  (text, random) => text.replaceAll(random.pick(['~', '.', 'A', '"']), random.pick(TOKENS)),
  (text, random) => text.repeat(1 + random.below(3)),
  (text, random) => (random.chance(0.5) ? text.toLowerCase() : text.toUpperCase()),
  (text) => text.normalize('NFD'),
];

/** A text with one to four faults. */
export function mutateText(text: string, random: Random): string {
  let mutant = text;
  for (let i = 1 + random.below(4); i > 0; i--) mutant = random.pick(MUTATIONS)(mutant, random);
  return mutant;
}

/** A text of nothing known: random units, from ASCII or from all of Unicode. */
export function randomText(random: Random): string {
  const span = random.pick([0x7f, 0xffff]);
  return Array.from({ length: random.below(400) }, () => String.fromCharCode(random.below(span))).join('');
}
