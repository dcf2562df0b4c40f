import { useEffect, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import { inSight } from '../../../shared/queue/queue-board.ts';
import { openEntries } from '../../../shared/queue/queue-entries.ts';
import type { StationApp, StationView } from '../../app/station-app.ts';
import { StationFrame, type FrameProps } from '../../app/station-frame.tsx';
import { useSay, type Language, type Say } from '../../text/i18n.ts';
import { credentialBand, CredentialPanel } from '../../ui/credential-panel.tsx';
import { ExportPanel } from './export-panel.tsx';
import { QueueEntryPanel } from './queue-entry-panel.tsx';
import { createQueueStore, type QueueView } from './queue-store.ts';
import { QueueSums } from './queue-sums.tsx';
import { answerTexts, subjectOf } from './queue-words.ts';

const CLOCK_MS = 10_000;

/** What is on this machine, what is in the cloud, what waits and why, and what a lead may say about it. */
export function QueueScreen({ app }: { readonly app: StationApp }): ReactElement {
  const { say, language } = useSay();
  const [queue] = useState(() => createQueueStore(app.parts, app.view));
  const view = useStore(app.view);
  const mine = useStore(queue.store);
  const credential = useStore(queue.lead.store);
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = window.setInterval(() => setNowMs(Date.now()), CLOCK_MS);
    const ends = [queue.follow(), app.takeInput({ key: queue.onKey, scan: queue.onScan })];
    return () => {
      window.clearInterval(timer);
      for (const end of ends) end();
    };
  }, [app, queue]);
  const { board, entries, exporting, oldestMs } = mine;
  const { entry, at } = inSight(board, entries);
  const asking = board.page === 'lead';
  const pending =
    board.pending === undefined ? undefined : answerTexts(board.pending.answer, board.pending.entry, say, nowMs).title;
  const band = asking
    ? credentialBand(credential, { verdict: pending ?? say('leadAsked'), act: say('leadAskedAct') }, say, language)
    : queueBand(mine, view, say, language);
  return (
    <StationFrame
      app={app}
      band={band}
      keys={
        exporting !== undefined
          ? {
              F5: say('keyLookAgain'),
              F8: say('keyBackStep'),
              ...((exporting.targets?.length ?? 0) > 1 ? { F10: say('keyNext') } : {}),
              F12: say('keyHome'),
            }
          : asking
            ? { F12: say('keyHome') }
            : board.page === 'confirm'
              ? { F8: say('keyBackStep'), F12: say('keyHome') }
              : {
                  ...(entries.length > 1 ? { F10: say('keyNext') } : {}),
                  ...(entries.length > 0 ? { F9: say('keyLead') } : {}),
                  F5: say('keyExport'),
                  F12: say('keyHome'),
                }
      }
    >
      {asking ? (
        <CredentialPanel entry={queue.lead} />
      ) : (
        <section className="stage sums queue" data-page={board.page}>
          <div className="split">
            <div className="panel">
              <QueueSums
                counts={view.counts}
                sync={view.sync}
                entries={entries}
                unknownLabels={app.operations.labels().filter(({ state }) => state === 'unknown').length}
                oldestMs={oldestMs}
                nowMs={nowMs}
              />
            </div>
            {exporting !== undefined ? (
              <ExportPanel board={exporting} onKey={(name) => void queue.onKey(name)} />
            ) : entry === undefined ? (
              <div className="panel parked">
                <div className="label">{say('parked')}</div>
                <h2>{say('nothingParked')}</h2>
                <p>
                  {view.sync.held === undefined
                    ? say('nothingParkedThen')
                    : errorCatalog[view.sync.held][language].reason}
                </p>
                {view.sync.why === '' || view.sync.online ? null : (
                  <p className="dim">
                    {say('noAnswer')}
                    <small>{view.sync.why}</small>
                  </p>
                )}
              </div>
            ) : (
              <QueueEntryPanel
                {...{ entry, at, board, nowMs }}
                of={entries.length}
                onKey={(name) => void queue.onKey(name)}
              />
            )}
          </div>
        </section>
      )}
    </StationFrame>
  );
}

/** Verdict and next act of what stands here; a thing that a lead has to decide goes before what only waits for the network. */
function queueBand(
  { board, entries, exporting }: QueueView,
  { counts, sync, people }: StationView,
  say: Say,
  language: Language,
): FrameProps['band'] {
  if (exporting !== undefined) return exportBand(exporting, say, language);
  const { entry } = inSight(board, entries);
  const subject = entry === undefined ? undefined : subjectOf(entry);
  const { problem, page } = board;
  if (problem !== undefined) {
    const { severity, [language]: text } = errorCatalog[problem];
    const tone = severity === 'stop' ? 'stop' : 'check';
    return { tone, shape: tone, verdict: text.verdict, act: text.act, code: problem };
  }
  if (page === 'confirm')
    return { tone: 'check', shape: 'check', verdict: say('qSure'), act: say('qSureAct'), subject };
  if (page === 'saving') return { tone: 'busy', shape: 'scan', verdict: say('qSaving'), act: say('wait'), subject };
  const open = openEntries(entries);
  if (entry !== undefined && open > 0) {
    const conflicts = entries.filter(({ kind, state }) => kind === 'conflict' && state !== 'told').length;
    const verdict =
      conflicts === 0
        ? say('queueParked', { n: open })
        : say(conflicts === open ? 'qConflicts' : 'qForLead', { n: open });
    const lead = people?.people.find(({ id }) => id === board.lead)?.name ?? board.lead;
    const one = entry.answers.length === 1;
    const act =
      entry.state === 'told' || entry.answers.length === 0
        ? say('qNextAct')
        : lead === undefined
          ? say(one ? 'qLeadAct1' : 'qLeadAct2')
          : say(one ? 'qNowF1' : 'qNowF2', { lead });
    const code = entry.kind === 'parked' ? 'SYNC_PARKED' : undefined;
    return { tone: 'check', shape: 'check', verdict, act, subject, code };
  }
  const waiting = counts.here - counts.inCloud;
  if (sync.held !== undefined)
    return {
      ...{ tone: 'check', shape: 'check', verdict: say('queueWaiting', { n: waiting }), code: sync.held },
      act: errorCatalog[sync.held][language].act,
    };
  if (waiting > 0)
    return { tone: 'busy', shape: 'scan', verdict: say('queueWaiting', { n: waiting }), act: say('qByItself') };
  return { tone: 'ok', shape: 'ok', verdict: say('queueAllSafe'), act: say('qSafeAct') };
}

function exportBand(
  { problem, writing, written }: NonNullable<QueueView['exporting']>,
  say: Say,
  language: Language,
): FrameProps['band'] {
  if (problem !== undefined) {
    const { verdict, act } = errorCatalog[problem][language];
    return { tone: 'check', shape: 'check', verdict, act, code: problem };
  }
  if (writing !== undefined)
    return { tone: 'busy', shape: 'scan', verdict: say('exWriting'), act: say('exWritingAct') };
  if (written !== undefined) return { tone: 'ok', shape: 'ok', verdict: say('exDone'), act: say('exDoneAct') };
  return { tone: 'idle', shape: 'scan', verdict: say('exTitle'), act: say('exAct') };
}
