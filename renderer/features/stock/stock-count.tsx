import type { ReactElement } from 'react';
import { MAX_PASSES, type CountState } from '../../../shared/stock/count-bench.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay } from '../../text/i18n.ts';
import { itemWords } from '../../ui/item-plate.tsx';
import { Ok } from '../../ui/shapes.tsx';
import { ChoiceView, FactView, ReasonView, Tile, TypedNumber, WhySide } from '../../ui/stage-views.tsx';

/** A count that knows the answer finds it: what the books say is never shown here. */
export function CountStage({ app, state }: { readonly app: StationApp; readonly state: CountState }): ReactElement {
  const { say, language } = useSay();
  const { phase, refusal, bin, piles, pass, owners, last } = state;
  if (phase === 'quantity')
    return (
      <TypedNumber
        label={say('recQuantity')}
        typed={state.typed}
        unit={say('pcs')}
        onKey={(key) => app.flows.stock.onKey(key)}
      />
    );
  const passTile = (
    <Tile above={bin?.code ?? ''} main={pass} below={say('stkPassOf', { of: MAX_PASSES })} look="plain" />
  );
  if (refusal !== undefined)
    return refusal.code === 'COUNT_OWNER_UNCLEAR' ? (
      <ChoiceView
        phase="refused"
        choices={owners.slice(0, 3).map((sku) => ({ title: sku.owner, then: itemWords(sku, language) }))}
        onKey={(key) => app.key(key)}
        side={<WhySide code={refusal.code} about={refusal.subject} />}
      />
    ) : (
      <ReasonView
        code={refusal.code}
        rows={bin === undefined ? [] : [[say('stkPass', { n: pass }), say('stkBlind')]]}
        side={bin === undefined ? undefined : passTile}
      />
    );
  if (bin !== undefined)
    return (
      <section className="stage pack" data-phase={phase} data-pass={pass}>
        <div className="split">
          <div className="panel list due">
            {piles.length === 0 ? (
              <p className="none dim">{say('stkBlind')}</p>
            ) : (
              <ol>
                {piles
                  .slice(-5)
                  .toReversed()
                  .map(({ item, counted }) => (
                    <li key={[item.owner, item.sku, item.grade, item.lot, item.expiry].join(' ')}>
                      <Ok />
                      <span>
                        {itemWords(app.work.findSku(item.owner, item.sku), language, item.sku)}
                        <small>{[item.owner, item.grade, item.lot, item.expiry].filter(Boolean).join(' · ')}</small>
                      </span>
                      <span className="by">{counted}</span>
                    </li>
                  ))}
              </ol>
            )}
          </div>
          <Tile
            above={say('stkPass', { n: pass })}
            main={piles.reduce((sum, { counted }) => sum + counted, 0)}
            unit={say('pcs')}
            below={say('stkBlind')}
            look="plain"
          />
        </div>
      </section>
    );
  if (phase === 'done' && last !== undefined)
    return (
      <FactView
        phase="done"
        label={last.bin}
        title={last.moves.length === 0 ? say('stkRight') : say('stkCorrected', { n: last.moves.length })}
        rows={[[say('stkPass', { n: last.passes }), last.lead ?? '–']]}
        side={
          <Tile
            above={say('stkCounted')}
            main={last.lines.reduce((sum, { counted }) => sum + counted, 0)}
            unit={say('pcs')}
            look="plain"
          />
        }
      />
    );
  return <FactView phase={phase} label={say('stkCountReady')} title={say('stkCountReadyAct')} rows={[]} />;
}
