import { Button, Radio } from 'antd';
import { useEffect, useMemo, useRef, useState } from 'react';
import { certificateContents } from '../../../service/verify/index.ts';
import type { HeldCertificate } from '../../api/answers.ts';
import { client } from '../../api/client.ts';
import { webPrimitives } from '../../../service/proof/web-primitives.ts';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { ProblemNotice } from '../../shell/problem-notice.tsx';
import type { Region } from '../../shell/region.tsx';
import { useLoad } from '../../shell/use-load.ts';
import type { Session } from './session.ts';
import { ChooseFields } from './choose-fields.tsx';
import { makePresentation } from './make-presentation.ts';
import type { MadePresentation, Windows } from './make-presentation.ts';
import { messages } from './messages.ts';
import { WindowCode } from './window-code.tsx';

type Props = { certificate: HeldCertificate; session: Session; region: Region; back: () => void };

/** Home's windows at once; partners' when the service has said where their pages are. */
function useWindows(region: Region): Windows[] {
  const { value } = useLoad((signal) => client.chains({ signal }), []);
  const home = { city: region.home, origin: window.location.origin };
  const partners = region.cities.flatMap((city) => {
    const origin = value?.chains.find((chain) => chain.caip2 === city.caip2)?.pages;
    return origin === undefined || city === region.home ? [] : [{ city, origin }];
  });
  return [home, ...partners];
}

/** Choose fields, choose the window's city, hold up the code. */
export function ShowToWindow({ certificate, session, region, back }: Props) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const type = region.catalogue.types.find((one) => one.code === certificate.type);
  const text = certificate.certificate ?? '';
  const held = useMemo(() => certificateContents(webPrimitives().sha256, text), [text]);
  const [fields, setFields] = useState<ReadonlySet<string>>(new Set());
  const windows = useWindows(region);
  const [chosenCity, setChosenCity] = useState(region.home.caip2);
  const [made, setMade] = useState<MadePresentation>();
  const [failure, setFailure] = useState<unknown>();
  const [working, setWorking] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const make = () => {
    const shownTo = windows.find(({ city }) => city.caip2 === chosenCity);
    if (shownTo === undefined) return;
    setWorking(true);
    setFailure(undefined);
    makePresentation({ session, region, certificate: certificate.id, fields, windows: shownTo })
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
              value={chosenCity}
              onChange={(event) => setChosenCity(event.target.value as string)}
              options={windows.map(({ city }) => ({ value: city.caip2, label: city.name[language] }))}
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
