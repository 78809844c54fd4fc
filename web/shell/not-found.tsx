import { useTexts } from './language.tsx';
import { Page } from './page.tsx';
import { Link } from './router.tsx';

const texts = {
  zh: { title: '没有这个页面', lead: '链接可能已经更改。', back: '去核验页' },
  en: { title: 'No such page', lead: 'The link may have changed.', back: 'Go to verification' },
};

export function NotFound() {
  const words = useTexts(texts);
  return (
    <Page title={words.title} lead={words.lead}>
      <Link href="/verify">{words.back}</Link>
    </Page>
  );
}
