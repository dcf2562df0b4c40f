import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import type { PackAnswer, PackBenchState, PackRefusal } from '../../../shared/packing/pack-bench-state.ts';
import { asideReasons } from '../../../shared/packing/aside-reasons.ts';
import { nextNeeded } from '../../../shared/packing/pack-step.ts';
import { stopReasons } from '../../../shared/packing/order.ts';
import type { Sku } from '../../../shared/stock/sku.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay, type Language, type Say } from '../../text/i18n.ts';
import { ItemPicture, itemName, itemWords } from '../../ui/item-plate.tsx';
import { kgText } from '../../../shared/measure/kg-text.ts';
import { LiveNumber } from '../../ui/live-number.tsx';
import { ChoiceView, FactView, ReasonView, Tile, WhySide, type Choice } from '../../ui/stage-views.tsx';

interface RefusedProps {
  readonly app: StationApp;
  readonly state: PackBenchState;
  readonly refusal: PackRefusal;
}

export function PackRefused(props: RefusedProps): ReactElement {
  const { code, answers } = props.refusal;
  const View = answers.length > 0 ? PackQuestion : (views[code] ?? Plain);
  return <View {...props} />;
}

/** What was scanned beside what is needed, and where that one lies. */
function WrongItem({ app, state, refusal }: RefusedProps): ReactElement {
  const { say, language } = useSay();
  const { scanned, needed } = refusal;
  const { open } = state;
  const line = open?.order.lines[nextNeeded(open)];
  return (
    <section className="stage packwrong" data-phase="refused">
      <div className="split">
        <div className="panel versus">
          <Side no sku={scanned} label={say('packScanned')} language={language} against={needed} />
          <Side sku={needed} label={say('packNeeded')} language={language} against={scanned} />
        </div>
        <Tile
          above={say('packBackTo')}
          main={line?.bin ?? '–'}
          below={itemWords(
            line === undefined || open === undefined ? undefined : app.flows.pack.nameOf(open.order.owner, line.sku),
            language,
            line?.sku,
          )}
        />
      </div>
    </section>
  );
}

function Side({
  sku,
  label,
  language,
  against,
  no = false,
}: {
  readonly sku: Sku | undefined;
  readonly label: string;
  readonly language: Language;
  readonly against: Sku | undefined;
  readonly no?: boolean;
}): ReactElement {
  // Two of one name are told by what differs.
  const name = itemName(sku, language);
  const same = against !== undefined && itemName(against, language) === name;
  const word = same ? (sku?.variant ?? sku?.sku ?? '–') : name === '' ? '–' : name;
  return (
    <div className={`side ${no ? 'no' : 'yes'}`}>
      <div className="plate">
        <ItemPicture sku={sku} />
        <p className="mono sign">{sku?.sku ?? ''}</p>
        {no ? (
          <svg viewBox="0 0 100 100" className="cross" aria-hidden="true">
            <path d="M8 8L92 92M92 8L8 92" stroke="#fff" strokeWidth="13" />
            <path d="M8 8L92 92M92 8L8 92" stroke="var(--stop)" strokeWidth="7" />
          </svg>
        ) : null}
      </div>
      <div className="label">{label}</div>
      <h2 data-side={no ? 'scanned' : 'needed'}>{word}</h2>
    </div>
  );
}

function answerText(answer: PackAnswer, say: Say, language: Language): Choice {
  switch (answer) {
    case 'another-piece':
      return { title: say('packAnother'), then: say('packAnotherThen') };
    case 'same-piece':
      return { title: say('packSame'), then: say('packSameThen') };
    case 'take-up':
      return { title: say('packTakeUp'), then: say('packTakeUpThen') };
    case 'item-missing':
    case 'item-damaged':
    case 'needs-a-lead':
      return { title: asideReasons[answer][language], then: say('packAsideThen') };
    case 'close-anyway':
      return { title: say('packTryAgain'), then: say('packTryAgainThen') };
  }
}

function PackQuestion({ app, refusal }: RefusedProps): ReactElement {
  const { say, language } = useSay();
  const { scanned, code, answers, aside } = refusal;
  return (
    <ChoiceView
      phase="refused"
      choices={answers.map((answer) => answerText(answer, say, language))}
      onKey={(key) => app.key(key)}
      side={
        <WhySide
          code={code}
          about={
            aside !== undefined
              ? asideReasons[aside][language]
              : scanned === undefined
                ? undefined
                : itemWords(scanned, language)
          }
        />
      }
    />
  );
}

/** The sum that explains the difference, and the article of which one more or less would. */
function WeightOff({ app, state, refusal }: RefusedProps): ReactElement {
  const { say, language } = useSay();
  const scale = useStore(app.liveScale);
  const { weight } = refusal;
  const { window, measuredMilligrams = 0, explained } = weight ?? {};
  const expected = window?.expectedMilligrams ?? 0;
  const sku = explained === undefined ? undefined : app.flows.pack.nameOf(state.open?.order.owner ?? '', explained.sku);
  const off = measuredMilligrams - expected;
  return (
    <section className="stage refuse" data-phase="refused">
      <div className="split">
        <div className="panel reason">
          <div>
            <div className="label">{say('packDiffers')}</div>
            <h2 data-off={off}>
              {off > 0 ? '+' : ''}
              {kgText(off)}
            </h2>
            {explained === undefined ? null : (
              <p className="guess" data-explained={`${explained.sku} ${explained.pieces}`}>
                {say(explained.pieces > 0 ? 'packTooMany' : 'packTooFew', {
                  n: Math.abs(explained.pieces),
                  item: itemWords(sku, language, explained.sku),
                })}
              </p>
            )}
          </div>
          <dl className="rows">
            <div>
              <dt>{say('packShould')}</dt>
              <dd>{`${kgText(expected)}, ${say('packAllowed', { kg: kgText(window?.toleranceMilligrams ?? 0) })}`}</dd>
            </div>
            <div>
              <dt>{say('packIs')}</dt>
              <dd>{kgText(measuredMilligrams)}</dd>
            </div>
            <div>
              <dt>{say('release')}</dt>
              <dd>{say('packLeadPasses')}</dd>
            </div>
          </dl>
        </div>
        <div className="panel reason">
          <div style={{ ['--n-hero' as string]: 'var(--n-big)' }}>
            <div className="label">{say('gross')}</div>
            <LiveNumber scale={scale} />
          </div>
        </div>
      </div>
    </section>
  );
}

/** It must not leave: why, and the shelf. */
function Stopped({ app, refusal }: RefusedProps): ReactElement {
  const { say, language } = useSay();
  const { code, why, subject } = refusal;
  const { reason, act } = errorCatalog[code][language];
  const shelf = app.flows.pack.stoppedShelf();
  return (
    <FactView
      phase="refused"
      label={say('why')}
      title={why === undefined ? reason : stopReasons[why][language]}
      rows={[
        [say('packOrder'), subject ?? ''],
        [say('clearsBy'), act],
      ]}
      side={
        code === 'PACK_ORDER_STOPPED' ? (
          <Tile above={say('packBackToTote')} main="F8" look="plain" />
        ) : (
          <Tile above={say('packStoppedTo')} main={shelf ?? '–'} below={say('packStoppedAfter')} />
        )
      }
    />
  );
}

function Plain({ app, state, refusal }: RefusedProps): ReactElement {
  const { say, language } = useSay();
  const { open } = state;
  const line = open?.order.lines[nextNeeded(open)];
  const scanned = refusal.scanned === undefined ? (refusal.subject ?? '') : itemWords(refusal.scanned, language);
  return (
    <ReasonView
      code={refusal.code}
      rows={[[say('packScanned'), scanned]]}
      side={
        open === undefined || line === undefined ? undefined : (
          <Tile
            above={say('packBackTo')}
            main={line.bin}
            below={itemWords(app.flows.pack.nameOf(open.order.owner, line.sku), language, line.sku)}
          />
        )
      }
    />
  );
}

/** Refusals that show more than their reason. */
const views: Partial<Record<PackRefusal['code'], (props: RefusedProps) => ReactElement>> = {
  PACK_ITEM_WRONG: WrongItem,
  PACK_ITEM_ENOUGH: WrongItem,
  PACK_WEIGHT_OFF: WeightOff,
  PACK_PARCEL_STOPPED: Stopped,
  PACK_PLACE_WRONG: Stopped,
  PACK_ORDER_STOPPED: Stopped,
};
