import type { ReactElement } from 'react';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import type { Refusal, WeighBenchState } from '../../../shared/parcel/weigh-bench-state.ts';
import { useSay } from '../../text/i18n.ts';
import { LiveNumber } from '../../ui/live-number.tsx';

export function Refused({
  state,
  refusal,
}: {
  readonly state: WeighBenchState;
  readonly refusal: Refusal;
}): ReactElement {
  const { say, language } = useSay();
  return (
    <section className="stage refuse" data-phase={state.phase}>
      <div className="split">
        <div className="panel reason">
          <div>
            <div className="label">{say('why')}</div>
            <h2>{errorCatalog[refusal.code][language].reason}</h2>
          </div>
          <dl className="rows">
            <div>
              <dt>{say('notDone')}</dt>
              <dd>{say('weighingAndLabel')}</dd>
            </div>
            <div>
              <dt>{say('clearsBy')}</dt>
              <dd>{errorCatalog[refusal.code][language].act}</dd>
            </div>
          </dl>
        </div>
        <div className="panel numbers">
          <div className="label">{say('gross')}</div>
          <div style={{ ['--n-hero' as string]: 'var(--n-big)' }}>
            <LiveNumber scale={state.scale} />
          </div>
        </div>
      </div>
    </section>
  );
}
