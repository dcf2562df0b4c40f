import type { ReactElement } from 'react';
import { errorCatalog } from '../../shared/errors/catalog.ts';
import type { ScaleView } from '../../shared/parcel/weigh-bench-state.ts';
import { useSay } from '../text/i18n.ts';
import { LiveNumber } from './live-number.tsx';
import { scaleTrouble } from './scale-trouble.ts';

/** A scale that gives no number: where the fault is, that nothing was recorded, what ends it. */
export function ScaleTrouble({ scale, phase }: { readonly scale: ScaleView; readonly phase: string }): ReactElement {
  const { say, language } = useSay();
  const code = scaleTrouble(scale);
  const clears = {
    overload: 'clearsOverload',
    'below-zero': 'clearsBelowZero',
    silent: 'clearsSilent',
    unreadable: 'clearsUnreadable',
    unplugged: 'clearsUnplugged',
    fault: 'clearsFault',
    live: 'clearsFault',
    none: 'clearsFault',
    moving: 'clearsFault',
  } as const;
  return (
    <section className="stage refuse" data-phase={phase}>
      <div className="panel reason">
        <div>
          <div className="label">{say('gross')}</div>
          <LiveNumber scale={scale} />
        </div>
        <dl className="rows">
          <div>
            <dt>{say('scaleSays')}</dt>
            <dd>{code === undefined ? '' : errorCatalog[code][language].reason}</dd>
          </div>
          <div>
            <dt>{say('recorded')}</dt>
            <dd>{say('nothingRecorded')}</dd>
          </div>
          <div>
            <dt>{say('clears')}</dt>
            <dd>{say(clears[scale.kind])}</dd>
          </div>
        </dl>
      </div>
    </section>
  );
}
