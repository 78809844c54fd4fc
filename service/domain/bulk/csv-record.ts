/**
 * The fields of one CSV record (RFC 4180 section 2): commas between fields, quotes around those that hold commas, quotes
 * or line ends, and a quote inside them doubled. Blanks count.
 *
 * @param record without its line end
 * @returns undefined when a quote is in a wrong place
 */
export function csvFields(record: string): string[] | undefined {
  if (!record.includes('"')) return record.split(',');
  const fields: string[] = [];
  for (let at = 0; ;) {
    let field = '';
    if (record[at] === '"') {
      for (at += 1; ;) {
        const quote = record.indexOf('"', at);
        if (quote < 0) return undefined;
        field += record.slice(at, quote);
        at = quote + 1;
        if (record[at] !== '"') break;
        field += '"';
        at += 1;
      }
      if (at < record.length && record[at] !== ',') return undefined;
    } else {
      const comma = record.indexOf(',', at);
      const end = comma < 0 ? record.length : comma;
      field = record.slice(at, end);
      if (field.includes('"')) return undefined;
      at = end;
    }
    fields.push(field);
    if (at >= record.length) return fields;
    at += 1;
  }
}

/** One CSV record of fields; the inverse of {@link csvFields}. */
export function csvRecord(fields: readonly string[]): string {
  return fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
