import type { ReactElement } from 'react';
import type { Mass } from '../../../shared/measure/quantity.ts';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import { massIn } from '../../../shared/measure/mass.ts';
import { toDecimal } from '../../../shared/measure/rational.ts';
import type { PieceCount, WeighBenchState } from '../../../shared/parcel/weigh-bench-state.ts';
import type { Billed } from '../../../shared/rating/chargeable-result.ts';
import { cargoWord } from '../../../shared/rating/cargo/cargo-classes.ts';
import { explainInWords } from '../../../shared/rating/explain-in-words.ts';
import { useSay } from '../../text/i18n.ts';
import { Receipt } from '../../ui/label-receipt.tsx';
import { Check, Half, Ok, Open } from '../../ui/shapes.tsx';
import { WeightRuler } from './weight-ruler.tsx';
import { LiveNumber, Absent } from '../../ui/live-number.tsx';

export function Numbers({ state }: { readonly state: WeighBenchState }): ReactElement {
  const { say, language } = useSay();
  const booked = state.phase === 'booked' && state.last !== undefined ? state.last : undefined;
  const words = booked === undefined ? undefined : explainInWords(booked.chargeable, language);
  return (
    <section className="stage weigh" data-phase={state.phase}>
      <div className="split numbers">
        <div className="panel">
          <div className="label">{say('gross')}</div>
          {booked === undefined ? <LiveNumber scale={state.scale} /> : <Solid mass={booked.gross} id="gross" />}
          {booked === undefined ? (
            <UnderLive state={state} />
          ) : (
            <Receipt label={booked.label} inCloud={booked.inCloud} />
          )}
        </div>
        {booked === undefined ? (
          <div className="panel">
            <div className="label">{say('chargeable')}</div>
            <Absent />
          </div>
        ) : (
          <div className="panel inkpanel">
            <div className="label">{say('chargeable')}</div>
            <Solid mass={booked.chargeable.chargeable} id="chargeable" />
            <div className="ticket">
              <span>
                {booked.dimensions.length} × {booked.dimensions.width} × {booked.dimensions.height}{' '}
                {booked.dimensions.unit}
                {booked.chargeable.divisor === undefined ? '' : ` ÷ ${booked.chargeable.divisor}`}
              </span>
            </div>
          </div>
        )}
      </div>
      <PhotoLine state={state} />
      {booked !== undefined && words !== undefined ? (
        <div className="because">
          <div className="say">
            <p>
              <span>{say('why')}</span>
              {words.why}
            </p>
            {booked.pieces === undefined ? null : <PiecesLine pieces={booked.pieces} />}
            {words.save === undefined ? null : (
              <p>
                <span>{say('save')}</span>
                {words.save}
              </p>
            )}
          </div>
          <WeightRuler result={booked.chargeable} grossWord={say('gross')} volumeWord={say('volume')} />
        </div>
      ) : state.parcel !== undefined ? (
        <Facts state={state} />
      ) : state.last !== undefined ? (
        <div className="cells last">
          <div>
            <div className="label">{say('lastParcel')}</div>
            <b className="mono">{state.last.waybill.slice(-4)}</b>
          </div>
          <div>
            <div className="label">{say('chargeable')}</div>
            <b>
              {state.last.chargeable.chargeable.value}
              <span className="u">{state.last.chargeable.chargeable.unit}</span>
            </b>
          </div>
          <Receipt label={state.last.label} inCloud={state.last.inCloud} />
        </div>
      ) : (
        <div className="cells last" />
      )}
    </section>
  );
}

/** What became of the picture of the parcel on the screen. */
function PhotoLine({ state }: { readonly state: WeighBenchState }): ReactElement | null {
  const { say, language } = useSay();
  const { photo, parcel, last } = state;
  if (photo === undefined || photo.waybill !== (parcel ?? last)?.waybill) return null;
  const failed = photo.state === 'failed' ? errorCatalog[photo.code][language] : undefined;
  return (
    <div className="ticket photo" data-photo={photo.state}>
      {photo.state === 'stored' ? <Ok /> : photo.state === 'taking' ? <Half /> : <Check />}
      <span>
        {failed === undefined
          ? say(photo.state === 'stored' ? 'photoKept' : 'photoTaking')
          : `${failed.verdict}, ${failed.act}`}
      </span>
    </div>
  );
}

function Solid({ mass, id }: { readonly mass: Mass | Billed; readonly id: string }): ReactElement {
  return (
    <div className="num hero" data-number={id} data-value={`${mass.value} ${mass.unit}`}>
      {mass.value}
      <i>{mass.unit}</i>
    </div>
  );
}

function UnderLive({ state }: { readonly state: WeighBenchState }): ReactElement {
  const { say } = useSay();
  if (state.phase === 'settling' || state.phase === 'booking') {
    return (
      <div className="settlerow">
        <div className="settle" style={{ gridTemplateColumns: `repeat(${state.neededFrames}, 1fr)` }}>
          {Array.from({ length: state.neededFrames }, (_, i) => (
            <span key={i} className={i < state.stableFrames ? 'on' : ''} />
          ))}
        </div>
        <span className="nb">{say('stableOf', { n: state.stableFrames, of: state.neededFrames })}</span>
      </div>
    );
  }
  if (state.scale.kind !== 'live') return <div className="ticket" />;
  if (state.scale.atZero) {
    return (
      <div className="ticket">
        <Ok />
        <span>{say('plateEmpty')}</span>
      </div>
    );
  }
  return (
    <div className="ticket">
      {state.zeroSeen ? <Open /> : <Check />}
      <span>{say(state.zeroSeen ? 'liveOnly' : 'notZero')}</span>
    </div>
  );
}

function Facts({ state }: { readonly state: WeighBenchState }): ReactElement {
  const { say, language } = useSay();
  const { parcel } = state;
  const size = parcel?.dimensions;
  return (
    <div className="cells facts">
      <div>
        <div className="label">{say('size')}</div>
        {size === undefined ? (
          <b>{say('scanBox')}</b>
        ) : (
          <b>
            {size.length} × {size.width} × {size.height}
            <span className="u">{size.unit}</span>
          </b>
        )}
      </div>
      <div>
        <div className="label">{say('declared')}</div>
        <b>
          {parcel?.declared === undefined ? say('none') : parcel.declared.value}
          {parcel?.declared === undefined ? null : <span className="u">{parcel.declared.unit}</span>}
        </b>
      </div>
      <div>
        <div className="label">{say('line')}</div>
        <b>{parcel?.line ?? say('none')}</b>
      </div>
      <div>
        <div className="label">{say('cargo')}</div>
        <b>{parcel === undefined || parcel.cargoClass === '' ? say('none') : cargoWord(parcel.cargoClass, language)}</b>
      </div>
    </div>
  );
}

/** Which pieces of the consignment are still to come, or the sum of all. */
function PiecesLine({ pieces }: { readonly pieces: PieceCount }): ReactElement {
  const { say } = useSay();
  const missing = pieces.missing.map(
    ({ piece, waybill }) => `${piece}${waybill === undefined ? '' : ` …${waybill.slice(-4)}`}`,
  );
  return (
    <p data-pieces={`${pieces.weighed}/${pieces.of}`}>
      <span>{say('pieceOf', { piece: pieces.piece, of: pieces.of })}</span>
      {missing.length === 0
        ? say('piecesComplete', {
            sum: toDecimal(massIn({ value: String(pieces.sumMilligrams), unit: 'mg' }, 'kg'), 3, 3),
          })
        : say('piecesMissing', { pieces: missing.slice(0, 4).join(', ') })}
      {pieces.together === undefined
        ? null
        : `; ${say('piecesTogether', { n: pieces.weighed, value: pieces.together.chargeable.value, unit: pieces.together.chargeable.unit })}`}
    </p>
  );
}
