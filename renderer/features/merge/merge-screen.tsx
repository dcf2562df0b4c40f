import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import { cartonInHand } from '../../../shared/merge/merge-bench.ts';
import { massIn } from '../../../shared/measure/mass.ts';
import { add, toDecimal, ZERO } from '../../../shared/measure/rational.ts';
import type { MergeBenchState, MergeParcel } from '../../../shared/merge/merge-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame, type FrameProps } from '../../app/station-frame.tsx';
import { useSay, type Say } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { mergeTone } from './merge-store.ts';

/** Parcels in hand on the left, what becomes of them on the right. */
export function MergeScreen({ app }: { readonly app: StationApp }): ReactElement {
  const state = useStore(app.flows.merge.store);
  const { say, language } = useSay();
  const { parcels, phase, last } = state;
  const canUndo = parcels.length > 0 || state.refusal !== undefined || (last !== undefined && !last.undone);
  return (
    <StationFrame
      app={app}
      band={bandOf(state, say, language)}
      keys={{
        ...(parcels.length > 0 || state.refusal !== undefined ? { F6: say('keyHold') } : {}),
        ...(canUndo ? { F8: say(phase === 'planned' ? 'mergeKeyBack' : 'keyUndo') } : {}),
        F10: say('keyQueue'),
        F12: say('keyHome'),
      }}
    >
      <section className="stage merge" data-phase={phase}>
        <div className="split">
          <div className="panel">
            <div className="label">{say(phase === 'planned' ? 'mergeInside' : 'mergeParcels')}</div>
            <Parcels state={state} />
          </div>
          <div className={phase === 'planned' && state.refusal === undefined ? 'panel inkpanel' : 'panel'}>
            <Right app={app} state={state} />
          </div>
        </div>
      </section>
    </StationFrame>
  );
}

function bandOf(state: MergeBenchState, say: Say, language: 'zh' | 'en'): FrameProps['band'] {
  const { refusal, phase, parcels, plan, last } = state;
  const tone = mergeTone(state);
  if (refusal !== undefined) {
    const { verdict, act } = errorCatalog[refusal.code][language];
    return {
      tone,
      shape: tone === 'stop' ? 'stop' : 'check',
      verdict,
      act,
      subject: refusal.subject,
      code: refusal.code,
    };
  }
  if (phase === 'booking') return { tone: 'busy', shape: 'scan', verdict: say('mergeSaving'), act: say('wait') };
  if (phase === 'planning') return { tone: 'busy', shape: 'scan', verdict: say('mergePlanning'), act: say('wait') };
  const carton = cartonInHand(state);
  if (phase === 'planned' && carton !== undefined)
    return {
      ...{ tone, shape: 'scan', verdict: say('mergePack', { box: carton.box.code }), act: say('mergePackAct') },
      facts: [[say('mergeCarton'), `${(plan?.at ?? 0) + 1} / ${plan?.cartons.length ?? 1}`]],
    };
  const subject = parcels.at(-1)?.waybill;
  if (parcels.length === 1)
    return { tone, shape: 'scan', verdict: say('mergeFirst'), act: say('mergeFirstAct'), subject };
  if (parcels.length > 1)
    return { tone, shape: 'scan', verdict: say('mergeMore', { n: parcels.length }), act: say('mergeMoreAct'), subject };
  if (last === undefined) return { tone, shape: 'scan', verdict: say('mergeReady'), act: say('mergeReadyAct') };
  return last.undone
    ? { tone, shape: 'scan', verdict: say('mergeUndone'), act: say('mergeUndoneAct'), subject: last.unit }
    : {
        tone,
        shape: 'ok',
        verdict: say('mergeDone', { unit: last.unit.slice(-4) }),
        act: say('mergeDoneAct'),
        subject: last.unit,
      };
}

/** "4 × M, 1 × L". */
function inCounts(codes: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts].map(([code, count]) => `${count} × ${code}`).join(', ');
}

/** Rows that fit beside each other on the smallest screen; the newest are what the hand has just done. */
const MOST_ROWS = 6;
/** Parcels named in one line. */
const MOST_NAMED = 6;

function Parcels({ state }: { readonly state: MergeBenchState }): ReactElement {
  const { parcels } = state;
  const carton = cartonInHand(state);
  const inside = (parcel: MergeParcel): boolean => carton?.parcels.includes(parcel.waybill) ?? true;
  const shown = parcels.filter(inside).slice(-MOST_ROWS);
  const hidden = parcels.filter(inside).length - shown.length;
  return (
    <dl className="rows" data-count={parcels.length}>
      {shown.map(({ waybill, gross, dimensions }) => (
        <div key={waybill}>
          <dt className="mono">…{waybill.slice(-4)}</dt>
          <dd>
            {gross.value} {gross.unit} · {dimensions.length} × {dimensions.width} × {dimensions.height}
          </dd>
        </div>
      ))}
      {hidden > 0 ? (
        <div>
          <dt className="mono">+{hidden}</dt>
          <dd />
        </div>
      ) : null}
    </dl>
  );
}

function Right({ app, state }: { readonly app: StationApp; readonly state: MergeBenchState }): ReactElement {
  const { say, language } = useSay();
  const { refusal, plan, parcels } = state;
  if (refusal !== undefined)
    return (
      <div className="reason">
        <div className="label">{say('why')}</div>
        <h2>{refusal.facts?.[language] ?? errorCatalog[refusal.code][language].reason}</h2>
      </div>
    );
  const carton = cartonInHand(state);
  if (plan !== undefined && carton !== undefined) {
    const inCartons = new Set(plan.cartons.flatMap((one) => one.parcels));
    const rest = parcels.filter(({ waybill }) => !inCartons.has(waybill));
    const later = plan.cartons.slice(plan.at + 1);
    return (
      <>
        <div className="label">{say('mergeCarton')}</div>
        <div className="num hero" data-box={carton.box.code} data-at={plan.at}>
          {carton.box.code}
        </div>
        <dl className="rows">
          <div>
            <dt>{say('mergePlan')}</dt>
            <dd>{plan.words[language]}</dd>
          </div>
          {later.length === 0 ? null : (
            <div>
              <dt>{say('mergeLater')}</dt>
              <dd>{inCounts(later.map(({ box }) => box.code))}</dd>
            </div>
          )}
          {rest.length === 0 ? null : (
            <div>
              <dt>{say('mergeApartRest')}</dt>
              <dd className="mono">
                {rest
                  .slice(0, MOST_NAMED)
                  .map(({ waybill }) => `…${waybill.slice(-4)}`)
                  .join(' ')}
                {rest.length > MOST_NAMED ? ` +${rest.length - MOST_NAMED}` : ''}
              </dd>
            </div>
          )}
          {plan.exact ? null : (
            <div>
              <dt />
              <dd>{say('mergeNotExact')}</dd>
            </div>
          )}
        </dl>
      </>
    );
  }
  const toWeigh = state.toWeigh.filter((unit) => !app.parts.weighed.find(unit));
  if (parcels.length === 0)
    return toWeigh.length === 0 ? (
      <p className="promise">{say('mergeHint')}</p>
    ) : (
      <>
        <div className="label">{say('mergeToWeigh')}</div>
        <dl className="rows" data-to-weigh={toWeigh.join(' ')}>
          {toWeigh.slice(-MOST_ROWS).map((unit) => (
            <div key={unit}>
              <dt className="mono">…{unit.slice(-4)}</dt>
              <dd>{say('mergeToWeighAct')}</dd>
            </div>
          ))}
        </dl>
      </>
    );
  const sum = parcels.map(({ gross }) => massIn(gross, 'kg')).reduce(add, ZERO);
  return (
    <>
      <div className="label">{say('mergeTotal')}</div>
      <div className="num hero" data-number="total">
        {toDecimal(sum, 3, 3)}
        <i>kg</i>
      </div>
      {parcels.length < 2 ? null : (
        <div className="answers">
          <Answer slot={1} title={say('mergeKeyPlan')} then={say('mergeKeyPlanThen')} onAnswer={() => app.key('F1')} />
        </div>
      )}
    </>
  );
}
