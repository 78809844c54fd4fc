import table from '../data/reasons.json' with { type: 'json' };

const meanings = new Map(table.map((row) => [row.code, row]));

/** What the codes of a verdict mean, in the order given, each once. */
export function reasonsOf(codes: readonly string[]): { code: string; zh: string; en: string }[] {
  return [...new Set(codes)].flatMap((code) => {
    const row = meanings.get(code);
    return row === undefined ? [] : [{ code, zh: row.zh.meaning, en: row.en.meaning }];
  });
}
