import { Button } from 'antd';
import { client } from '../../api/client.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { useLoad } from '../../shell/use-load.ts';
import { exampleNames } from './example-list.ts';
import { messages } from './messages.ts';

/** The examples that this deployment offers, to click; nothing where it offers none. */
export function Examples({ choose }: { choose: (name: string) => void }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const { value } = useLoad((signal) => client.examples({ signal }), []);
  const names = Object.keys(exampleNames).filter((name) => value?.examples.includes(name));
  if (names.length === 0) return null;
  return (
    <section aria-labelledby="examples-title" className="stack examples">
      <h2 id="examples-title">{words.examples}</h2>
      <div className="row">
        {names.map((name) => (
          <Button key={name} data-example={name} onClick={() => choose(name)}>
            {exampleNames[name]?.[language]}
          </Button>
        ))}
      </div>
    </section>
  );
}
