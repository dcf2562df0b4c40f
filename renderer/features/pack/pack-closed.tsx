import type { ReactElement } from 'react';
import type { ClosedParcel } from '../../../shared/packing/pack-bench-state.ts';
import { useStore } from 'zustand';
import type { StationApp } from '../../app/station-app.ts';
import { useSay, type Say } from '../../text/i18n.ts';
import { Receipt } from '../../ui/label-receipt.tsx';
import { useRecord } from '../../ui/use-record.ts';
import { paperWords, type PaperState } from './pack-papers.ts';

/** What became of a paper, or what keeps it from being made. */
function paperText({ state, gap }: PaperState, say: Say): string {
  if (state !== 'gap') return say(`paper_${state}`);
  if (gap === undefined) return '';
  const about = 'sku' in gap ? gap.sku : 'most' in gap ? gap.most : '';
  return say(`paperGap_${gap.why}`, { about });
}

/** The parcel that was closed: what is on it, where it stands with label and cloud, and which one comes next. */
export function ClosedView({ app, last }: { readonly app: StationApp; readonly last: ClosedParcel }): ReactElement {
  const { say } = useSay();
  const { label, inCloud } = useRecord(app.operations, app.view, last.labelled ?? last.job);
  const details = app.flows.pack.detailsOf(last.job);
  const { now } = useStore(app.flows.pack.papers);
  const papers = now?.job === last.job ? now.papers : [];
  return (
    <section className="stage refuse" data-phase="closed" data-job={last.job} data-waits={last.waits}>
      <div className="split">
        <div className="panel reason">
          <div>
            <div className="label">{say('packOrder')}</div>
            <h2 className="mono code">
              {last.order}
              {last.parcel > 1 || !last.last ? ` / ${last.parcel}` : ''}
            </h2>
          </div>
          <dl className="rows">
            <div>
              <dt>{say('packBox')}</dt>
              <dd>
                {details?.box ?? '–'}
                {details?.gross === undefined ? '' : `, ${details.gross}`}
              </dd>
            </div>
            <div>
              <dt>{say('packLabel')}</dt>
              <dd>
                {last.label === 'carrier' ? (details?.carrier ?? say('packCarrierLabel')) : say('packRouteLabel')}
              </dd>
            </div>
            <div>
              <dt>{say('packDocuments')}</dt>
              <dd data-papers={papers.map(({ kind, state }) => `${kind}:${state}`).join(' ')}>
                {details === undefined || details.documents === ''
                  ? say('packNoDocuments')
                  : papers.length === 0
                    ? details.documents
                    : papers.map((paper) => `${paperWords[paper.kind]}: ${paperText(paper, say)}`).join(', ')}
              </dd>
            </div>
            <div>
              <dt>{say('recorded')}</dt>
              <dd>
                <Receipt label={label?.state} inCloud={inCloud} />
              </dd>
            </div>
          </dl>
        </div>
        {last.waits ? (
          <div className="dest find">
            <span>{say('packWaits')}</span>
            <b>{last.order.slice(-4)}</b>
            <span>{say('packWaitsFor')}</span>
          </div>
        ) : (
          <div className="dest find">
            <span>{details?.carrier ?? say('packLabel')}</span>
            <b>{details?.tracking?.slice(-4) ?? last.order.slice(-4)}</b>
            <span className="mono">{details?.tracking ?? ''}</span>
          </div>
        )}
      </div>
    </section>
  );
}
