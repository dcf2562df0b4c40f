import { useEffect, useReducer, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import type { RelabelState } from '../../../shared/receiving/relabel-bench.ts';
import type { OpenRelabelTask } from '../../../shared/receiving/relabel-task.ts';
import type { StationApp } from '../../app/station-app.ts';
import { StationFrame } from '../../app/station-frame.tsx';
import { useSay, type Language, type Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';
import { ItemPlate, itemName, itemWords } from '../../ui/item-plate.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import { labelAskBand, LabelAskView } from '../../ui/label-ask-view.tsx';
import { Half, Open } from '../../ui/shapes.tsx';
import { ReasonView, Tile } from '../../ui/stage-views.tsx';
import { useRecord } from '../../ui/use-record.ts';

type Band = Omit<BandViewProps, 'codeWord'>;

function relabelBand(
  { phase, refusal, open }: RelabelState,
  storageFull: boolean,
  app: StationApp,
  say: Say,
  language: Language,
): Band {
  const subject = open?.task.task ?? refusal?.subject;
  const code = storageFull ? 'DISK_FULL' : refusal?.code;
  if (code !== undefined) {
    const tone = toneOf(code);
    const { verdict, act } = errorCatalog[code][language];
    return { tone, shape: tone, verdict, act, subject, code };
  }
  const item = (sku: string): string => itemName(app.work.findSku(open?.task.owner ?? '', sku), language, sku);
  const busy = (verdict: string, act: string): Band => ({ tone: 'busy', shape: 'scan', verdict, act, subject });
  switch (phase) {
    case 'booking':
      return busy(say('saving'), say('wait'));
    case 'old':
      if (open !== undefined)
        return busy(
          say('relCount', { n: open.done, of: open.task.pieces }),
          say('relOldAct', { item: item(open.task.fromSku), bin: open.task.bin }),
        );
      break;
    case 'new':
      return busy(say('relStick'), say('relStickAct'));
    case 'done':
      return {
        tone: 'ok',
        shape: 'ok',
        verdict: say('relDone'),
        act: say('relDoneAct', { bin: open?.task.bin ?? '' }),
        subject,
      };
    case 'idle':
      break;
  }
  return { tone: 'idle', shape: 'scan', verdict: say('ready'), act: say('relReadyAct') };
}

export function RelabelScreen({ app }: { readonly app: StationApp }): ReactElement {
  const flow = app.flows.relabel;
  const { bench, storageFull, labelAsk } = useStore(flow.store);
  const practice = useStore(app.view, (view) => view.mode === 'practice');
  const { say, language } = useSay();
  const { phase, open, refusal } = bench;
  const band =
    labelAsk === undefined
      ? relabelBand(bench, storageFull, app, say, language)
      : labelAskBand(labelAsk, say, language);
  const keys: Partial<Record<KeyName, string>> = {
    ...(phase === 'new' && refusal === undefined && labelAsk === undefined ? { F4: say('keyReprint') } : {}),
    ...(labelAsk === undefined && phase !== 'booking' && (open !== undefined || refusal !== undefined)
      ? { F8: say(refusal === undefined ? 'keyLeave' : 'keyUndo') }
      : {}),
    ...(practice ? { F11: say('keyPractice') } : {}),
    F10: say('keyQueue'),
    F12: say('keyHome'),
  };
  return (
    <StationFrame app={app} band={band} keys={keys}>
      {labelAsk === undefined ? (
        <Stage app={app} state={bench} />
      ) : (
        <LabelAskView ask={labelAsk} onKey={(key) => app.key(key)} />
      )}
    </StationFrame>
  );
}

function Stage({ app, state }: { readonly app: StationApp; readonly state: RelabelState }): ReactElement {
  const { say } = useSay();
  const { phase, open, refusal } = state;
  if (refusal !== undefined)
    return (
      <ReasonView
        code={refusal.code}
        rows={refusal.subject === undefined ? [] : [[say('packScanned'), refusal.subject]]}
        side={open === undefined ? undefined : <Tile above={say('relBin')} main={open.task.bin} />}
      />
    );
  return open === undefined ? <Tasks app={app} phase={phase} /> : <TaskView app={app} open={open} state={state} />;
}

/** The article that the piece is now, and the one it becomes. */
function TaskView({
  app,
  open,
  state,
}: {
  readonly app: StationApp;
  readonly open: OpenRelabelTask;
  readonly state: RelabelState;
}): ReactElement {
  const { say, language } = useSay();
  const { task, done } = open;
  const { label } = useRecord(app.operations, app.view, state.requested ?? '');
  const isNew = state.phase === 'new' || state.phase === 'done';
  const shown = isNew ? task.toSku : task.fromSku;
  return (
    <section className="stage pack" data-phase={state.phase} data-done={done} data-label={label?.state ?? ''}>
      <div className="split">
        <ItemPlate
          sku={app.work.findSku(task.owner, shown)}
          code={shown}
          have={done}
          of={task.pieces}
          note={say(isNew ? 'relIsNew' : 'relIsOld', { sku: isNew ? task.fromSku : task.toSku })}
          language={language}
        />
        <Tile above={say('relBin')} main={task.bin} below={say('relLeft', { n: task.pieces - done })} />
      </div>
    </section>
  );
}

const SHOWN = 5;

function Tasks({ app, phase }: { readonly app: StationApp; readonly phase: string }): ReactElement {
  const { say, language } = useSay();
  const [, look] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    const ends = [app.work.onChange(look), app.floor.onChange(look)];
    return () => ends.forEach((end) => end());
  }, [app]);
  const tasks = app.flows.relabel.tasks();
  return (
    <section className="stage pack" data-phase={phase} data-tasks={tasks.length}>
      <div className="split">
        <div className="panel list due">
          {tasks.length === 0 ? (
            <p className="none dim">{say('relNone')}</p>
          ) : (
            <ol>
              {tasks.slice(0, SHOWN).map(({ task, done }) => (
                <li key={task.task} data-task={task.task}>
                  {done > 0 ? <Half /> : <Open />}
                  <span>
                    {itemWords(app.work.findSku(task.owner, task.fromSku), language, task.fromSku)}
                    <small>
                      {task.pieces - done} × {task.fromSku} → {task.toSku}
                    </small>
                  </span>
                  <span className="by">{task.bin}</span>
                </li>
              ))}
            </ol>
          )}
        </div>
        <Tile
          above={say('relTasks')}
          main={tasks.reduce((sum, { task, done }) => sum + task.pieces - done, 0)}
          unit={say('pcs')}
          look="plain"
        />
      </div>
    </section>
  );
}
