import type { ReactElement } from 'react';

/** EDGE: half the dot, so that a scale at its limit is still a whole dot. */
const [WIDTH, HEIGHT, EDGE] = [300, 64, 10];

/** How far the test weight was off, check after check, between the two lines that no scale may cross. The newest is the dot. */
export function DriftLine({
  milligrams,
  toleranceMg,
}: {
  readonly milligrams: readonly number[];
  readonly toleranceMg: number;
}): ReactElement {
  const span = Math.max(toleranceMg, 1);
  const middle = HEIGHT / 2;
  const y = (value: number): number => {
    const share = Math.max(-1, Math.min(1, value / span));
    return Math.round((middle - share * (middle - EDGE)) * 10) / 10;
  };
  const x = (index: number): number =>
    milligrams.length < 2 ? WIDTH - 10 : Math.round((index / (milligrams.length - 1)) * (WIDTH - 10));
  const points = milligrams.map((value, index) => `${x(index)} ${y(value)}`);
  const last = milligrams.length - 1;
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} className="spark" aria-hidden="true" data-points={milligrams.length}>
      <path
        d={`M0 ${EDGE}H${WIDTH}M0 ${HEIGHT - EDGE}H${WIDTH}`}
        stroke="var(--ink-2)"
        strokeWidth="2"
        strokeDasharray="3 7"
      />
      <path d={`M${points.join('L')}`} fill="none" stroke="currentColor" strokeWidth="5" />
      <circle cx={x(last)} cy={y(milligrams[last] ?? 0)} r="9" fill="currentColor" />
    </svg>
  );
}
