import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import type { Mass } from '../../../shared/measure/quantity.ts';
import type { BookedParcel, Refusal, ScaleView, WeighBenchState } from '../../../shared/parcel/weigh-bench-state.ts';
import { cargoWord } from '../../../shared/rating/cargo/cargo-classes.ts';
import { explainInWords } from '../../../shared/rating/explain-in-words.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay, type Say } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { Check, Half, Ok, Open } from '../../ui/shapes.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { bandOf, scaleTrouble } from './weigh-band.ts';
import { KeypadView } from './keypad-view.tsx';
import { WeightRuler } from './weight-ruler.tsx';
import { timeText } from './weigh-store.ts';

export function WeighScreen({ app }: { readonly app: StationApp }): ReactElement {
  const state = useStore(app.flows.weigh.store);
  const practice = useStore(app.view, (view) => view.mode === 'practice');
  const { say, language } = useSay();
  const band = bandOf(state, say, language);
  const canReprint =
    state.last !== undefined &&
    state.parcel === undefined &&
    // With a question about another parcel on the screen, "print again" would be about the wrong one.
    state.refusal === undefined &&
    ['sent', 'confirmed', 'failed'].includes(state.last.label) &&
    !state.last.voided;
  const canUndo =
    state.parcel !== undefined || state.refusal !== undefined || (state.last !== undefined && !state.last.voided);
  const keys: Partial<Record<KeyName, string>> = {
    ...(canReprint ? { F4: say('keyReprint') } : {}),
    ...(state.parcel === undefined ? {} : { F5: say('keyChange') }),
    ...(canUndo && state.refusal?.code !== 'LABEL_UNKNOWN' ? { F8: say('keyUndo') } : {}),
    ...(practice ? { F11: say('keyPractice') } : {}),
    F10: say('keyQueue'),
    F12: say('keyHome'),
  };
  return (
    <StationFrame app={app} band={band} keys={keys}>
      <Stage app={app} state={state} trouble={band.code !== undefined && band.code === scaleTrouble(state.scale)} />
    </StationFrame>
  );
}

function Stage({
  app,
  state,
  trouble,
}: {
  readonly app: StationApp;
  readonly state: WeighBenchState;
  readonly trouble: boolean;
}): ReactElement {
  if (state.keypad !== undefined)
    return (
      <KeypadView
        keypad={state.keypad}
        onKey={(key) => app.flows.weigh.dispatch(key === 'Escape' ? { type: 'key', key } : { type: 'keypad', key })}
      />
    );
  if (trouble) return <ScaleTrouble state={state} />;
  if (state.refusal !== undefined && state.refusal.answers.length > 0)
    return <Question app={app} state={state} refusal={state.refusal} />;
  if (state.refusal !== undefined) return <Refused state={state} refusal={state.refusal} />;
  return <Numbers state={state} />;
}

// ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────

function Numbers({ state }: { readonly state: WeighBenchState }): ReactElement {
  const { say, language } = useSay();
  const booked = state.phase === 'booked' && state.last !== undefined ? state.last : undefined;
  const words = booked === undefined ? undefined : explainInWords(booked.chargeable, language);
  return (
    <section className="stage weigh" data-phase={state.phase}>
      <div className="split numbers">
        <div className="panel">
          <div className="label">{say('gross')}</div>
          {booked === undefined ? <LiveNumber scale={state.scale} /> : <Solid mass={booked.gross} id="gross" />}
          {booked === undefined ? <UnderLive state={state} /> : <Receipt parcel={booked} />}
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
      {booked !== undefined && words !== undefined ? (
        <div className="because">
          <div className="say">
            <p>
              <span>{say('why')}</span>
              {words.why}
            </p>
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
          <Receipt parcel={state.last} />
        </div>
      ) : (
        <div className="cells last" />
      )}
    </section>
  );
}

function Solid({ mass, id }: { readonly mass: Mass; readonly id: string }): ReactElement {
  return (
    <div className="num hero" data-number={id} data-value={`${mass.value} ${mass.unit}`}>
      {mass.value}
      <i>{mass.unit}</i>
    </div>
  );
}

function LiveNumber({ scale }: { readonly scale: ScaleView }): ReactElement {
  switch (scale.kind) {
    case 'live':
      return (
        <div className="num hero live" data-number="live" data-value={`${scale.mass.value} ${scale.mass.unit}`}>
          {scale.mass.value}
          <i>{scale.mass.unit}</i>
        </div>
      );
    case 'overload':
      return <Absent kind="over" />;
    case 'below-zero':
      return <Absent kind="under" />;
    case 'silent':
    case 'unplugged':
      return <Absent kind="silent" />;
    case 'unreadable':
    case 'fault':
      return <Absent kind="noise" />;
    case 'none':
    case 'moving':
      return <Absent />;
  }
}

/** No number: the mark sits where the fault is. */
function Absent({ kind = '' }: { readonly kind?: '' | 'over' | 'under' | 'silent' | 'noise' }): ReactElement {
  return (
    <div className={`num hero absent ${kind}`} data-number={kind === '' ? 'none' : kind}>
      <span />
      <span />
      <span />
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

function Receipt({ parcel }: { readonly parcel: BookedParcel }): ReactElement {
  const { say } = useSay();
  return (
    <div className="receipt" data-label={parcel.label} data-cloud={parcel.inCloud}>
      <div className="ticket">
        <Ok />
        <span>{say('savedHere')}</span>
      </div>
      <div className="ticket">
        {parcel.label === 'sent' || parcel.label === 'confirmed' ? (
          <Ok />
        ) : parcel.label === 'queued' || parcel.label === 'sending' ? (
          <Half />
        ) : (
          <Check />
        )}
        <span>{labelWord(parcel.label, say)}</span>
      </div>
      <div className="ticket">
        {parcel.inCloud ? <Ok /> : <Half />}
        <span>{say(parcel.inCloud ? 'inCloud' : 'cloudLater')}</span>
      </div>
    </div>
  );
}

function labelWord(state: BookedParcel['label'], say: Say): string {
  const keys = {
    queued: 'labelQueued',
    sending: 'labelSending',
    sent: 'labelSent',
    confirmed: 'labelConfirmed',
    unknown: 'labelUnknown',
    failed: 'labelFailed',
    voided: 'labelVoided',
  } as const;
  return say(keys[state]);
}

// ── refusals and questions ───────────────────────────────────────────────────────────────────────────────────────────

function ScaleTrouble({ state }: { readonly state: WeighBenchState }): ReactElement {
  const { say, language } = useSay();
  const code = scaleTrouble(state.scale);
  const clears = {
    overload: 'clearsOverload',
    'below-zero': 'clearsBelowZero',
    silent: 'clearsSilent',
    unreadable: 'clearsUnreadable',
    unplugged: 'clearsUnplugged',
    fault: 'clearsFault',
    live: 'clearsFault',
    none: 'clearsFault',
    moving: 'clearsFault',
  } as const;
  return (
    <section className="stage refuse" data-phase={state.phase}>
      <div className="panel reason">
        <div>
          <div className="label">{say('gross')}</div>
          <LiveNumber scale={state.scale} />
        </div>
        <dl className="rows">
          <div>
            <dt>{say('scaleSays')}</dt>
            <dd>{code === undefined ? '' : errorCatalog[code][language].reason}</dd>
          </div>
          <div>
            <dt>{say('recorded')}</dt>
            <dd>{say('nothingRecorded')}</dd>
          </div>
          <div>
            <dt>{say('clears')}</dt>
            <dd>{say(clears[state.scale.kind])}</dd>
          </div>
        </dl>
      </div>
    </section>
  );
}

function Refused({ state, refusal }: { readonly state: WeighBenchState; readonly refusal: Refusal }): ReactElement {
  const { say, language } = useSay();
  return (
    <section className="stage refuse" data-phase={state.phase}>
      <div className="split">
        <div className="panel reason">
          <div>
            <div className="label">{say('why')}</div>
            <h2>{errorCatalog[refusal.code][language].reason}</h2>
          </div>
          <dl className="rows">
            <div>
              <dt>{say('notDone')}</dt>
              <dd>{say('weighingAndLabel')}</dd>
            </div>
            <div>
              <dt>{say('clearsBy')}</dt>
              <dd>{errorCatalog[refusal.code][language].act}</dd>
            </div>
          </dl>
        </div>
        <div className="panel numbers">
          <div className="label">{say('gross')}</div>
          <div style={{ ['--n-hero' as string]: 'var(--n-big)' }}>
            <LiveNumber scale={state.scale} />
          </div>
        </div>
      </div>
    </section>
  );
}

function Question({
  app,
  state,
  refusal,
}: {
  readonly app: StationApp;
  readonly state: WeighBenchState;
  readonly refusal: Refusal;
}): ReactElement {
  const { say } = useSay();
  const texts = (answer: Refusal['answers'][number]): readonly [string, string] => {
    switch (answer) {
      case 'reweigh':
        return [say('ansReweigh'), say('ansReweighThen')];
      case 'line-1':
      case 'line-2':
        return [say('ansLine', { line: refusal.lines?.[answer === 'line-1' ? 0 : 1] ?? '' }), say('ansLineThen')];
      case 'came-out':
        return [say('ansCameOut'), say('ansCameOutThen')];
      case 'nothing-came-out':
        return [say('ansNothing'), say('ansNothingThen')];
      case 'print-again':
        return [say('ansPrint'), say('ansPrintThen')];
    }
  };
  return (
    <section className="stage unknown" data-phase={state.phase}>
      <div className="split">
        <div className="panel">
          <div className="answers">
            {refusal.answers.map((answer, i) => {
              const [title, then] = texts(answer);
              const slot = ([1, 2, 3] as const)[i] ?? 3;
              return <Answer key={answer} slot={slot} title={title} then={then} onAnswer={() => app.key(`F${slot}`)} />;
            })}
          </div>
          {refusal.code === 'LABEL_UNKNOWN' ? <p className="promise">{say('nothingPrints')}</p> : null}
        </div>
        {refusal.earlier === undefined ? (
          <LedgerPanel state={state} refusal={refusal} />
        ) : (
          <EarlierPanel earlier={refusal.earlier} />
        )}
      </div>
    </section>
  );
}

function EarlierPanel({ earlier }: { readonly earlier: NonNullable<Refusal['earlier']> }): ReactElement {
  const { say } = useSay();
  return (
    <div className="panel">
      <dl className="rows">
        <div>
          <dt>{say('earlier')}</dt>
          <dd>{timeText(earlier.wallMs)}</dd>
        </div>
        <div>
          <dt>{say('gross')}</dt>
          <dd>
            {earlier.gross.value} {earlier.gross.unit}
          </dd>
        </div>
        <div>
          <dt>{say('chargeable')}</dt>
          <dd>
            {earlier.chargeable.value} {earlier.chargeable.unit}
          </dd>
        </div>
      </dl>
    </div>
  );
}

function LedgerPanel({ state, refusal }: { readonly state: WeighBenchState; readonly refusal: Refusal }): ReactElement {
  const { say, language } = useSay();
  if (refusal.job === undefined) {
    return (
      <div className="panel">
        <dl className="rows">
          <div>
            <dt>{say('why')}</dt>
            <dd>{errorCatalog[refusal.code][language].reason}</dd>
          </div>
        </dl>
      </div>
    );
  }
  const time = state.last?.job === refusal.job ? timeText(state.last.wallMs) : '';
  const unknown = refusal.code === 'LABEL_UNKNOWN';
  return (
    <div className="panel ledger">
      <div className="label">{say('thisLabel')}</div>
      <ol>
        <li>
          <Ok />
          <span>{say('savedHere')}</span>
          <span className="mono">{time}</span>
        </li>
        <li className={unknown ? '' : 'dim'}>
          {unknown ? <Ok /> : <Open />}
          <span>{say('sentStep')}</span>
          <span className="mono">{unknown ? '' : '–'}</span>
        </li>
        <li className="q">
          <Check />
          <span>{unknown ? say('printerLostStep') : errorCatalog[refusal.code][language].reason}</span>
          <span className="mono">{errorCatalog[refusal.code].number}</span>
        </li>
        <li className="dim">
          <Open />
          <span>{say('printedStep')}</span>
          <span className="mono">{unknown ? '?' : '–'}</span>
        </li>
      </ol>
    </div>
  );
}
