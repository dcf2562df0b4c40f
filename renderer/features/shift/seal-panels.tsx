import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { leadReasons, missingSignature } from '../../../shared/shift/seal-bench.ts';
import type { OpenDifference, SealBenchState } from '../../../shared/shift/seal-bench-state.ts';
import type { SealedShift } from '../../../shared/ipc/supply-commands.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay } from '../../text/i18n.ts';
import { clockText } from '../../text/time-text.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { Ok, Open } from '../../ui/shapes.tsx';
import { Rows, type Row } from '../../ui/stage-views.tsx';

/** Where the missing one was seen last, and who can say more. */
export function MissingPanel({ difference }: { readonly difference: OpenDifference }): ReactElement {
  const { say } = useSay();
  if (difference.kind === 'count')
    return (
      <Rows
        rows={[
          [say('why'), say(difference.pieces > 0 ? 'sealMore' : 'sealFewer')],
          [say('sealNotThere'), say('sealLeadWrites')],
        ]}
      />
    );
  const { parcel, why } = difference.missing;
  const { last } = parcel;
  const seen = [clockText(last.wallMs), say(`seen_${last.at}`), last.place, last.actor, parcel.gross];
  const rows: readonly Row[] = [
    [say('sealLastSeen'), seen.filter((part) => part !== '').join(', ')],
    [say('sealLabel'), say(`label_${parcel.label ?? 'none'}`)],
    [say('sealBag'), parcel.bag ?? say(why === 'in-no-bag' ? 'sealNoBag' : 'none')],
    [say('sealNotThere'), say('sealLeadWrites')],
  ];
  return <Rows rows={rows} />;
}

export function LeadWhy({
  app,
  difference,
}: {
  readonly app: StationApp;
  readonly difference: OpenDifference;
}): ReactElement {
  const { say } = useSay();
  return (
    <div className="answers">
      {leadReasons(difference).map((reason, index) => {
        const slot = ([1, 2] as const)[index] ?? 2;
        return (
          <Answer
            key={reason}
            slot={slot}
            title={say(`why_${reason}`)}
            then={say(`why_${reason}Then`)}
            onAnswer={() => app.key(`F${slot}`)}
          />
        );
      })}
    </div>
  );
}

/** Both shifts, and below them what the cloud says. */
export function Signatures({ app, sealed }: { readonly app: StationApp; readonly sealed: SealedShift }): ReactElement {
  const { say } = useSay();
  const people = useStore(app.view, (view) => view.people?.people);
  const nameOf = (id: string): string => people?.find((person) => person.id === id)?.name ?? id;
  const missing = missingSignature(sealed);
  return (
    <div className="panel sign">
      {(['outgoing', 'incoming'] as const).map((as) => {
        const actor = sealed.signatures.findLast((one) => one.as === as)?.actor;
        return (
          <div
            key={as}
            className={`slot${actor === undefined ? ' wait' : ''}`}
            data-signed={as}
            data-actor={actor ?? ''}
          >
            <div className="label">{say(as === 'outgoing' ? 'sealHandingOver' : 'sealTakingOver')}</div>
            <h2>{actor !== undefined ? nameOf(actor) : missing === as ? say('sealScanBadge') : '–'}</h2>
            <div className="ticket">
              {actor === undefined ? <Open /> : <Ok />}
              <span>{say(actor === undefined ? 'sealNotSigned' : 'sealSigned')}</span>
            </div>
          </div>
        );
      })}
    </div>
  );
}

/** The exact operations that two sides say otherwise of, as many as there is room for. */
export function CloudDifferences({ sealed }: { readonly sealed: SealedShift }): ReactElement {
  const { say } = useSay();
  const exact = sealed.differences.filter(({ what }) => what === 'operation');
  const shown = exact.length > 0 ? exact : sealed.differences;
  return (
    <dl className="rows" data-differences={sealed.differences.length}>
      {shown.slice(0, 4).map((difference, index) => (
        <div key={index}>
          <dt>
            {difference.what === 'operation'
              ? say('sealOperation', { seq: difference.seq })
              : difference.what === 'segment'
                ? say('sealSegment', { seq: difference.toSeq })
                : difference.what}
          </dt>
          <dd>{difference.what === 'segment' ? '' : `${difference.station || '–'} ≠ ${difference.cloud || '–'}`}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The number that matters now: the one to find, or how many are unexplained. */
export function SealTile({
  state,
  difference,
}: {
  readonly state: SealBenchState;
  readonly difference: OpenDifference | undefined;
}): ReactElement {
  const { say } = useSay();
  if (state.phase === 'explaining' && difference?.kind === 'parcel')
    return (
      <div className="dest find" data-find={difference.missing.parcel.waybill}>
        <span>{say('sealFind')}</span>
        <b>{difference.missing.parcel.waybill.slice(-4)}</b>
      </div>
    );
  const open = difference?.kind === 'count' && state.phase === 'explaining' ? Math.abs(difference.pieces) : 0;
  return (
    <div className="dest" data-unexplained={open}>
      <span>{say('sealUnexplainedTile')}</span>
      <b>
        {open}
        <i>{say('sealPieces')}</i>
      </b>
    </div>
  );
}
