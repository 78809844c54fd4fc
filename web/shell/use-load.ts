import { useCallback, useEffect, useRef, useState } from 'react';

/** A thing being fetched: the newest value stays while it is fetched again, so that a refresh does not blink. */
export type Loaded<T> = { value?: T; error?: unknown; loading: boolean; reload: () => void };

/**
 * Fetches when `deps` change and on `reload()`; with `refreshSeconds` again and again while the page is visible.
 * An answer to an older question is dropped.
 */
export function useLoad<T>(
  load: (signal: AbortSignal) => Promise<T>,
  deps: readonly unknown[],
  refreshSeconds?: number,
): Loaded<T> {
  const [state, setState] = useState<{ value?: T; error?: unknown; loading: boolean }>({ loading: true });
  const [round, setRound] = useState(0);
  const current = useRef(load);
  current.current = load;

  useEffect(() => {
    const abort = new AbortController();
    setState((before) => ({ ...before, loading: true }));
    current.current(abort.signal).then(
      (value) => !abort.signal.aborted && setState({ value, loading: false }),
      (error: unknown) => !abort.signal.aborted && setState((before) => ({ ...before, error, loading: false })),
    );
    return () => abort.abort();
  }, [...deps, round]);

  useEffect(() => {
    if (refreshSeconds === undefined) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') setRound((before) => before + 1);
    }, refreshSeconds * 1000);
    return () => clearInterval(timer);
  }, [refreshSeconds]);

  const reload = useCallback(() => setRound((before) => before + 1), []);
  return { ...state, reload };
}
