import { Alert, Button } from 'antd';
import type { Reason } from '../../api/answers.ts';
import { CopyButton } from '../../shell/copy-button.tsx';
import { PhoneIcon } from '../../shell/icons.tsx';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import type { Region } from '../../shell/region.tsx';
import { formatTime, useNow } from '../../shell/time.ts';
import { AsOf } from './as-of.tsx';
import { PastNote } from './as-of-picker.tsx';
import { CheckList } from './check-list.tsx';
import { evidenceAge, EvidenceCard } from './evidence-card.tsx';
import { messages } from './messages.ts';
import { ReceiptCard } from './receipt-card.tsx';
import { Replacement } from './replacement.tsx';
import { resultText } from './result-text.ts';
import type { Verification } from './run-verification.ts';
import { VerdictBanner } from './verdict-banner.tsx';
import { WhatItSays } from './what-it-says.tsx';

type Props = { verification: Verification; region: Region; again: () => void };

/** Everything about one answer, the most needed first. */
export function VerificationResult({ verification, region, again }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const { verdict, presented } = verification;
  const holderPassed = verdict.checks.some(({ check, outcome }) => check === 'holder' && outcome === 'passed');
  return (
    <div className="stack result">
      <VerdictBanner verdict={verdict} reasons={region.reasons} />
      <PastNote asOf={verdict.asOf} />
      <AsOf verdict={verdict} />
      {verification.superseded && <Replacement superseded={verification.superseded} region={region} />}
      <Staleness verification={verification} again={again} />
      {holderPassed && (
        <p className="holder-proven">
          <PhoneIcon /> {words.holderProven}
        </p>
      )}
      <Notices codes={verdict.notices} reasons={region.reasons} />
      {verdict.claims !== undefined && <WhatItSays verdict={verdict} claims={verdict.claims} region={region} />}
      {verdict.evidence !== undefined && <EvidenceCard verdict={verdict} evidence={verdict.evidence} region={region} />}
      <CheckList checks={verdict.checks} reasons={region.reasons} />
      {verdict.evidence?.offline !== true && (
        <ReceiptCard key={verdict.checkedAt} verification={verification} region={region} />
      )}
      <div className="row spread">
        <p className="soft small">
          {words.checkedAt} {formatTime(verdict.checkedAt, language)}
          {presented && ` · ${words.presented}`}
        </p>
        <CopyButton
          text={() => resultText(verification, region, language)}
          label={words.copy}
          done={words.copied}
          failed={words.copyFailed}
        />
      </div>
    </div>
  );
}

/** An answer is only as good as its evidence is fresh: a "valid" left on the screen over lunch must not be acted on. */
function Staleness({ verification, again }: Omit<Props, 'region'>) {
  const words = useTexts(messages);
  const { verdict } = verification;
  const now = useNow(verdict.verdict === 'valid');
  if (verdict.verdict !== 'valid' || verdict.evidence === undefined) return null;
  if (evidenceAge(verdict, verdict.evidence, now) <= verdict.evidence.maxAgeSeconds) return null;
  const action = verification.presented ? undefined : <Button onClick={again}>{words.again}</Button>;
  return <Alert type="warning" showIcon role="alert" title={words.stale} action={action} />;
}

function Notices({ codes, reasons }: { codes: string[]; reasons: Map<string, Reason> }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  if (codes.length === 0) return null;
  return (
    <div className="notices" role="note" aria-label={words.notices}>
      {codes.map((code) => (
        <p key={code}>
          {reasons.get(code)?.[language].meaning ?? code} {reasons.get(code)?.[language].next} <code>{code}</code>
        </p>
      ))}
    </div>
  );
}
