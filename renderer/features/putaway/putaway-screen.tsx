import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import type { PutAwayState } from '../../../shared/receiving/put-away-bench.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay, type Language, type Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';
import { ItemPlate, itemWords } from '../../ui/item-plate.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { Open } from '../../ui/shapes.tsx';
import { FactView, ReasonView, Tile, TypedNumber } from '../../ui/stage-views.tsx';
import { Receipt } from '../../ui/label-receipt.tsx';
import { useRecord } from '../../ui/use-record.ts';

type Band = Omit<BandViewProps, 'codeWord'>;
const heldPieces = ({ held }: PutAwayState): number => held.reduce((sum, { pieces }) => sum + pieces, 0);

function putAwayBand(state: PutAwayState, storageFull: boolean, say: Say, language: Language): Band {
  const { phase, refusal, proposed, last } = state;
  const code = storageFull ? 'DISK_FULL' : refusal?.code;
  if (code !== undefined) {
    const tone = toneOf(code);
    const { verdict, act } = errorCatalog[code][language];
    return { tone, shape: tone, verdict, act, subject: refusal?.subject, code };
  }
  switch (phase) {
    case 'quantity':
      return { tone: 'busy', shape: 'scan', verdict: say('recQuantity'), act: say('recQuantityAct') };
    case 'holding': {
      const act = proposed === undefined ? say('putHoldingAnyAct') : say('putHoldingAct', { bin: proposed });
      return { tone: 'busy', shape: 'bin', verdict: say('putHolding', { n: heldPieces(state) }), act };
    }
    case 'booking':
      return { tone: 'busy', shape: 'bin', verdict: say('saving'), act: say('wait') };
    case 'done':
      return last?.voided === true
        ? { tone: 'idle', shape: 'scan', verdict: say('putUndone'), act: say('putUndoneAct') }
        : { tone: 'ok', shape: 'ok', verdict: say('putDone'), act: say('putDoneAct'), subject: last?.payload.bin };
    case 'idle':
      return { tone: 'idle', shape: 'scan', verdict: say('ready'), act: say('putReadyAct') };
  }
}

export function PutAwayScreen({ app }: { readonly app: StationApp }): ReactElement {
  const { bench, storageFull } = useStore(app.flows.putaway.store);
  const practice = useStore(app.view, (view) => view.mode === 'practice');
  const { say, language } = useSay();
  const { phase, held, last } = bench;
  const keys: Partial<Record<KeyName, string>> = {
    ...(phase === 'holding' ? { F5: say('keyQuantity') } : {}),
    ...(phase !== 'booking' && (held.length > 0 || (last !== undefined && !last.voided)) ? { F8: say('keyUndo') } : {}),
    ...(practice ? { F11: say('keyPractice') } : {}),
    F10: say('keyQueue'),
    F12: say('keyHome'),
  };
  return (
    <StationFrame app={app} band={putAwayBand(bench, storageFull, say, language)} keys={keys}>
      <Stage app={app} state={bench} />
    </StationFrame>
  );
}

function Stage({ app, state }: { readonly app: StationApp; readonly state: PutAwayState }): ReactElement {
  const { say, language } = useSay();
  const { phase, held, refusal, proposed, last } = state;
  const flow = app.flows.putaway;
  const latest = held.at(-1);
  if (phase === 'quantity')
    return (
      <TypedNumber label={say('recQuantity')} typed={state.typed} unit={say('pcs')} onKey={(key) => flow.onKey(key)} />
    );
  const bin = (
    <Tile above={say('putBin')} main={proposed ?? '–'} below={say(proposed === undefined ? 'putNoBin' : 'putOnScan')} />
  );
  if (refusal !== undefined)
    return (
      <ReasonView
        code={refusal.code}
        rows={refusal.subject === undefined ? [] : [[say('packScanned'), refusal.subject]]}
        side={latest === undefined ? undefined : bin}
      />
    );
  if (latest !== undefined) {
    const { row, pieces } = latest;
    const marks = [row.lot, row.expiry].filter(Boolean).join(', ');
    return (
      <section className="stage pack" data-phase={phase} data-proposed={proposed ?? ''}>
        <div className="split">
          <ItemPlate
            sku={app.work.findSku(row.owner, row.sku)}
            code={row.sku}
            have={pieces}
            of={row.pieces}
            note={marks === '' ? row.owner : marks}
            language={language}
          />
          {bin}
        </div>
      </section>
    );
  }
  if (phase === 'done' && last?.voided === false) return <PutAway app={app} last={last} />;
  return <AtDock app={app} phase={phase} />;
}

function PutAway({
  app,
  last,
}: {
  readonly app: StationApp;
  readonly last: NonNullable<PutAwayState['last']>;
}): ReactElement {
  const { say, language } = useSay();
  const { inCloud } = useRecord(app.operations, app.view, last.job);
  const { bin, moves } = last.payload;
  const [move] = moves;
  const now = app.flows.putaway
    .inBin(bin)
    .filter((row) => row.owner === move?.owner && row.sku === move.sku && row.grade === move.grade)
    .reduce((sum, { pieces }) => sum + pieces, 0);
  return (
    <FactView
      phase="done"
      label={bin}
      title={moves
        .map(({ owner, sku, pieces }) => `${pieces} × ${itemWords(app.work.findSku(owner, sku), language, sku)}`)
        .join(', ')}
      long
      rows={[[say('recorded'), <Receipt key="receipt" label={undefined} inCloud={inCloud} />]]}
      side={<Tile above={say('putNow', { bin })} main={now} unit={say('pcs')} look="plain" />}
    />
  );
}

function AtDock({ app, phase }: { readonly app: StationApp; readonly phase: string }): ReactElement {
  const { say, language } = useSay();
  const rows = app.flows.putaway.atDock();
  const dock = app.flows.putaway.dock();
  return (
    <section className="stage pack" data-phase={phase}>
      <div className="split">
        <div className="panel list due">
          {rows.length === 0 ? (
            <p className="none dim">{say('putNothingThere')}</p>
          ) : (
            <ol>
              {rows.slice(0, 5).map((row) => (
                <li key={`${row.owner} ${row.sku} ${row.lot ?? ''} ${row.expiry ?? ''} ${row.grade}`}>
                  <Open />
                  <span>
                    {itemWords(app.work.findSku(row.owner, row.sku), language, row.sku)}
                    <small>{[row.owner, row.lot, row.expiry, row.grade].filter(Boolean).join(' · ')}</small>
                  </span>
                  <span className="by">{row.pieces}</span>
                </li>
              ))}
            </ol>
          )}
        </div>
        <Tile
          above={say('putAtDock', { dock })}
          main={rows.reduce((sum, { pieces }) => sum + pieces, 0)}
          unit={say('pcs')}
          look="plain"
        />
      </div>
    </section>
  );
}
