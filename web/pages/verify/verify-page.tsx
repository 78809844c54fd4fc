import { Alert } from 'antd';
import { useTexts } from '../../shell/language.tsx';
import { Page, WithRegion } from '../../shell/page.tsx';
import { messages } from './messages.ts';
import { VerifyDesk } from './verify-desk.tsx';
import './verify.css';

/** The start page: a window's or anybody's check of a certificate, a record answer or a presentation. */
export function VerifyPage() {
  const words = useTexts(messages);
  return (
    <Page title={words.title} lead={words.lead}>
      {window.isSecureContext ? (
        <WithRegion>{(region) => <VerifyDesk region={region} />}</WithRegion>
      ) : (
        <Alert type="error" showIcon title={words.insecure} description={words.insecureNext} />
      )}
    </Page>
  );
}
