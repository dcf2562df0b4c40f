import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { OpenOrder, PackBenchState } from '../../../shared/packing/pack-bench-state.ts';
import { isComplete, nextNeeded, piecesIn } from '../../../shared/packing/pack-step.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay } from '../../text/i18n.ts';
import { ItemPlate, itemName, Pips } from '../../ui/item-plate.tsx';
import { kgText } from '../../../shared/measure/kg-text.ts';
import { LiveNumber } from '../../ui/live-number.tsx';
import { Now, Ok, Open } from '../../ui/shapes.tsx';

interface OrderProps {
  readonly app: StationApp;
  readonly open: OpenOrder;
  readonly state: PackBenchState;
}

/** The article to take, as large as a hand, beside the list of all of them. */
export function OrderView({ app, open, state }: OrderProps): ReactElement {
  const { say, language } = useSay();
  const wanted = state.serialOf?.line ?? nextNeeded(open);
  const at = wanted < 0 ? open.order.lines.length - 1 : wanted;
  const line = open.order.lines[at];
  const sku = app.flows.pack.nameOf(open.order.owner, line?.sku ?? '');
  return (
    <section className="stage pack" data-phase={state.phase} data-packed={open.units.length}>
      <div className="split">
        <ItemPlate
          sku={sku}
          code={line?.sku ?? ''}
          have={piecesIn(open, at)}
          of={line?.pieces ?? 0}
          note={line === undefined ? undefined : say('packFromBin', { bin: line.bin })}
          language={language}
        />
        <Lines app={app} open={open} now={state.serialOf?.line ?? wanted} />
      </div>
    </section>
  );
}

/** Lines that fit beside the box, with the one in hand among them. */
const SHOWN = 4;

function Lines({
  app,
  open,
  now,
}: {
  readonly app: StationApp;
  readonly open: OpenOrder;
  readonly now: number;
}): ReactElement {
  const { say, language } = useSay();
  const { lines, owner } = open.order;
  const from = Math.max(0, Math.min(now < 0 ? lines.length : now - 1, lines.length - SHOWN));
  const below = lines.length - from - SHOWN;
  const expected = app.flows.pack.expected();
  const complete = isComplete(open);
  const weight =
    expected === undefined || expected.method === 'none'
      ? say('packNoExpect')
      : say('packExpect', { kg: kgText(expected.expectedMilligrams) });
  return (
    <div className="panel list">
      <ol>
        {lines.slice(from, from + SHOWN).map((line, i) => {
          const at = from + i;
          const have = piecesIn(open, at);
          const done = have >= line.pieces;
          const sku = app.flows.pack.nameOf(owner, line.sku);
          return (
            <li className={done ? 'done' : at === now ? 'now' : 'todo'} key={at} data-sku={line.sku}>
              {done ? <Ok /> : at === now ? <Now /> : <Open />}
              <span>
                {itemName(sku, language, line.sku)}
                <small>{sku?.variant ?? line.sku}</small>
              </span>
              <Pips have={have} of={line.pieces} />
            </li>
          );
        })}
        <li className={complete ? 'now' : 'todo'} data-box={open.box ?? ''}>
          {complete ? <Now /> : <Open />}
          <span>
            {open.box === undefined ? say('packNoBox') : say('packIntoBox', { box: open.box })}
            <small>
              {open.parcel > 1 ? `${say('packParcel', { n: open.parcel })} · ` : ''}
              {below > 0 ? say('packMoreLines', { n: below }) : weight}
            </small>
          </span>
        </li>
      </ol>
    </div>
  );
}

/** All pieces are in: what it should weigh beside what the plate says. */
export function WeighView({ app, open, state }: OrderProps): ReactElement {
  const { say } = useSay();
  const scale = useStore(app.liveScale);
  const expected = app.flows.pack.expected();
  return (
    <section className="stage pack" data-phase={state.phase}>
      <div className="split">
        <div className="panel reason">
          <div style={{ ['--n-hero' as string]: 'var(--n-big)' }}>
            <div className="label">{say('packIs')}</div>
            <LiveNumber scale={scale} />
          </div>
          <dl className="rows">
            <div>
              <dt>{say('packShould')}</dt>
              <dd data-expected={expected?.expectedMilligrams ?? ''}>
                {expected === undefined || expected.method === 'none'
                  ? say('packNoExpect')
                  : `${kgText(expected.expectedMilligrams)} ± ${kgText(expected.toleranceMilligrams)}`}
              </dd>
            </div>
            <div>
              <dt>{say('why')}</dt>
              <dd>{expected?.method === 'learned' ? say('packLearned', { n: expected.samples }) : say('packSum')}</dd>
            </div>
          </dl>
        </div>
        <Lines app={app} open={open} now={-1} />
      </div>
    </section>
  );
}
