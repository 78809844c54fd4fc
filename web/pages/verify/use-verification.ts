import { useCallback, useRef, useState } from 'react';
import { runVerification } from './run-verification.ts';
import type { Circumstances, Verification } from './run-verification.ts';

export type VerificationState =
  | { kind: 'idle' }
  | { kind: 'working' }
  | { kind: 'done'; verification: Verification }
  | { kind: 'failed'; error: unknown };

/** Runs one verification at a time; a newer one, or a clearing, makes an older one's answer void. */
export function useVerification() {
  const [state, setState] = useState<VerificationState>({ kind: 'idle' });
  const running = useRef<AbortController>(undefined);

  const clear = useCallback(() => {
    running.current?.abort();
    setState({ kind: 'idle' });
  }, []);

  const verify = useCallback((text: string, circumstances: Circumstances) => {
    running.current?.abort();
    const abort = new AbortController();
    running.current = abort;
    setState({ kind: 'working' });
    runVerification(text, circumstances, abort.signal).then(
      (verification) => !abort.signal.aborted && setState({ kind: 'done', verification }),
      (error: unknown) => !abort.signal.aborted && setState({ kind: 'failed', error }),
    );
  }, []);

  return { state, verify, clear };
}
