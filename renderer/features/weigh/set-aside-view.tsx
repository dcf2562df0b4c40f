import type { ReactElement } from 'react';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import type { Refusal, WeighBenchState } from '../../../shared/parcel/weigh-bench-state.ts';
import { useSay } from '../../text/i18n.ts';
import { timeText } from '../../text/time-text.ts';

/** A parcel that may not go on: why, since when, how old that is, and where it is put. */
export function SetAside({
  state,
  refusal,
}: {
  readonly state: WeighBenchState;
  readonly refusal: Refusal;
}): ReactElement {
  const { say, language } = useSay();
  const minutes = refusal.listAgeMs === undefined ? undefined : Math.max(0, Math.floor(refusal.listAgeMs / 60_000));
  const age =
    minutes === undefined
      ? say('none')
      : minutes < 60
        ? say('minutes', { n: minutes })
        : say('hours', { h: Math.floor(minutes / 60), m: minutes % 60 });
  return (
    <section className="stage refuse" data-phase={state.phase}>
      <div className="split">
        <div className="panel reason">
          <div>
            <div className="label">{say('why')}</div>
            <h2>{refusal.facts?.[language] ?? errorCatalog[refusal.code][language].reason}</h2>
          </div>
          <dl className="rows">
            {refusal.hold === undefined ? null : (
              <>
                <div>
                  <dt>{say('since')}</dt>
                  <dd>{timeText(refusal.hold.sinceMs)}</dd>
                </div>
                <div>
                  <dt>{say('holdListAge')}</dt>
                  <dd>{minutes === undefined ? age : say('holdListOf', { age })}</dd>
                </div>
              </>
            )}
            <div>
              <dt>{say('notDone')}</dt>
              <dd>{say('weighingAndLabel')}</dd>
            </div>
            {refusal.lead === true ? (
              <div>
                <dt>{say('release')}</dt>
                <dd>{say('leadReleases')}</dd>
              </div>
            ) : null}
          </dl>
        </div>
        <div className="panel inkpanel">
          <div className="label">{say('holdPlace')}</div>
          <div className="num hero" data-place={refusal.place}>
            {refusal.place}
          </div>
          <div className="ticket">
            <span>F1 {say('ansAside', { place: refusal.place ?? '' })}</span>
          </div>
        </div>
      </div>
    </section>
  );
}
