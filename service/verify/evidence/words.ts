/** Reads fields of a packed storage word, low-order first as Solidity packs them. */
function unpacker(word: Uint8Array): { integer(bytes: number): number; department(): string | undefined } {
  let end = 32;
  return {
    integer(bytes) {
      let value = 0;
      for (let at = end - bytes; at < end; at++) value = value * 256 + (word[at] as number);
      end -= bytes;
      return value;
    },
    department() {
      let text = '';
      for (let at = end - 18; at < end; at++) text += String.fromCharCode(word[at] as number);
      end -= 18;
      return /^[0-9A-Z]{18}$/.test(text) ? text : undefined;
    },
  };
}

/** Whether a slot holds nothing: the mapping has no such entry. */
export function isZero(word: Uint8Array): boolean {
  for (let at = 0; at < word.length; at++) if (word[at] !== 0) return false;
  return true;
}

/** An anchored batch; `time` is its block's, in Unix seconds. */
export type AnchorSlot = { department: string | undefined; size: number; time: number; block: number };

/** CertificateAnchors: department 144, size 32, time 40, block 40 bits. */
export function readAnchor(word: Uint8Array): AnchorSlot {
  const fields = unpacker(word);
  const department = fields.department();
  const [size, time, block] = [fields.integer(4), fields.integer(5), fields.integer(5)];
  return { department, size, time, block };
}

/** A registered key, in force from `from` to before `until` (0: open); `compromisedFrom` 0: never. */
export type KeySlot = {
  department: string | undefined;
  use: number;
  from: number;
  until: number;
  compromisedFrom: number;
};

/** The same of a word that was read before: the certificates of a batch share theirs. Nobody writes to a proven word. */
export function once<T>(read: (word: Uint8Array) => T): (word: Uint8Array) => T {
  const known = new WeakMap<Uint8Array, T>();
  return (word) => {
    let value = known.get(word);
    if (value === undefined) known.set(word, (value = read(word)));
    return value;
  };
}

/** AuthorityRegistry: department 144, use 8, from 32, until 32, compromisedFrom 32 bits. */
export function readKey(word: Uint8Array): KeySlot {
  const fields = unpacker(word);
  const department = fields.department();
  const use = fields.integer(1);
  const [from, until, compromisedFrom] = [fields.integer(4), fields.integer(4), fields.integer(4)];
  return { department, use, from, until, compromisedFrom };
}

/** What a record domain's newest root covers, and who committed it when; `root` stands in the slot before. */
export type HeadSlots = {
  from: number;
  through: number;
  vrfEpoch: number;
  count: number;
  closedAt: number;
  epoch: number;
  department: string | undefined;
  time: number;
};

/** RecordRegistry: from 32, through 32, vrfEpoch 32, count 64, closedAt 40, epoch 32; then department 144, time 40. */
export function readHead(coverage: Uint8Array, owner: Uint8Array): HeadSlots {
  const first = unpacker(coverage);
  const [from, through, vrfEpoch] = [first.integer(4), first.integer(4), first.integer(4)];
  const [count, closedAt, epoch] = [first.integer(8), first.integer(5), first.integer(4)];
  const second = unpacker(owner);
  const department = second.department();
  return { from, through, vrfEpoch, count, closedAt, epoch, department, time: second.integer(5) };
}

/** Status code of a leaf in its word: 0 valid, 1 revoked, 2 suspended, 3 superseded; two bits each, lowest first. */
export function readStatus(word: Uint8Array, index: number): number {
  const place = index % 128;
  return ((word[31 - (place >>> 2)] as number) >>> ((place & 3) * 2)) & 3;
}
