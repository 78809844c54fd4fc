import { Button, Radio } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { certificateContents } from '../../../service/verify/index.ts';
import type { TrustedPoint } from '../../../service/verify/index.ts';
import type { HeldCertificate } from '../../api/answers.ts';
import { webPrimitives } from '../../api/primitives.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import type { Session } from './citizen-page.tsx';
import { ChooseFields } from './choose-fields.tsx';
import { makePresentation } from './make-presentation.ts';
import type { MadePresentation } from './make-presentation.ts';
import { messages } from './messages.ts';
import { WindowCode } from './window-code.tsx';

type Props = { certificate: HeldCertificate; session: Session; region: Region; back: () => void };

/** Choose fields, choose the window's city, hold up the code. */
export function ShowToWindow({ certificate, session, region, back }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const type = region.catalogue.types.find((one) => one.code === certificate.type);
  const text = certificate.certificate ?? '';
  const held = useMemo(() => certificateContents(webPrimitives().sha256, text), [text]);
  const [fields, setFields] = useState<ReadonlySet<string>>(new Set());
  const [city, setCity] = useState<TrustedPoint>(region.home);
  const [made, setMade] = useState<MadePresentation>();
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const make = () => {
    setWorking(true);
    setFailure(undefined);
    makePresentation({ session, region, certificate: certificate.id, fields, city })
      .then(setMade, setFailure)
      .finally(() => setWorking(false));
  };
  return (
    <div className="stack show">
      <div>
        <Button onClick={back}>{`← ${words.back}`}</Button>
      </div>
      <h2 ref={heading} tabIndex={-1}>
        {words.showTitle(type?.name[language] ?? certificate.type)}
      </h2>
      <p className="lead">{words.showLead}</p>
      <div className="show-columns">
        <div className="stack">
          <ChooseFields held={held} schema={type?.claims ?? {}} chosen={fields} choose={setFields} />
          <fieldset className="card">
            <legend>{words.step2}</legend>
            <Radio.Group
              value={city.caip2}
              onChange={(event) =>
                setCity(region.cities.find((one) => one.caip2 === event.target.value) ?? region.home)
              }
              options={region.cities.map((one) => ({ value: one.caip2, label: one.name[language] }))}
            />
          </fieldset>
          <p className="soft small">{words.newKey}</p>
          <div>
            <Button className="make-code" type="primary" size="large" loading={working} onClick={make}>
              {made === undefined ? words.make : words.again}
            </Button>
          </div>
          {failure !== undefined && <ProblemNotice error={failure} />}
        </div>
        {made !== undefined && <WindowCode key={made.link} made={made} />}
      </div>
    </div>
  );
}
