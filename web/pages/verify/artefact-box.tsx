import { Button, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useEffect, useRef, useState } from 'react';
import type { ChangeEvent, ClipboardEvent, KeyboardEvent, Ref } from 'react';
import { FileIcon, ShieldIcon } from '../../shell/icons.tsx';
import { useTexts } from '../../shell/language.tsx';
import { messages } from './messages.ts';

type Props = {
  text: string;
  working: boolean;
  box: Ref<TextAreaRef>;
  change: (text: string) => void;
  verify: (text: string) => void;
  /** Puts a whole new artefact in place and verifies it. */
  take: (text: string) => void;
  clear: () => void;
  takeFiles: (files: File[]) => void;
};

const ACCEPT = '.txt,.json,.jwt,.zip,.pdf,text/plain,application/json,application/zip,application/pdf';

/** The one box of the page: paste, type, scan or drop. A paste or a file is verified at once. */
export function ArtefactBox({ text, working, box, change, verify, take, clear, takeFiles }: Props) {
  const words = useTexts(messages);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  useFileDrop(setOver, takeFiles);

  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text/plain');
    if (pasted.trim() === '') return;
    event.preventDefault();
    take(pasted);
  };
  // Scanners end with Enter; nothing that is verified needs a line break typed by hand.
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    if (event.ctrlKey || event.metaKey) return; // The desk's own key.
    event.preventDefault();
    verify(text);
  };
  const pick = (event: ChangeEvent<HTMLInputElement>) => {
    const files = [...(event.target.files ?? [])];
    event.target.value = '';
    if (files.length > 0) takeFiles(files);
  };

  return (
    <div className={`card stack artefact-box${over ? ' artefact-box-over' : ''}`}>
      <div>
        <label htmlFor="artefact" className="box-label">
          {words.box}
        </label>
        <p className="soft small" id="artefact-hint">
          {over ? words.drop : words.boxHint}
        </p>
      </div>
      <Input.TextArea
        id="artefact"
        ref={box}
        aria-describedby="artefact-hint artefact-keys"
        className="mono"
        placeholder={words.placeholder}
        value={text}
        rows={7}
        spellCheck={false}
        autoComplete="off"
        onChange={(event) => change(event.target.value)}
        onPaste={paste}
        onKeyDown={press}
      />
      <div className="row">
        <Button
          type="primary"
          size="large"
          icon={<ShieldIcon />}
          loading={working}
          disabled={text.trim() === ''}
          onClick={() => verify(text)}
        >
          {words.verify}
        </Button>
        <Button size="large" icon={<FileIcon />} onClick={() => picker.current?.click()}>
          {words.file}
        </Button>
        <Button size="large" type="text" onClick={clear}>
          {words.clear}
        </Button>
        <input ref={picker} type="file" hidden multiple accept={ACCEPT} onChange={pick} />
      </div>
      <p className="soft small keys" id="artefact-keys">
        {words.keys}
      </p>
    </div>
  );
}

/** Files may be dropped anywhere on the page: a clerk aims at nothing. */
function useFileDrop(setOver: (over: boolean) => void, takeFiles: (files: File[]) => void): void {
  const take = useRef(takeFiles);
  take.current = takeFiles;
  useEffect(() => {
    const withFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') === true;
    const over = (event: DragEvent) => {
      if (!withFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!withFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length > 0) take.current(files);
    };
    document.addEventListener('dragover', over);
    document.addEventListener('dragleave', leave);
    document.addEventListener('drop', drop);
    return () => {
      document.removeEventListener('dragover', over);
      document.removeEventListener('dragleave', leave);
      document.removeEventListener('drop', drop);
    };
  }, [setOver]);
}
