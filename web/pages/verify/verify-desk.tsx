import type { TextAreaRef } from 'antd/es/input/TextArea';
import { Button } from 'antd';
import { useCallback, useEffect, useRef } from 'react';
import { client } from '../../api/client.ts';
import { looksLikePresentationLink } from '../../api/presentation.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { Loading } from '../../shell/page.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { ArtefactBox } from './artefact-box.tsx';
import { AsOfPicker } from './as-of-picker.tsx';
import { caseMessages } from './case-messages.ts';
import { Examples } from './examples.tsx';
import { Legend } from './legend.tsx';
import { ManyResult } from './many-result.tsx';
import { messages } from './messages.ts';
import { OfflinePanel } from './offline-panel.tsx';
import { subjectOf } from './subject.ts';
import { useBundles } from './use-bundles.ts';
import { useDesk } from './use-desk.ts';
import type { VerificationState } from './use-verification.ts';
import { VerificationResult } from './verification-result.tsx';

/** Box on one side, answer on the other; the focus stays in the box for the next in the queue. */
export function VerifyDesk({ region }: { region: Region }) {
  const words = useTexts(caseMessages);
  const bundles = useBundles(region);
  const desk = useDesk(region, bundles.held);
  const { text, state, many, chosen, start, take: takeText, clear } = desk;
  const box = useRef<TextAreaRef>(null);
  const result = useRef<HTMLDivElement>(null);

  const focusBox = useCallback(() => box.current?.focus({ preventScroll: true }), []);
  const clearAll = useCallback(() => {
    clear();
    focusBox();
  }, [clear, focusBox]);
  const take = useCallback(
    (artefact: string) => {
      takeText(artefact);
      focusBox();
    },
    [takeText, focusBox],
  );

  useDeskKeys(clearAll, () => start(text));
  useLinkInAddress(take);
  useEffect(() => {
    // A touch screen would cover the page with its keyboard.
    if (!window.matchMedia('(pointer: coarse)').matches) focusBox();
  }, [focusBox]);
  useEffect(() => {
    if (state.kind !== 'done' && state.kind !== 'failed') return;
    const top = result.current?.getBoundingClientRect().top ?? 0;
    // Where the answer stands beside the box nothing moves; below it, it is brought up.
    if (top < 0 || top > window.innerHeight * 0.6) result.current?.scrollIntoView({ block: 'start' });
  }, [state]);

  return (
    <div className="desk">
      <div className="stack desk-input">
        <ArtefactBox
          text={text}
          working={state.kind === 'working'}
          box={box}
          change={desk.setText}
          verify={start}
          take={take}
          clear={clearAll}
          takeFiles={desk.takeFiles}
        />
        <AsOfPicker day={desk.day} change={desk.setDay} />
        <Examples choose={(name) => void client.example(name).then(take)} />
        <OfflinePanel region={region} bundles={bundles} />
      </div>
      <div className="desk-result" ref={result}>
        <Announcement state={state} region={region} />
        {state.kind === 'idle' && many === undefined && desk.manyError === undefined && <Legend />}
        {desk.manyError !== undefined && <ProblemNotice error={desk.manyError} />}
        {many !== undefined && chosen === undefined && <ManyResult state={many} region={region} choose={desk.choose} />}
        {chosen !== undefined && (
          <Button type="link" data-action="back" onClick={() => desk.choose(undefined)}>
            {words.back}
          </Button>
        )}
        {state.kind === 'working' && <Loading />}
        {state.kind === 'failed' && (
          <ProblemNotice error={state.error} retry={text === '' ? undefined : () => start(text)} />
        )}
        {state.kind === 'done' && (
          <VerificationResult
            verification={state.verification}
            region={region}
            again={() => (chosen === undefined ? start(text) : desk.choose(chosen))}
          />
        )}
      </div>
    </div>
  );
}

/** Ctrl+Enter and Esc work wherever the focus is. */
function useDeskKeys(clear: () => void, verify: () => void): void {
  const actions = useRef({ clear, verify });
  actions.current = { clear, verify };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.isComposing) return; // The input method's own keys.
      if (event.key === 'Escape') actions.current.clear();
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) actions.current.verify();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

/** A scanned link opens the page with the presentation in its fragment; it works once, so it leaves the address at once. */
function useLinkInAddress(take: (link: string) => void): void {
  const current = useRef(take);
  current.current = take;
  useEffect(() => {
    const look = () => {
      const { hash, pathname } = window.location;
      if (!looksLikePresentationLink(hash)) return;
      window.history.replaceState(null, '', pathname);
      current.current(hash);
    };
    look();
    window.addEventListener('hashchange', look);
    return () => window.removeEventListener('hashchange', look);
  }, []);
}

/** Says the answer to a screen reader in one sentence. */
function Announcement({ state, region }: { state: VerificationState; region: Region }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const stop = language === 'zh' ? '。' : '. ';
  let sentence = '';
  if (state.kind === 'working') sentence = words.working;
  if (state.kind === 'done') {
    const { verdict } = state.verification;
    const title = verdict.claims && subjectOf(verdict, verdict.claims, region).title?.[language];
    const reason = region.reasons.get(verdict.codes[0] ?? '')?.[language];
    const parts = [words.verdicts[verdict.verdict].word, title, reason?.meaning];
    if (verdict.verdict !== 'valid') parts.push(reason?.next);
    sentence = parts.filter((part) => part !== undefined).join(stop);
  }
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="announcement">
      {sentence}
    </div>
  );
}
