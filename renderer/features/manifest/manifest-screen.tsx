import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { BagFacts } from '../../../shared/consolidation/bag-rules.ts';
import { kilogramText } from '../../../shared/measure/kg-text.ts';
import type { ManifestAnswer, ManifestBenchState } from '../../../shared/consolidation/manifest-bench-state.ts';
import { manifestAnswers } from '../../../shared/consolidation/manifest-bench.ts';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { manifestBand } from './manifest-band.ts';
import { SignaturePad } from './signature-pad.tsx';

/** As many bags as can be read from a metre; the newest, and those that are missing, come first. */
const MAX_ROWS = 5;

export function ManifestScreen({ app }: { readonly app: StationApp }): ReactElement {
  const flow = app.flows.manifest;
  const state = useStore(flow.store);
  const practice = useStore(app.view, (view) => view.mode === 'practice');
  const { say, language } = useSay();
  const { phase, refusal, lastBag } = state;
  const canBack = refusal !== undefined || phase === 'missing' || phase === 'signing';
  const keys: Partial<Record<KeyName, string>> = {
    ...(canBack || (phase === 'loading' && lastBag?.loaded === true) ? { F8: say('keyUndo') } : {}),
    ...(practice ? { F11: say('keyPractice') } : {}),
    F10: say('keyQueue'),
    F12: say('keyHome'),
  };
  return (
    <StationFrame app={app} band={manifestBand(state, say, language)} keys={keys}>
      <Stage app={app} state={state} />
    </StationFrame>
  );
}

function Stage({ app, state }: { readonly app: StationApp; readonly state: ManifestBenchState }): ReactElement {
  const { say, language } = useSay();
  const flow = app.flows.manifest;
  const waiting = useStore(flow.waiting);
  const { phase, refusal, manifest, missing } = state;
  const answers = <Answers app={app} state={state} />;
  if (refusal !== undefined)
    return (
      <section className="stage refuse" data-phase={phase}>
        <div className="split">
          <div className="panel reason">
            <div>
              <div className="label">{say('why')}</div>
              <h2>{errorCatalog[refusal.code][language].reason}</h2>
            </div>
            {refusal.answers.length > 0 ? (
              answers
            ) : (
              <dl className="rows">
                <div>
                  <dt>{say('clearsBy')}</dt>
                  <dd>{errorCatalog[refusal.code][language].act}</dd>
                </div>
              </dl>
            )}
          </div>
          <Totals state={state} />
        </div>
      </section>
    );
  if (phase === 'signing')
    return (
      <section className="stage bagin" data-phase={phase}>
        <div className="split">
          <div className="panel sign-here">
            <div className="label">{say('loadSignHere')}</div>
            <SignaturePad flow={flow} />
          </div>
          <div className="panel">{answers}</div>
        </div>
      </section>
    );
  const rows = phase === 'idle' ? waiting : phase === 'missing' ? missing : [...(manifest?.bags ?? [])].reverse();
  return (
    <section className="stage bagin" data-phase={phase}>
      <div className="split">
        <div className="panel">
          <div className="label">
            {say(phase === 'idle' ? 'loadWaiting' : phase === 'missing' ? 'loadMissing' : 'loadList', {
              n: rows.length,
            })}
          </div>
          <BagRows bags={rows} />
          {phase === 'handed-over' ? <Papers app={app} /> : answers}
        </div>
        <Totals state={state} />
      </div>
    </section>
  );
}

function BagRows({ bags }: { readonly bags: readonly BagFacts[] }): ReactElement {
  const { say } = useSay();
  return (
    <dl className="rows bags" data-bags={bags.map(({ bag }) => bag).join(' ')}>
      {bags.slice(0, MAX_ROWS).map(({ bag, letter, pieces, grossMilligrams, state }) => (
        <div key={bag}>
          <dt>
            {letter} <span className="mono">{bag}</span>
          </dt>
          <dd>
            {say('bagPieces', { n: pieces })}
            {grossMilligrams === undefined ? '' : ` · ${kilogramText(grossMilligrams)} kg`}
            {state === 'open' ? ` · ${say('loadStillOpen')}` : ''}
          </dd>
        </div>
      ))}
      {bags.length > MAX_ROWS ? (
        <div>
          <dt>{say('loadMore', { n: bags.length - MAX_ROWS })}</dt>
          <dd />
        </div>
      ) : null}
    </dl>
  );
}

/** The black tile: how many bags, pieces and kilograms are on this load. */
function Totals({ state }: { readonly state: ManifestBenchState }): ReactElement {
  const { say } = useSay();
  const { manifest } = state;
  if (manifest === undefined) return <div className="panel" />;
  return (
    <div
      className="dest"
      data-manifest={manifest.manifest}
      data-loaded={manifest.bags.length}
      data-parcels={manifest.parcels}
      data-milligrams={manifest.grossMilligrams}
    >
      <span>{say(`loadBy_${manifest.scope.kind}`, { value: manifest.scope.value })}</span>
      <b>{manifest.bags.length}</b>
      <span>
        {say('loadSum', {
          bags: manifest.bags.length,
          pieces: manifest.parcels,
          kg: kilogramText(manifest.grossMilligrams),
        })}
      </span>
    </div>
  );
}

function Answers({ app, state }: { readonly app: StationApp; readonly state: ManifestBenchState }): ReactElement {
  const { say } = useSay();
  const texts: Readonly<Record<ManifestAnswer, readonly [string, string]>> = {
    finish: [say('ansFinish'), say('ansFinishThen')],
    'leave-them': [say('ansLeave'), say('ansLeaveThen')],
    unload: [say('ansUnload'), say('ansUnloadThen')],
    sign: [say('ansSign'), say('ansSignThen')],
    paper: [say('ansPaper'), say('ansPaperThen')],
    'load-more': [say('ansLoadMore'), say('ansLoadMoreThen')],
  };
  return (
    <div className="answers">
      {manifestAnswers(state).map((answer, index) => {
        const slot = ([1, 2, 3] as const)[index] ?? 3;
        const [title, then] = texts[answer];
        return <Answer key={answer} slot={slot} title={title} then={then} onAnswer={() => void app.key(`F${slot}`)} />;
      })}
    </div>
  );
}

function Papers({ app }: { readonly app: StationApp }): ReactElement {
  const { say, language } = useSay();
  const { made } = useStore(app.flows.manifest.papers);
  if (made === undefined) return <p className="dim">{say('loadPapersSoon')}</p>;
  return made.ok ? (
    <p data-papers={made.paths.join(' ')}>{say('loadPapers', { n: made.paths.length })}</p>
  ) : (
    <p data-papers-failed={made.code}>{errorCatalog[made.code][language].reason}</p>
  );
}
