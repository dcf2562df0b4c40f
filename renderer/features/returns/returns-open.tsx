import type { ReactElement } from 'react';
import { dispositions } from '../../../shared/returns/disposition.ts';
import type { ReturnLogLine, ReturnsBenchState } from '../../../shared/returns/returns-bench-state.ts';
import type { StationApp } from '../../app/station-app.ts';
import { useSay, type Language, type Say } from '../../text/i18n.ts';
import { Answer } from '../../ui/answer-key.tsx';
import { itemName, itemWords, Pips } from '../../ui/item-plate.tsx';
import { Receipt } from '../../ui/label-receipt.tsx';
import { Ok, Open } from '../../ui/shapes.tsx';
import { FactView, Tile } from '../../ui/stage-views.tsx';
import { useRecord } from '../../ui/use-record.ts';

interface Props {
  readonly app: StationApp;
  readonly state: ReturnsBenchState;
}

/** What was announced and what of it has come; F1 says that the box is empty. */
export function ReturnView({ app, state }: Props): ReactElement {
  const { say, language } = useSay();
  const { rma, phase, answers } = state;
  const context = app.flows.returns.context();
  const taken = rma === undefined ? [] : context.findTaken(rma.rma);
  const articles = rma === undefined ? [] : [...new Set(rma.lines.map(({ sku }) => sku))];
  return (
    <section className="stage pack" data-phase={phase} data-rma={rma?.rma ?? ''}>
      <div className="split">
        <div className="panel ask">
          <h2>{rma?.reason ?? say('retExpected')}</h2>
          <div className="answers">
            {answers.some((answer) => answer.do === 'take-as' && answer.condition === 'empty-box') ? (
              <Answer slot={1} title={say('retEmpty')} then={say('retEmptyThen')} onAnswer={() => app.key('F1')} />
            ) : null}
          </div>
        </div>
        <div className="panel list">
          <ol>
            {articles.slice(0, 5).map((code) => {
              const sku = context.findSku(rma?.owner ?? '', code);
              const of =
                rma?.lines.filter((line) => line.sku === code).reduce((sum, line) => sum + line.pieces, 0) ?? 0;
              const have = taken.filter((one) => one.sku === code).length;
              return (
                <li className={have >= of ? 'done' : 'todo'} key={code}>
                  {have >= of ? <Ok /> : <Open />}
                  <span>
                    {itemName(sku, language, code)}
                    <small>{sku?.variant ?? code}</small>
                  </span>
                  <Pips have={Math.min(have, of)} of={of} />
                </li>
              );
            })}
          </ol>
        </div>
      </div>
    </section>
  );
}

function logText({ what, rma, grade, disposition, bin }: ReturnLogLine, say: Say, language: Language): string {
  const words = {
    graded: say('retGrade', { grade: grade ?? '' }),
    'put-away': `${grade ?? ''} ${disposition === undefined ? '' : dispositions[disposition][language]} → ${bin ?? ''}`,
    undone: say('retUndone'),
    closed: say('retClosed'),
    'empty-box': say('retEmptyDone'),
  } as const;
  return `${rma.slice(-8)}: ${words[what]}`;
}

/** At rest: the last ones, and how many wait for their bin. */
export function IdleView({ app, state }: Props): ReactElement {
  const { say, language } = useSay();
  const { log } = state;
  return (
    <section className="stage pack" data-phase={state.phase}>
      <div className="split">
        <div className="panel list due">
          {log.length === 0 ? (
            <p className="none dim">{say('retNoLog')}</p>
          ) : (
            <ol>
              {log.slice(0, 5).map((line) => (
                <li key={line.job + line.what}>
                  <Ok />
                  <span>{logText(line, say, language)}</span>
                </li>
              ))}
            </ol>
          )}
        </div>
        <Tile
          above={say('retToday')}
          main={app.flows.returns.doneCount?.() ?? 0}
          unit={say('pcs')}
          below={say('retWaiting', { n: app.flows.returns.waiting() })}
          look="plain"
        />
      </div>
    </section>
  );
}

/** It lies in its bin: what the stock says there now. */
export function DoneView({ app, state }: Props): ReactElement {
  const { say, language } = useSay();
  const { last, log } = state;
  const [line] = log;
  const putAway = last?.putAway?.payload;
  const { inCloud } = useRecord(app.operations, app.view, last?.putAway?.job ?? last?.graded.job ?? '');
  const { label } = useRecord(app.operations, app.view, last?.graded.job ?? '');
  if (line?.what !== 'put-away' || last === undefined || putAway === undefined)
    return <IdleView app={app} state={state} />;
  const { grade, disposition, bin, owner, moves } = putAway;
  const sku = moves[0]?.sku ?? '';
  const now = app.flows.returns.piecesIn(bin, owner, sku, grade);
  const article = app.flows.returns.context().findSku(owner, sku);
  return (
    <FactView
      phase="done"
      label={say('retGradeAndDo')}
      title={`${grade}, ${dispositions[disposition][language].toLowerCase()}`}
      rows={[
        [say('retOwner'), say('retNotice', { owner })],
        [say('retChecked'), `${itemWords(article, language, sku)}, ${app.operator().name}`],
        [say('recorded'), <Receipt key="receipt" label={label?.state} inCloud={inCloud} />],
      ]}
      side={
        <Tile
          above={say('retBinNow', { bin, grade })}
          main={now}
          unit={say('pcs')}
          below={say('retWas', { n: now - 1 })}
          look="plain"
        />
      }
    />
  );
}
