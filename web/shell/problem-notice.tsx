import { Alert, Button } from 'antd';
import { Problem, ServiceUnreachable } from '../api/problem.ts';
import { useLanguage, useTexts } from './language.tsx';
import type { Language, Texts } from './language.tsx';

type Words = {
  unreachable: string;
  unreachableNext: string;
  unexpected: string;
  unexpectedNext: string;
  retry: string;
  code: string;
  known: Record<string, { title: string; next: string }>;
};
const texts: Texts<Words> = {
  zh: {
    unreachable: '本市的服务没有应答',
    unreachableNext: '请检查网络，稍等片刻再试一次。这与任何证照的真伪无关。',
    unexpected: '页面遇到了意外情况',
    unexpectedNext: '请再试一次；如仍然如此，请把下面的代码告诉管理员。',
    retry: '再试一次',
    code: '代码',
    known: {
      'presentation.linkBroken': { title: '这个出示链接不完整', next: '请市民重新出示，再完整地扫描或复制一次。' },
      'presentation.unreadable': { title: '这次出示的内容打不开', next: '请市民重新生成二维码，再扫描一次。' },
      'bundle.malformed': { title: '这个离线包不完整', next: '请重新下载，或选择另一个文件。' },
      'bundle.unknownRegion': { title: '这个离线包属于本市不认识的城市', next: '请选择本市或协作城市的离线包。' },
      'bundle.unproven': { title: '这个离线包不成立，可能被改动', next: '请重新下载；如反复出现，请联系管理员。' },
      'instance.pending': { title: '绑定本设备的证照还在办理', next: '请过几秒再点一次“生成二维码”。' },
    },
  },
  en: {
    unreachable: 'The city’s service does not answer',
    unreachableNext: 'Check the network and try again in a moment. This says nothing about any certificate.',
    unexpected: 'Something unexpected happened on this page',
    unexpectedNext: 'Try again; if it stays, tell the operator the code below.',
    retry: 'Try again',
    code: 'Code',
    known: {
      'presentation.linkBroken': {
        title: 'This link is not whole',
        next: 'Ask the citizen to show it again, and scan or copy all of it.',
      },
      'presentation.unreadable': {
        title: 'What was presented cannot be opened',
        next: 'Ask the citizen to make a new QR code, and scan it.',
      },
      'bundle.malformed': {
        title: 'This offline bundle is not whole',
        next: 'Download it again, or choose another file.',
      },
      'bundle.unknownRegion': {
        title: 'This offline bundle is of a city that is not known here',
        next: 'Choose a bundle of this city or a partner.',
      },
      'bundle.unproven': {
        title: 'This offline bundle does not hold; it may have been altered',
        next: 'Download it again; if it happens repeatedly, tell the operator.',
      },
      'instance.pending': {
        title: 'The certificate for this device is still being made',
        next: 'Press “Make the QR code” again in a few seconds.',
      },
    },
  },
};

/** Code, words and next action of an error, for people. */
export function describeError(error: unknown, language: Language): { code: string; title: string; next: string } {
  const words = texts[language];
  if (error instanceof Problem) {
    const next = error.body.next?.[language];
    return { code: error.code, title: error.body.detail ?? error.body.title, next: next ?? words.unexpectedNext };
  }
  if (error instanceof ServiceUnreachable) {
    return { code: error.code, title: words.unreachable, next: words.unreachableNext };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'page.unexpected';
  const known = words.known[code];
  return known === undefined ? { code, title: words.unexpected, next: words.unexpectedNext } : { code, ...known };
}

/** Shows an error with what to do about it. */
export function ProblemNotice({ error, retry }: { error: unknown; retry?: () => void }) {
  const { language } = useLanguage();
  const words = useTexts(texts);
  const { code, title, next } = describeError(error, language);
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={title}
      description={
        <>
          <p>{next}</p>
          <p className="soft">
            {words.code} <code>{code}</code>
          </p>
        </>
      }
      action={retry && <Button onClick={retry}>{words.retry}</Button>}
    />
  );
}
