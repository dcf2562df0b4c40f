import { useEffect, useReducer, type ReactElement } from 'react';
import type { PackBenchState } from '../../../shared/packing/pack-bench-state.ts';
import { asideReasons, type AsideReason } from '../../../shared/packing/aside-reasons.ts';
import type { QueuedOrder } from '../../../shared/packing/order-queue.ts';
import type { StationApp } from '../../app/station-app.ts';
import { dueText } from '../../text/time-text.ts';
import { useSay } from '../../text/i18n.ts';
import { Check, Half, Ok } from '../../ui/shapes.tsx';

const SHOWN = 5;
const AGAIN_MS = 30_000;

/** Orders by deadline, the most urgent on top, and how far the carrier's labels reach if the network goes now. */
export function OrderList({
  app,
  phase,
}: {
  readonly app: StationApp;
  readonly phase: PackBenchState['phase'];
}): ReactElement {
  const { say } = useSay();
  const [, look] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const ends = [app.work.onChange(look), app.floor.onChange(look)];
    const timer = window.setInterval(look, AGAIN_MS);
    return () => {
      window.clearInterval(timer);
      for (const end of ends) end();
    };
  }, [app]);
  const { orders, coverage } = app.flows.pack.queue();
  const next = orders
    .slice(0, SHOWN)
    .map(({ order }) => order.order)
    .join(' ');
  useEffect(() => app.flows.pack.warmNext(next === '' ? [] : next.split(' ')), [app, next, coverage.here]);
  return (
    <section className="stage pack" data-phase={phase} data-labels-here={coverage.here}>
      <div className="split">
        <div className="panel list due">
          {orders.length === 0 ? (
            <p className="none dim">{say('packNoOrders')}</p>
          ) : (
            <ol>
              {orders.slice(0, SHOWN).map((queued) => (
                <OrderRow
                  key={queued.order.order}
                  queued={queued}
                  aside={app.floor.packs.findAside(queued.order.order)?.why}
                  nowMs={app.flows.pack.wallMs()}
                />
              ))}
            </ol>
          )}
        </div>
        <div className="dest">
          <span>{say('packNext')}</span>
          <b>{orders.length}</b>
          <span>{say('packOrders', { n: orders.length })}</span>
          <span className="sub">{say('packLabelsHere', { here: coverage.here, of: coverage.orders })}</span>
        </div>
      </div>
    </section>
  );
}

function OrderRow({
  queued,
  aside,
  nowMs,
}: {
  readonly queued: QueuedOrder;
  readonly aside: AsideReason | undefined;
  readonly nowMs: number;
}): ReactElement {
  const { say, language } = useSay();
  const { order, due, labelHere } = queued;
  const pieces = order.lines.reduce((sum, line) => sum + line.pieces, 0);
  return (
    <li className={due} data-order={order.order}>
      {due === 'overdue' || aside !== undefined ? <Check /> : labelHere ? <Ok /> : <Half />}
      <span>
        {order.tote ?? order.order}
        <small>
          {say('packPieces', { n: pieces })} ·{' '}
          {aside === undefined
            ? say(labelHere ? 'packLabelHere' : 'packNoLabel')
            : say('packIsAside', { why: asideReasons[aside][language] })}
        </small>
      </span>
      <span className="by">
        {dueText(order.shipByMs, nowMs)}
        {due === 'overdue' ? <small>{say('packOverdue')}</small> : null}
      </span>
    </li>
  );
}
