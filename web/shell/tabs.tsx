import { useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';

export type Tab = { key: string; label: ReactNode; content: ReactNode };

/** Where an arrow key leads among `count` tabs; undefined for other keys. */
function nextIndex(key: string, index: number, count: number): number | undefined {
  if (key === 'ArrowRight') return (index + 1) % count;
  if (key === 'ArrowLeft') return (index + count - 1) % count;
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
}

/**
 * Tabs after the ARIA pattern (arrows, Home, End). Ant Design's fold into a button inside the tab list where space is
 * narrow, which screen readers cannot make sense of; these wrap.
 */
export function Tabs({ tabs, label }: { tabs: Tab[]; label: string }) {
  const id = useId();
  const [open, setOpen] = useState(tabs[0]?.key);
  const list = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent, index: number) => {
    const next = nextIndex(event.key, index, tabs.length);
    const tab = next === undefined ? undefined : tabs[next];
    if (next === undefined || tab === undefined) return;
    event.preventDefault();
    setOpen(tab.key);
    (list.current?.children[next] as HTMLElement | undefined)?.focus();
  };
  return (
    <div>
      <div role="tablist" aria-label={label} className="tabs" ref={list}>
        {tabs.map(({ key, label: name }, index) => (
          <button
            key={key}
            type="button"
            role="tab"
            id={`${id}-${key}-tab`}
            aria-controls={`${id}-${key}`}
            aria-selected={key === open}
            tabIndex={key === open ? 0 : -1}
            onClick={() => setOpen(key)}
            onKeyDown={(event) => press(event, index)}
          >
            {name}
          </button>
        ))}
      </div>
      {tabs.map(({ key, content }) => (
        <div key={key} role="tabpanel" id={`${id}-${key}`} aria-labelledby={`${id}-${key}-tab`} hidden={key !== open}>
          {key === open && content}
        </div>
      ))}
    </div>
  );
}
