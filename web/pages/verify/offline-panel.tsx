import { Button } from 'antd';
import { useState } from 'react';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { cityOf } from '../../shell/region.tsx';
import type { Region } from '../../shell/region.tsx';
import { formatSpan, formatTime, useNow } from '../../shell/time.ts';
import { OfflineForm } from './offline-form.tsx';
import { formatSize, offlineMessages } from './offline-messages.ts';
import type { Bundles, HeldBundle } from './use-bundles.ts';

/** The bundles this browser holds, and the way to a new one. */
export function OfflinePanel({ region, bundles }: { region: Region; bundles: Bundles }) {
  const words = useTexts(offlineMessages);
  const [open, setOpen] = useState(false);
  const held = [...bundles.held.values()];
  return (
    <details className="card stack offline-panel" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {words.title} {held.length === 0 && <span className="soft small">{words.none}</span>}
      </summary>
      <p className="soft small">{words.lead}</p>
      {held.map((bundle) => (
        <Held key={bundle.chain} bundle={bundle} region={region} remove={() => void bundles.remove(bundle.chain)} />
      ))}
      {open && <OfflineForm region={region} keep={bundles.keep} />}
    </details>
  );
}

function Held({ bundle, region, remove }: { bundle: HeldBundle; region: Region; remove: () => void }) {
  const words = useTexts(offlineMessages);
  const { language } = useLanguage();
  const { chain, asOf, maxAgeSeconds, bytes } = bundle;
  const now = useNow();
  const old = now > asOf + maxAgeSeconds;
  return (
    <div className="row spread" data-bundle={chain}>
      <p className="small">
        <strong>{cityOf(region, chain)?.name[language]}</strong>{' '}
        {words.kept(formatTime(asOf, language), formatSpan(now - asOf, language))}, {formatSize(bytes)},{' '}
        {old ? (
          <span className="mark mark-undetermined">{words.expired}</span>
        ) : (
          words.until(formatTime(asOf + maxAgeSeconds, language))
        )}
      </p>
      <Button size="small" type="text" onClick={remove}>
        {words.remove}
      </Button>
    </div>
  );
}
