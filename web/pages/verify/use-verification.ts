import { useCallback, useRef, useState } from 'react';
import { createEngineCache } from '../../../service/verify/index.ts';
import { webPrimitives } from '../../../service/proof/web-primitives.ts';
import type { OpenBundles } from '../../../service/verify/index.ts';
import type { Region } from '../../shell/region.tsx';
import { runVerification } from './run-verification.ts';
import type { Engine, Verification } from './run-verification.ts';

export type VerificationState =
  | { kind: 'idle' }
  | { kind: 'working' }
  | { kind: 'done'; verification: Verification }
  | { kind: 'failed'; error: unknown };

/** Runs one verification at a time; a newer one, or a clearing, makes an older one's answer void. */
export function useVerification(region: Region, bundles: OpenBundles) {
  const [state, setState] = useState<VerificationState>({ kind: 'idle' });
  const [engine] = useState<Engine>(() => ({ primitives: webPrimitives(), cache: createEngineCache() }));
  const running = useRef<AbortController>(undefined);

  const clear = useCallback(() => {
    running.current?.abort();
    setState({ kind: 'idle' });
  }, []);

  const verify = useCallback(
    (text: string) => {
      running.current?.abort();
      const abort = new AbortController();
      running.current = abort;
      setState({ kind: 'working' });
      runVerification(text, region, engine, bundles, abort.signal).then(
        (verification) => !abort.signal.aborted && setState({ kind: 'done', verification }),
        (error: unknown) => !abort.signal.aborted && setState({ kind: 'failed', error }),
      );
    },
    [region, engine, bundles],
  );

  return { state, verify, clear };
}
