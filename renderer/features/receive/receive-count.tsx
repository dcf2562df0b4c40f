import { useEffect, useReducer, type ReactElement } from 'react';
import { differenceWords } from '../../../shared/receiving/difference.ts';
import type { OpenCarton, ReceiveBenchState } from '../../../shared/receiving/receive-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay } from '../../text/i18n.ts';
import { ItemPlate, itemName, Pips } from '../../ui/item-plate.tsx';
import { Receipt } from '../../ui/label-receipt.tsx';
import { Now, Ok, Open } from '../../ui/shapes.tsx';
import { FactView, Tile } from '../../ui/stage-views.tsx';
import { useRecord } from '../../ui/use-record.ts';

interface Line {
  readonly sku: string;
  readonly have: number;
  readonly damaged: number;
  /** undefined: nobody announced it. */
  readonly of: number | undefined;
  readonly atMs: number;
}

/** Articles of the notice in its order, then what came beside it. */
function linesOf({ announced, lines }: OpenCarton): Line[] {
  const codes = [...new Set([...(announced?.carton.lines ?? []), ...lines].map(({ sku }) => sku))];
  return codes.map((sku) => {
    const mine = lines.filter((line) => line.sku === sku);
    const wanted = announced?.carton.lines.filter((line) => line.sku === sku) ?? [];
    return {
      sku,
      have: mine.reduce((sum, { pieces }) => sum + pieces, 0),
      damaged: mine.filter(({ grade }) => grade === 'D').reduce((sum, { pieces }) => sum + pieces, 0),
      of: wanted.length === 0 ? undefined : wanted.reduce((sum, { pieces }) => sum + pieces, 0),
      atMs: Math.max(-1, ...mine.map(({ atMs }) => atMs)),
    };
  });
}

const SHOWN = 4;

/** The article counted last, and the list of all of them. */
export function CountView({
  app,
  carton,
  phase,
}: {
  readonly app: StationApp;
  readonly carton: OpenCarton;
  readonly phase: ReceiveBenchState['phase'];
}): ReactElement {
  const { say, language } = useSay();
  const lines = linesOf(carton);
  const latest = lines.reduce((best, line, i) => (line.atMs > (lines[best]?.atMs ?? -1) ? i : best), 0);
  const line = lines[latest];
  const sku = carton.owner === undefined ? undefined : app.flows.receive.findSku(carton.owner, line?.sku ?? '');
  const from = Math.max(0, Math.min(latest - 1, lines.length - SHOWN));
  const below = lines.length - from - SHOWN;
  return (
    <section className="stage pack" data-phase={phase} data-carton={carton.code}>
      <div className="split">
        {line === undefined ? (
          <div className="panel" />
        ) : (
          <ItemPlate
            sku={sku}
            code={line.sku}
            have={line.have}
            of={line.of ?? line.have}
            note={line.of === undefined ? say('recNotAnnounced') : undefined}
            language={language}
          />
        )}
        <div className="panel list">
          <ol>
            {lines.slice(from, from + SHOWN).map((one, i) => {
              const done = one.of !== undefined && one.have >= one.of;
              const now = from + i === latest && carton.lines.length > 0;
              const article = carton.owner === undefined ? undefined : app.flows.receive.findSku(carton.owner, one.sku);
              return (
                <li className={now ? 'now' : done ? 'done' : 'todo'} key={one.sku} data-sku={one.sku}>
                  {done ? <Ok /> : now ? <Now /> : <Open />}
                  <span>
                    {itemName(article, language, one.sku)}
                    <small>
                      {one.damaged > 0 ? say('recDamagedCount', { n: one.damaged }) : (article?.variant ?? one.sku)}
                    </small>
                  </span>
                  <Pips have={one.have} of={one.of ?? one.have} />
                </li>
              );
            })}
            <li className="todo">
              <Open />
              <span>
                {carton.announced === undefined
                  ? say('recBlind')
                  : say('recFrom', { asn: carton.announced.asn, owner: carton.announced.owner })}
                <small>
                  {below > 0
                    ? say('packMoreLines', { n: below })
                    : carton.gross === undefined
                      ? say('recNotWeighed')
                      : `${carton.gross.mass.value} ${carton.gross.mass.unit}`}
                </small>
              </span>
            </li>
          </ol>
        </div>
      </div>
    </section>
  );
}

/** What was saved of the carton. */
export function ReceivedView({
  app,
  last,
}: {
  readonly app: StationApp;
  readonly last: NonNullable<ReceiveBenchState['last']>;
}): ReactElement {
  const { say, language } = useSay();
  const { inCloud } = useRecord(app.operations, app.view, last.job);
  const { carton, lines, differences, gross, expected, dock } = last.payload;
  const pieces = lines.reduce((sum, line) => sum + line.pieces, 0);
  const weight =
    gross === undefined
      ? say('recNotWeighed')
      : `${gross.value} ${gross.unit}${expected === undefined ? '' : `, ${say('recAnnounced', { kg: `${expected.value} ${expected.unit}` })}`}`;
  const words = differences.map(({ word, pieces: n }) => `${differenceWords[word][language]} ${n}`);
  return (
    <FactView
      phase="done"
      label={say('recCarton')}
      title={<span className="mono">{carton}</span>}
      long
      rows={[
        [say('recWeight'), weight],
        [say('recDifferences'), words.length === 0 ? say('recNoDifference') : words.slice(0, 3).join(', ')],
        [say('recorded'), <Receipt key="receipt" label={undefined} inCloud={inCloud} />],
      ]}
      side={
        <Tile above={say('recPieces')} main={pieces} unit={say('pcs')} below={say('recDock', { dock })} look="plain" />
      }
    />
  );
}

const SHOWN_REST = 5;

/** What is announced and has not come. */
export function RestView({ app, phase }: { readonly app: StationApp; readonly phase: string }): ReactElement {
  const { say } = useSay();
  const [, look] = useReducer((n: number) => n + 1, 0);
  useEffect(() => app.work.onChange(look), [app]);
  const done = app.flows.receive.doneCount?.() ?? 0;
  const waiting = app.flows.receive.waiting();
  const { dock } = app.view.getState().settings.overseas;
  return (
    <section className="stage pack" data-phase={phase}>
      <div className="split">
        <div className="panel list due">
          <ol>
            {waiting.slice(0, SHOWN_REST).map(({ asn, carton }) => (
              <li key={`${asn} ${carton.carton}`}>
                <Open />
                <span>
                  <span className="mono">{carton.carton}</span>
                  <small>
                    {say('recPiecesOf', { n: carton.lines.reduce((sum, { pieces }) => sum + pieces, 0), asn })}
                  </small>
                </span>
              </li>
            ))}
          </ol>
        </div>
        <Tile
          above={say('recHere')}
          main={done}
          unit={say('recCartons', { n: done })}
          below={say('recDock', { dock })}
          look="plain"
        />
      </div>
    </section>
  );
}
