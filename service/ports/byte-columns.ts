/** Fields of one width side by side, one a row: for what is done with the rows of a register, where an object a row costs too much. */
export type ByteColumn = { bytes: Uint8Array; width: number };

/** The rows at these places, in their order; all when there are no places. */
export function pick({ bytes, width }: ByteColumn, places: readonly number[] | undefined): ByteColumn {
  if (places === undefined) return { bytes, width };
  const picked = new Uint8Array(places.length * width);
  let to = 0;
  for (const place of places) {
    const end = (place + 1) * width;
    for (let from = place * width; from < end; from++) picked[to++] = bytes[from] as number;
  }
  return { bytes: picked, width };
}

/** Rows of which each is `prefix` and then its field of every column. */
export function joinColumns(prefix: Uint8Array, count: number, columns: readonly ByteColumn[]): ByteColumn {
  const width = columns.reduce((sum, column) => sum + column.width, prefix.length);
  const bytes = new Uint8Array(count * width);
  let start = 0;
  for (const { bytes: fields, width: size } of [{ bytes: prefix, width: prefix.length }, ...columns]) {
    const step = fields === prefix ? 0 : size;
    for (let row = 0; row < count; row++) {
      const to = row * width + start;
      const from = row * step;
      for (let at = 0; at < size; at++) bytes[to + at] = fields[from + at] as number;
    }
    start += size;
  }
  return { bytes, width };
}
