import type { ReactElement } from 'react';
import { stopReasons } from '../../../shared/packing/order.ts';
import { binUses, type BinUse } from '../../../shared/stock/bin.ts';
import { grades } from '../../../shared/stock/grade.ts';
import type { StockRow } from '../../../shared/stock/stock-ledger.ts';
import type { StationApp } from '../../app/station-app.ts';
import { dueText } from '../../text/time-text.ts';
import { useSay } from '../../text/i18n.ts';
import { itemWords } from '../../ui/item-plate.tsx';
import { Check, Open } from '../../ui/shapes.tsx';
import { ChoiceView, FactView, Tile, type Row } from '../../ui/stage-views.tsx';
import type { Found } from './stock-store.ts';

const SHOWN = 5;

export function LookStage({
  app,
  found,
}: {
  readonly app: StationApp;
  readonly found: Found | undefined;
}): ReactElement {
  const { say, language } = useSay();
  switch (found?.kind) {
    case undefined:
    case 'nothing':
      return <FactView phase="idle" label={say('stkAsk')} title={say('stkAskHelp')} long rows={[]} />;
    case 'owners':
      return (
        <ChoiceView
          phase="owners"
          choices={found.skus.slice(0, 3).map((sku) => ({ title: sku.owner, then: itemWords(sku, language) }))}
          onKey={(key) => app.key(key)}
        />
      );
    case 'sku': {
      const { sellable, held, unplaced } = found.figure;
      const forSale = grades.reduce((sum, grade) => sum + sellable[grade], 0);
      const apart = Object.entries(held) as [BinUse, number][];
      const byGrade = grades.filter((grade) => sellable[grade] !== 0).map((grade) => `${grade} ${sellable[grade]}`);
      return (
        <PileView
          phase="sku"
          rows={found.rows}
          name={(row) => row.bin}
          small={(row) => [row.grade, row.lot, row.expiry].filter(Boolean).join(' · ')}
          none={say('stkNowhere')}
          tile={
            <Tile
              above={say('stkSku')}
              main={forSale}
              unit={say('pcs')}
              below={[
                ...byGrade,
                ...apart.map(([use, n]) => `${binUses[use][language]} ${n}`),
                ...(unplaced === 0 ? [] : [`? ${unplaced}`]),
              ].join(' · ')}
              look="plain"
            />
          }
        />
      );
    }
    case 'bin':
      return (
        <PileView
          phase="bin"
          rows={found.rows}
          name={(row) => itemWords(app.work.findSku(row.owner, row.sku), language, row.sku)}
          small={(row) => [row.owner, row.grade, row.lot, row.expiry].filter(Boolean).join(' · ')}
          none={say('stkBinEmpty')}
          tile={
            <Tile
              above={binUses[found.bin.use][language]}
              main={found.rows.reduce((sum, { pieces }) => sum + pieces, 0)}
              unit={say('pcs')}
              below={found.bin.code}
              look="plain"
            />
          }
        />
      );
    case 'order': {
      const { order, packed } = found;
      const done = packed.some(({ last }) => last);
      const rows: Row[] = [
        [say('packShipBy'), dueText(order.shipByMs, app.flows.pack.wallMs())],
        [say('packTote'), order.tote ?? '–'],
        [say('packLabel'), say(app.work.findLabel(order.order, 1) === undefined ? 'packNoLabel' : 'packLabelHere')],
      ];
      return (
        <FactView
          phase="order"
          label={order.owner}
          title={
            order.stopped === undefined ? say(done ? 'stkPacked' : 'stkToPack') : stopReasons[order.stopped][language]
          }
          rows={rows}
          side={
            <Tile
              above={say('packOrder')}
              main={order.order.slice(-4)}
              below={say('stkParcels', { n: packed.length })}
              look="find"
            />
          }
        />
      );
    }
  }
}

function PileView({
  rows,
  phase,
  name,
  small,
  none,
  tile,
}: {
  readonly phase: string;
  readonly rows: readonly StockRow[];
  readonly name: (row: StockRow) => string;
  readonly small: (row: StockRow) => string;
  readonly none: string;
  readonly tile: ReactElement;
}): ReactElement {
  const { say } = useSay();
  const sorted = [...rows].sort((a, b) => b.pieces - a.pieces);
  return (
    <section className="stage pack" data-phase={phase}>
      <div className="split">
        <div className="panel list due">
          {sorted.length === 0 ? (
            <p className="none dim">{none}</p>
          ) : (
            <ol>
              {sorted.slice(0, SHOWN).map((row) => (
                <li key={[row.bin, row.owner, row.sku, row.grade, row.lot, row.expiry].join(' ')}>
                  {row.pieces < 0 ? <Check /> : <Open />}
                  <span>
                    {name(row)}
                    <small>{row.pieces < 0 ? say('stkNegative') : small(row)}</small>
                  </span>
                  <span className="by">{row.pieces}</span>
                </li>
              ))}
            </ol>
          )}
        </div>
        {tile}
      </div>
    </section>
  );
}
