import { useLayoutEffect, useRef, useState, type ReactElement } from 'react';
import { errorCatalog, type ErrorCode } from '../../shared/errors/catalog.ts';
import { useScreenSize } from './screen-size.ts';
import { Arrow, BinShape, Check, LookShape, Ok, ScanShape, Stop, WeighShape } from './shapes.tsx';

const shapes = {
  scan: ScanShape,
  weigh: WeighShape,
  look: LookShape,
  bin: BinShape,
  ok: Ok,
  check: Check,
  stop: Stop,
} as const;

/** The whole band steps down, one after the other, until its words fit; never one line alone. */
const LONGER = ['long', 'long longer', 'long longer longest'] as const;

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
  const [long, setLong] = useState('');
  const size = useScreenSize();
  const [head, end] = parted(subject ?? '');
  useLayoutEffect(() => {
    const box = words.current;
    if (box === null) return;
    const [title] = box.children;
    const band = box.parentElement;
    if (title === undefined || band === null) return;
    const fits = (): boolean =>
      title.scrollWidth <= box.clientWidth + 1 &&
      box.scrollWidth <= box.clientWidth + 1 &&
      box.scrollHeight <= band.clientHeight;
    band.classList.remove(...LONGER.join(' ').split(' '));
    let step = '';
    for (const next of LONGER) {
      if (fits()) break;
      step = next;
      band.classList.add(...next.split(' '));
    }
    setLong(step);
  }, [verdict, act, subject, code, size]);
  return (
    <div
      className={`band ${tone} ${long}`}
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
              <span className="mono head">{head}</span>
            </small>
            <b>{end}</b>
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

/** What people know it by stands large: the last four of a number, what stands after the last dash of a name such as US-A-00412 or MF-W1234567-1-3. */
function parted(subject: string): readonly [string, string] {
  const [, before, after] = /^(.*-)([^-]{3,6}|\d+-\d+)$/.exec(subject) ?? [];
  if (before !== undefined && after !== undefined) return [before, after];
  return [groups(subject.slice(0, -4)), subject.slice(-4)];
}

/** In fours, as people read numbers to each other; long ones keep their end. */
function groups(text: string): string {
  const kept = text.length > 16 ? `…${text.slice(-15)}` : text;
  return kept.replace(/(.{4})(?=.)/g, '$1 ');
}
