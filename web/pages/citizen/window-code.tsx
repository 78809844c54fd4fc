import QRCode from 'qrcode';
import { useEffect, useMemo, useRef } from 'react';
import { ClockIcon } from '../../shell/icons.tsx';
import { CopyButton } from '../../shell/copy-button.tsx';
import { useLanguage, useTexts } from '../../shell/language.tsx';
import { useNow } from '../../shell/time.ts';
import type { MadePresentation } from './make-presentation.ts';
import { messages } from './messages.ts';

/** The modules of a QR code as one SVG path; drawn by us, so that no HTML is injected. */
function qrPath(text: string): { path: string; size: number } {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column} ${row}h1v1h-1z`;
    }
  }
  return { path, size: modules.size };
}

const quietZone = 4;

/** The code to hold up, its remaining seconds, and the same as a link. */
export function WindowCode({ made }: { made: MadePresentation }) {
  const words = useTexts(messages);
  const { language } = useLanguage();
  const left = Math.max(0, made.expiresAt - useNow());
  const { path, size } = useMemo(() => qrPath(made.link), [made.link]);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    card.current?.focus({ preventScroll: true });
    card.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const city = made.city.name[language];
  const side = size + 2 * quietZone;
  return (
    <section ref={card} tabIndex={-1} className="card stack window-code" aria-labelledby="code-title">
      <h3 id="code-title">{left > 0 ? words.codeTitle : words.expired}</h3>
      <p className="soft">{words.codeFor(city)}</p>
      {left > 0 ? (
        <>
          <svg
            className="qr"
            role="img"
            aria-label={words.qrLabel(city)}
            viewBox={`${-quietZone} ${-quietZone} ${side} ${side}`}
            shapeRendering="crispEdges"
          >
            <rect x={-quietZone} y={-quietZone} width={side} height={side} fill="#fff" />
            <path d={path} fill="#000" />
          </svg>
          <p className="countdown number" data-left={left}>
            <ClockIcon /> {words.secondsLeft(left)}
          </p>
          <p className="soft small">{words.codeHint}</p>
          <div className="row">
            <CopyButton text={() => made.link} label={words.copy} done={words.copied} failed={words.copyFailed} />
          </div>
          <p className="link small">
            <a href={made.link} target="_blank" rel="noreferrer">
              {words.link}
            </a>
          </p>
        </>
      ) : (
        <p role="alert">{words.expired}</p>
      )}
    </section>
  );
}
