import { useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import { errorCatalog, type ErrorCode } from '../../shared/errors/catalog.ts';
import { Arrow, Check, DropShape, Ok, ScanShape, Stop, WeighShape } from './shapes.tsx';

const shapes = { scan: ScanShape, weigh: WeighShape, drop: DropShape, ok: Ok, check: Check, stop: Stop } as const;

export interface BandViewProps {
  readonly tone: 'idle' | 'busy' | 'ok' | 'check' | 'stop';
  readonly shape: keyof typeof shapes;
  readonly verdict: string;
  readonly act: string;
  readonly subject?: string | undefined;
  /** Instead of the subject's own end: what it is known by here, such as its tote and its deadline. */
  readonly facts?: readonly (readonly [label: string, value: string])[] | undefined;
  readonly code?: ErrorCode | undefined;
  readonly codeWord: string;
}

/** Shape, verdict, next act, subject. Long words step the whole band down one size; no line shrinks alone. */
export function BandView({ tone, shape, verdict, act, subject, facts, code, codeWord }: BandViewProps): ReactElement {
  const Shape = shapes[shape];
  const words = useRef<HTMLDivElement>(null);
  const [long, setLong] = useState(false);
  useLayoutEffect(() => {
    const box = words.current;
    if (box === null) return;
    const band = box.parentElement;
    band?.classList.remove('long');
    const title = box.firstElementChild;
    setLong(
      title !== null && (title.scrollWidth > box.clientWidth + 1 || box.scrollHeight > (band?.clientHeight ?? 0)),
    );
  }, [verdict, act, subject, code]);
  return (
    <div
      className={`band ${tone}${long ? ' long' : ''}`}
      role="status"
      data-tone={tone}
      data-code={code ?? ''}
      data-subject={subject ?? ''}
    >
      <Shape />
      <div ref={words}>
        <h1>{verdict}</h1>
        <p>
          <Arrow />
          <span>{act}</span>
        </p>
      </div>
      <div className="subject">
        {facts?.map(([label, value]) => (
          <div key={label}>
            <small>{label}</small>
            <b>{value}</b>
          </div>
        ))}
        {subject === undefined || facts !== undefined ? null : (
          <div>
            <small>
              <span className="mono head">{groups(subject.slice(0, -4))}</span>
            </small>
            <b>{subject.slice(-4)}</b>
          </div>
        )}
        {code === undefined ? null : (
          <div>
            <small>{codeWord}</small>
            <b>{errorCatalog[code].number}</b>
          </div>
        )}
      </div>
    </div>
  );
}

/** In fours, as people read numbers to each other; long ones keep their end. */
function groups(text: string): string {
  const kept = text.length > 16 ? `…${text.slice(-15)}` : text;
  return kept.replace(/(.{4})(?=.)/g, '$1 ');
}
