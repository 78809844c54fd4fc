import { Button, Input } from 'antd';
import { useState } from 'react';
import { decodeBase64url } from '../../../service/proof/base64url.ts';
import type { VerdictWord } from '../../../service/verify/index.ts';
import { client } from '../../api/client.ts';
import { offices } from '../../api/offices.ts';
import { useTexts } from '../../shell/language.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { saveText } from '../../shell/save-text.ts';
import { useNow } from '../../shell/time.ts';
import { caseMessages } from './case-messages.ts';
import { messages } from './messages.ts';
import type { Verification } from './run-verification.ts';

/** The service counts a presentation for 60 seconds; some pass on the way. */
const PRESENTED_SECONDS = 50;

type Made = { kid: string; file: string; verdict: VerdictWord };

/** The key that a compact JWS names in its header. */
function keyOf(jws: string): string {
  const header = new TextDecoder().decode(decodeBase64url(jws.split('.')[0] ?? ''));
  return String((JSON.parse(header) as { kid?: unknown }).kid);
}

async function fetchArchive({ handed, verdict }: Verification, matter: string): Promise<Made> {
  const { artefact, policy, holder } = handed;
  // Cases belong to offices; outside production anybody may be one.
  const { token } = matter === '' ? {} : await offices.developmentToken({ role: 'clerk' });
  const answer = await client.verifyForReceipt(
    {
      ...{ artefact, policy },
      ...(holder === undefined ? {} : { holder: { audience: holder.audience, nonce: holder.nonce } }),
      ...(verdict.asOf === undefined ? {} : { asOf: verdict.asOf }),
      ...(matter === '' ? {} : { case: matter }),
    },
    token,
  );
  const day = new Date(answer.checkedAt * 1000).toISOString().slice(0, 10);
  const file = `verification-${day}-${answer.verdict}.json`;
  saveText(file, JSON.stringify(answer.archive));
  return { kid: keyOf(answer.receipt?.jws ?? ''), file, verdict: answer.verdict };
}

/** A signed receipt of the city's service with all that it rests on, as a file for the case. */
export function ReceiptCard({ verification, region }: { verification: Verification; region: Region }) {
  const words = useTexts(caseMessages);
  const shared = useTexts(messages);
  const [matter, setMatter] = useState('');
  const [work, setWork] = useState<{ running: boolean; error?: unknown; made?: Made }>({ running: false });
  const { presented, verdict } = verification;
  const late = useNow(presented) - verdict.checkedAt > PRESENTED_SECONDS && presented;
  const download = () => {
    setWork({ running: true });
    fetchArchive(verification, matter.trim()).then(
      (made) => setWork({ running: false, made }),
      (error: unknown) => setWork({ running: false, error }),
    );
  };
  const { made } = work;
  return (
    <details className="card stack fold receipt">
      <summary>{words.receipt}</summary>
      <p className="soft small">{words.receiptLead}</p>
      {presented && <p className="small">{late ? words.receiptLate : words.receiptSoon}</p>}
      {region.home.development && (
        <div>
          <label htmlFor="receipt-case">{words.matter}</label>
          <Input
            id="receipt-case"
            value={matter}
            maxLength={64}
            aria-describedby="receipt-case-hint"
            onChange={(event) => setMatter(event.target.value)}
          />
          <p className="soft small" id="receipt-case-hint">
            {words.matterHint}
          </p>
        </div>
      )}
      <div className="row">
        <Button data-action="download-archive" loading={work.running} disabled={late} onClick={download}>
          {words.download}
        </Button>
      </div>
      {work.error !== undefined && <ProblemNotice error={work.error} />}
      <div role="status">
        {made !== undefined && (
          <div className="stack-tight small" data-receipt={made.verdict}>
            <p>{words.downloaded}</p>
            {made.verdict !== verdict.verdict && (
              <p className="note">{words.differs(shared.verdicts[made.verdict].word)}</p>
            )}
            <p>
              {words.key} <code>{made.kid}</code>
            </p>
            <p>
              {words.checkAgain} <code>{`npm run verify -- ${made.file} --signer ${made.kid}`}</code>
            </p>
          </div>
        )}
      </div>
    </details>
  );
}
