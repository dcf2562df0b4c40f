import type { ReactElement } from 'react';
import {
  add,
  compare,
  divide,
  fromDecimal,
  fromInteger,
  maximum,
  multiply,
  roundToStep,
  subtract,
  toDecimal,
  type Rational,
} from '../../../shared/measure/rational.ts';
import type { ChargeableResult } from '../../../shared/rating/chargeable-result.ts';

/** Steps shown left and right of the billed one. */
const BEFORE = 3;
const AFTER = 1;

/** Gross, volume, hatched round-up, the billed step, and the step within reach. Drawn from exact figures; only the picture is rounded. */
export function WeightRuler({
  result,
  grossWord,
  volumeWord,
}: {
  readonly result: ChargeableResult;
  readonly grossWord: string;
  readonly volumeWord: string;
}): ReactElement | null {
  if (result.step === undefined || result.volumetric === undefined) return null;
  const step = fromDecimal(result.step);
  const billed = fromDecimal(result.chargeable.value);
  const gross = fromDecimal(result.gross.value);
  const volume = fromDecimal(result.volumetric.value);
  const lowest = compare(gross, volume) < 0 ? gross : volume;
  const near = subtract(billed, multiply(step, fromInteger(BEFORE)));
  // A figure far below the billed step is shown at the edge: the distance is not the message.
  const start = maximum(near, maximum(roundToStep(lowest, step, 'down'), fromInteger(0)));
  const end = add(billed, multiply(step, fromInteger(AFTER)));
  const percent = (value: Rational): number =>
    Math.max(
      -2,
      Math.min(
        100,
        Number(toDecimal(multiply(divide(subtract(value, start), subtract(end, start)), fromInteger(100)), 2)),
      ),
    );
  const decimals = result.step.includes('.') ? result.step.length - result.step.indexOf('.') - 1 : 0;
  const ticks: Rational[] = [];
  for (let tick = start; compare(tick, end) <= 0; tick = add(tick, step)) ticks.push(tick);
  const before = fromDecimal(result.beforeRounding);
  const reach = result.lever === undefined ? undefined : subtract(billed, fromDecimal(result.lever.saves.value));
  const tickClass = (tick: Rational): string =>
    compare(tick, billed) === 0 ? 'tl on' : reach !== undefined && compare(tick, reach) === 0 ? 'tl could' : 'tl';
  const close = Math.abs(percent(gross) - percent(volume)) < 16;
  return (
    <div className="ruler" aria-hidden="true">
      <div className="track" />
      {ticks.map((tick) => (
        <span key={toDecimal(tick, 3)}>
          <span className="tick" style={{ left: `${percent(tick)}%` }} />
          <span className={tickClass(tick)} style={{ left: `${percent(tick)}%` }}>
            {toDecimal(tick, decimals, decimals)}
          </span>
        </span>
      ))}
      <span className="bar" style={{ right: `calc(100% - ${percent(before)}%)` }} />
      <span className="span" style={{ left: `${percent(before)}%`, right: `calc(100% - ${percent(billed)}%)` }} />
      <span className="mark" style={{ left: `${percent(gross)}%` }} />
      <span className="mark" style={{ left: `${percent(volume)}%` }} />
      <em
        style={{
          left: `${percent(gross)}%`,
          ...(close && percent(gross) <= percent(volume) ? { transform: 'translateX(-100%)' } : {}),
        }}
      >
        {grossWord} {toDecimal(gross, 3, 3)}
      </em>
      <em
        style={{
          left: `${percent(volume)}%`,
          ...(close && percent(volume) < percent(gross)
            ? { transform: 'translateX(-100%)' }
            : close
              ? { transform: 'translateX(12px)' }
              : {}),
        }}
      >
        {volumeWord} {toDecimal(volume, 3, 3)}
      </em>
    </div>
  );
}
