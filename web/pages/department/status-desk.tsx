import { Button } from 'antd';
import { useState } from 'react';
import type { StatusOrder, StatusPreview } from '../../api/answers.ts';
import { offices } from '../../api/offices.ts';
import { useTexts } from '../../shell/language.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { ChangeProgress } from './change-progress.tsx';
import { PreviewCard } from './preview-card.tsx';
import { StatusFields } from './status-fields.tsx';
import { orderOf } from './status-form.ts';
import type { StatusForm } from './status-form.ts';
import { messages } from './status-messages.ts';

const empty: StatusForm = {
  ...{ action: 'suspend', matter: '', by: 'list', names: '' },
  ...{ from: '', through: '', status: 'any' },
};

type Previewed = { order: StatusOrder; preview: StatusPreview; key: string };
type Props = { token: string; department: string; region: Region };

/** Fill in, preview, confirm, and watch it become final. */
export function StatusDesk({ token, department, region }: Props) {
  const words = useTexts(messages);
  const [form, setForm] = useState(empty);
  const [previewed, setPreviewed] = useState<Previewed>();
  const [batch, setBatch] = useState<string>();
  const [doing, setDoing] = useState<'preview' | 'confirm'>();
  const [failure, setFailure] = useState<unknown>();
  const order = orderOf(form);

  const attempt = (what: typeof doing, work: () => Promise<void>) => {
    setDoing(what);
    setFailure(undefined);
    void work()
      .catch(setFailure)
      .finally(() => setDoing(undefined));
  };
  const look = (asked: StatusOrder) =>
    attempt('preview', async () => {
      setPreviewed(undefined);
      const preview = await offices.previewChange(token, asked);
      setPreviewed({ order: asked, preview, key: crypto.randomUUID() });
    });
  const confirm = ({ order: asked, preview: { digest }, key }: Previewed) =>
    attempt('confirm', async () => setBatch((await offices.confirmChange(token, { ...asked, digest }, key)).id));
  const next = () => {
    setBatch(undefined);
    setPreviewed(undefined);
    setForm({ ...empty, action: form.action });
  };

  if (batch !== undefined) return <ChangeProgress token={token} id={batch} next={next} />;
  return (
    <div className="stack">
      <section className="card stack" aria-labelledby="status-title">
        <div>
          <h2 id="status-title">{words.title}</h2>
          <p className="soft">{words.lead}</p>
        </div>
        <StatusFields
          form={form}
          department={department}
          region={region}
          change={(part) => {
            setForm({ ...form, ...part });
            // What was previewed is no longer what is asked for.
            setPreviewed(undefined);
          }}
        />
        <div className="row">
          <Button
            data-action="preview"
            type={previewed === undefined ? 'primary' : 'default'}
            disabled={order === undefined}
            loading={doing === 'preview'}
            onClick={() => order !== undefined && look(order)}
          >
            {doing === 'preview' ? words.previewing : words.preview}
          </Button>
        </div>
        {failure !== undefined && <ProblemNotice error={failure} />}
      </section>
      {previewed !== undefined && (
        <PreviewCard
          order={previewed.order}
          preview={previewed.preview}
          working={doing === 'confirm'}
          confirm={() => confirm(previewed)}
        />
      )}
    </div>
  );
}
