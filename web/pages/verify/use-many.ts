import { useCallback, useEffect, useRef, useState } from 'react';
import type { FoundArtefact, SetFinding } from '../../../service/verify/index.ts';
import { runMany } from './run-many.ts';
import type { ManyRow } from './run-many.ts';
import type { Circumstances } from './run-verification.ts';

/** Rows by their place among the items; a place is empty until its verdict is known. */
export type ManyState = { total: number; rows: (ManyRow | undefined)[]; done: number; findings?: SetFinding[] };

/** The list is drawn anew this often while verdicts come in. */
const DRAW_MS = 150;

/** Runs one set at a time; a newer one, or a clearing, ends an older one. */
export function useMany() {
  const [state, setState] = useState<ManyState>();
  const [error, setError] = useState<unknown>();
  const running = useRef<AbortController>(undefined);

  const clear = useCallback(() => {
    running.current?.abort();
    setState(undefined);
    setError(undefined);
  }, []);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback((items: readonly FoundArtefact[], circumstances: Circumstances) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    const rows: (ManyRow | undefined)[] = items.map(() => undefined);
    let done = 0;
    const draw = (findings?: SetFinding[]) => {
      if (abort.signal.aborted) return;
      setState({ total: items.length, rows: [...rows], done, ...(findings === undefined ? {} : { findings }) });
    };
    const show = (index: number, row: ManyRow) => {
      rows[index] = row;
      done++;
    };
    draw();
    setError(undefined);
    const timer = setInterval(() => draw(), DRAW_MS);
    runMany(items, circumstances, abort.signal, show)
      .then(draw, (fault: unknown) => !abort.signal.aborted && setError(fault))
      .finally(() => clearInterval(timer));
  }, []);

  return { state, error, start, clear };
}
