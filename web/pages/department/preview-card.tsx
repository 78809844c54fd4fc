import { Button } from 'antd';
import type { StatusOrder, StatusPreview } from '../../api/answers.ts';
import { useTexts } from '../../shell/language.tsx';
import { messages } from './status-messages.ts';

type Left = { certificate: string; code: string };

/** Certificates that are left as they are, each with why. */
export function LeftOut({ left, title }: { left: Left[]; title: string }) {
  const words = useTexts(messages);
  if (left.length === 0) return null;
  return (
    <details open={left.length <= 10} data-left-out={left.length}>
      <summary>{title}</summary>
      <ul className="names">
        {left.map(({ certificate, code }) => (
          <li key={certificate}>
            <code>{certificate}</code> {words.codes[code] ?? code}
          </li>
        ))}
      </ul>
    </details>
  );
}

type Props = { order: StatusOrder; preview: StatusPreview; working: boolean; confirm: () => void };

/** How many and which would be changed, and the button that does it. */
export function PreviewCard({ order, preview, working, confirm }: Props) {
  const words = useTexts(messages);
  const { count, certificates, excluded } = preview;
  return (
    <section className="card stack" aria-labelledby="preview-title" data-preview={count}>
      <h2 id="preview-title" role="status">
        {count === 0 ? words.nothing : words.willChange(count)}
      </h2>
      {count > 0 && (
        <details open={count <= 10}>
          <summary>{words.firstOnes(certificates.length)}</summary>
          <ul className="names">
            {certificates.map((id) => (
              <li key={id}>
                <code>{id}</code>
              </li>
            ))}
          </ul>
        </details>
      )}
      <LeftOut left={excluded} title={words.excluded(excluded.length)} />
      {count > 0 && (
        <div className="row">
          <Button
            data-action="confirm"
            type="primary"
            danger={order.action === 'revoke'}
            loading={working}
            onClick={confirm}
          >
            {working ? words.confirming : words.confirm(words.actions[order.action], count)}
          </Button>
          {order.action === 'revoke' && <span>{words.final}</span>}
        </div>
      )}
    </section>
  );
}
