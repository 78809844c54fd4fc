/** Byte strings one after another: item i ends before `ends[i]`. One object for the garbage collector, one copy between threads. */
export type Packed = { bytes: Uint8Array; ends: Uint32Array };

export type Packer = {
  /** A text in UTF-8; gives its bytes. */
  addText(text: string): Uint8Array;
  /** A text of ASCII only, such as base64url. */
  addAscii(text: string): void;
  addBytes(bytes: Uint8Array): void;
  packed(): Packed;
};

/**
 * @param items how many there will be at most
 * @param size bytes they will have together, about: room grows when it is short
 */
export function createPacker(items: number, size: number): Packer {
  const ends = new Uint32Array(items);
  let bytes = Buffer.allocUnsafeSlow(size);
  let count = 0;
  let at = 0;
  const room = (more: number): void => {
    if (at + more <= bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(2 * bytes.length, at + more));
    bytes.copy(larger, 0, 0, at);
    bytes = larger;
  };
  return {
    addText(text) {
      // A UTF-16 unit takes three bytes at most.
      room(3 * text.length);
      const start = at;
      at += bytes.write(text, at, 'utf8');
      ends[count++] = at;
      return bytes.subarray(start, at);
    },
    addAscii(text) {
      room(text.length);
      at += bytes.write(text, at, 'latin1');
      ends[count++] = at;
    },
    addBytes(more) {
      room(more.length);
      bytes.set(more, at);
      at += more.length;
      ends[count++] = at;
    },
    packed: () => ({ bytes: bytes.subarray(0, at), ends: ends.subarray(0, count) }),
  };
}

export function startOf({ ends }: Packed, index: number): number {
  return index === 0 ? 0 : (ends[index - 1] as number);
}

export function itemOf(packed: Packed, index: number): Uint8Array {
  return packed.bytes.subarray(startOf(packed, index), packed.ends[index]);
}

/** An item that is text in UTF-8. */
export function textOf(packed: Packed, index: number): string {
  const { buffer, byteOffset, length } = packed.bytes;
  return Buffer.from(buffer, byteOffset, length).toString('utf8', startOf(packed, index), packed.ends[index]);
}

/** u32 number of items, u32 end of each, then the items; big-endian. */
export function encodePacked({ bytes, ends }: Packed): Uint8Array {
  const head = 4 * (1 + ends.length);
  const encoded = new Uint8Array(head + bytes.length);
  const view = new DataView(encoded.buffer);
  view.setUint32(0, ends.length);
  for (let index = 0; index < ends.length; index++) view.setUint32(4 * (1 + index), ends[index] as number);
  encoded.set(bytes, head);
  return encoded;
}

/** What {@link encodePacked} made; the items are not copied. */
export function decodePacked(encoded: Uint8Array): Packed {
  const view = new DataView(encoded.buffer, encoded.byteOffset, encoded.byteLength);
  const ends = Uint32Array.from({ length: view.getUint32(0) }, (_, index) => view.getUint32(4 * (1 + index)));
  return { bytes: encoded.subarray(4 * (1 + ends.length)), ends };
}
