import { useCallback, useRef, useState } from 'react';
import { createEngineCache, findArtefacts } from '../../../service/verify/index.ts';
import type { FoundArtefact, OpenBundles } from '../../../service/verify/index.ts';
import { webPrimitives } from '../../../service/proof/web-primitives.ts';
import { looksLikePresentationLink } from '../../api/presentation.ts';
import type { Region } from '../../shell/region.tsx';
import { pastDay } from './as-of-picker.tsx';
import { readFiles } from './run-many.ts';
import type { ManyRow } from './run-many.ts';
import type { Circumstances, Engine } from './run-verification.ts';
import { useMany } from './use-many.ts';
import { useVerification } from './use-verification.ts';

/** What lies on a clerk's desk: one artefact or many, for which day, and what came of it. */
export function useDesk(region: Region, bundles: OpenBundles) {
  const [text, setText] = useState('');
  const [day, setDay] = useState('');
  const [chosen, setChosen] = useState<ManyRow>();
  const [engine] = useState<Engine>(() => ({ primitives: webPrimitives(), cache: createEngineCache() }));
  const { state, verify, clear: clearOne } = useVerification();
  const { state: many, error: manyError, start: startMany, clear: clearMany } = useMany();
  // Answers are asked for under what holds when they are asked for.
  const now = useRef<Circumstances>(undefined);
  now.current = { region, engine, bundles, asOf: pastDay(day) };
  const here = () => now.current as Circumstances;

  const start = useCallback(
    (artefact: string) => {
      if (artefact.trim() === '') return;
      // A link works once: it must not be sent again with the next key press.
      if (looksLikePresentationLink(artefact)) setText('');
      setChosen(undefined);
      clearMany();
      verify(artefact, here());
    },
    [verify, clearMany],
  );
  const takeFound = useCallback(
    async (source: AsyncIterable<FoundArtefact>) => {
      const found: FoundArtefact[] = [];
      for await (const item of source) found.push(item);
      const [first] = found;
      if (found.length === 1 && first?.text !== undefined) {
        setText(first.text);
        start(first.text);
        return;
      }
      setText('');
      setChosen(undefined);
      clearOne();
      startMany(found, here());
    },
    [start, clearOne, startMany],
  );

  return {
    ...{ text, setText, day, setDay, state, many, manyError, chosen, start },
    /** A whole text, put in place and verified; a bundle of several is taken apart. */
    take: useCallback((artefact: string) => void takeFound(findArtefacts(artefact)), [takeFound]),
    takeFiles: useCallback((files: readonly File[]) => void takeFound(readFiles(files)), [takeFound]),
    /** One of many, verified anew to be looked at. */
    choose: useCallback(
      (row: ManyRow | undefined) => {
        setChosen(row);
        if (row?.text === undefined) clearOne();
        else verify(row.text, here());
      },
      [verify, clearOne],
    ),
    clear: useCallback(() => {
      setText('');
      setChosen(undefined);
      clearOne();
      clearMany();
    }, [clearOne, clearMany]),
  };
}
