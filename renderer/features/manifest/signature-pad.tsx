import { useRef, type PointerEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { SIGNATURE_FIELD } from '../../../shared/consolidation/signature.ts';
import { useSay } from '../../text/i18n.ts';
import type { ManifestFlow } from './manifest-flow.ts';

/** The one place where a finger or pen is needed: the driver's name. What is drawn lives in the flow, not in here. */
export function SignaturePad({ flow }: { readonly flow: ManifestFlow }): ReactElement {
  const { say } = useSay();
  const strokes = useStore(flow.ink);
  const drawing = useRef(false);
  const take = (event: PointerEvent<SVGSVGElement>, fresh: boolean): void => {
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    flow.pen({ x: event.clientX - left, y: event.clientY - top, width, height, fresh });
  };
  return (
    <svg
      className="signature"
      viewBox={`0 0 ${SIGNATURE_FIELD.width} ${SIGNATURE_FIELD.height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={say('loadSignHere')}
      data-ink={strokes.length}
      onPointerDown={(event) => {
        drawing.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        take(event, true);
      }}
      onPointerMove={(event) => {
        if (drawing.current) take(event, false);
      }}
      onPointerUp={() => {
        drawing.current = false;
      }}
      onPointerCancel={() => {
        drawing.current = false;
      }}
    >
      <path d="M60 330H940" stroke="var(--rule)" strokeWidth="4" />
      {strokes.map((stroke, index) => (
        <polyline
          key={index}
          points={stroke.map(({ x, y }) => `${x},${y}`).join(' ')}
          fill="none"
          stroke="currentColor"
          strokeWidth="7"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}
