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
  takeFile: (file: File) => void;
};

/** The one box of the page: paste, type, scan or drop. A paste or a file is verified at once. */
export function ArtefactBox({ text, working, box, change, verify, take, clear, takeFile }: Props) {
  const words = useTexts(messages);
  const [over, setOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  useFileDrop(setOver, takeFile);

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
    const file = event.target.files?.[0];
    event.target.value = '';
    if (file !== undefined) takeFile(file);
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
        <input ref={picker} type="file" hidden accept=".txt,.json,.jwt,text/plain,application/json" onChange={pick} />
      </div>
      <p className="soft small keys" id="artefact-keys">
        {words.keys}
      </p>
    </div>
  );
}

/** Files may be dropped anywhere on the page: a clerk aims at nothing. */
function useFileDrop(setOver: (over: boolean) => void, takeFile: (file: File) => void): void {
  const take = useRef(takeFile);
  take.current = takeFile;
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
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) take.current(file);
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
