import { createStore, type StoreApi } from 'zustand/vanilla';
import { isMarkedBadge } from '../../../shared/identity/credential-entry.ts';
import {
  boardStart,
  inSight,
  reduceBoard,
  type BoardContext,
  type BoardEffect,
  type BoardEvent,
  type QueueBoard,
} from '../../../shared/queue/queue-board.ts';
import {
  queueEntries,
  type LeadsWord,
  type ParkedRecord,
  type QueueEntry,
} from '../../../shared/queue/queue-entries.ts';
import type { OperationBody } from '../../../shared/sync/operation.ts';
import { leadsAnswers } from '../../../shared/sync/park-rules.ts';
import type { PulledConflict } from '../../../shared/sync/pulled-records.ts';
import type { FlowParts } from '../../app/flow.ts';
import type { StationView } from '../../app/station-app.ts';
import { createLeadsWord, type CredentialEntry } from '../../ui/credential-entry.ts';

export interface QueueView {
  readonly board: QueueBoard;
  readonly entries: readonly QueueEntry[];
  /** Wall clock of the first record that the cloud does not have. */
  readonly oldestMs: number | undefined;
}

export interface QueueStore {
  readonly store: StoreApi<QueueView>;
  readonly lead: CredentialEntry;
  readonly onKey: (name: string) => boolean;
  /** true: it was for this screen; every other scan is work. */
  readonly onScan: (text: string) => boolean;
  /** Follows queue, supply and words until the returned end. */
  readonly follow: () => () => void;
}

/** Bodies are read for as many rows at once; of those further on when one comes into sight. */
const BODIES_AHEAD = 100;

/** The queue screen's own state; made anew each time the screen opens. */
export function createQueueStore(parts: FlowParts, view: StoreApi<StationView>): QueueStore {
  const { bridge, operations, reference, play } = parts;
  const store = createStore<QueueView>(() => ({ board: boardStart, entries: [], oldestMs: undefined }));
  const bodies = new Map<string, OperationBody>();
  /** When this page first saw that a word has reached the cloud. */
  const arrivedMs = new Map<string, number>();

  const context = (): BoardContext => {
    const { people } = view.getState();
    const here = parts.operator();
    const mayDecide = people?.rule === 'open' || (people?.signedIn === true && here.role !== 'operator');
    return { entries: store.getState().entries, standing: mayDecide ? here.id : undefined };
  };
  const dispatch = (event: BoardEvent): boolean => {
    const { board, effects, used } = reduceBoard(store.getState().board, event, context());
    store.setState({ board });
    for (const effect of effects)
      if (effect.type === 'cue') play(effect.cue);
      else void settle(effect);
    const { entry } = inSight(board, store.getState().entries);
    if (entry?.kind === 'parked' && entry.operation === undefined) void refresh();
    return used;
  };
  const lead = createLeadsWord(parts, {
    onLead: ({ id }) => dispatch({ type: 'lead', id }),
    onLeave: () => dispatch({ type: 'left' }),
  });

  const settle = async ({ entry, answer, lead: by }: Extract<BoardEffect, { type: 'settle' }>): Promise<void> => {
    const said = leadsAnswers[answer];
    const word = { answer, lead: by };
    const entity = `decision:${entry.key}`;
    const written = await (said.on === 'parked'
      ? bridge.invoke('operation.append', {
          ...{ type: 'leadSettledParked', entity },
          payload: { operation: entry.key, act: said.act, ...word },
        })
      : bridge.invoke('operation.append', {
          ...{ type: 'leadSettledConflict', entity },
          payload: { conflict: entry.key, stands: said.stands, ...word },
        }));
    await refresh();
    const refused = written.ok ? undefined : written.error.code;
    if (refused !== undefined) parts.speak(refused);
    dispatch({ type: 'settled', refused });
  };

  const bodyOf = async (key: string, epoch: number, seq: number): Promise<void> => {
    if (bodies.has(key)) return;
    const body = await operations.operation(seq, epoch).catch(() => undefined);
    if (body !== undefined) bodies.set(key, body);
  };
  const answeredOf = (words: readonly LeadsWord[]): ReadonlySet<string> => {
    const chains = operations.chains();
    const asOfMs = reference.status?.asOfMs ?? 0;
    const answered = new Set<string>();
    for (const { about, epoch, seq } of words) {
      if ((chains.find((chain) => chain.epoch === epoch)?.acked ?? 0) < seq) continue;
      if (!arrivedMs.has(about)) arrivedMs.set(about, parts.wallMs());
      if (asOfMs > (arrivedMs.get(about) ?? 0)) answered.add(about);
    }
    return answered;
  };
  const look = async (): Promise<void> => {
    const device = operations.head()?.device ?? '';
    const [parked, oldest, said] = await Promise.all([
      operations.parkedRows(),
      operations.oldestWaiting(),
      bridge.invoke('queue.words', null),
    ]);
    const words = said.ok ? said.value : [];
    const { key } = store.getState().board;
    const wanted = parked.filter((row, index) => index < BODIES_AHEAD || keyOf(device, row) === key);
    for (const row of wanted) await bodyOf(keyOf(device, row), row.epoch, row.seq);
    const conflicts = new Map<string, PulledConflict>(reference.all('conflict'));
    const entries = queueEntries({ device, parked, bodies, conflicts, words, answered: answeredOf(words) });
    store.setState({ entries, oldestMs: oldest?.wallMs });
  };
  let looking: Promise<void> | undefined;
  let lookAgain = false;
  /** One look at a time; what happens meanwhile is looked at after it. A view in trouble is shown as it was. */
  const refresh = (): Promise<void> => {
    lookAgain = true;
    looking ??= (async () => {
      while (lookAgain) {
        lookAgain = false;
        await look().catch(() => undefined);
      }
    })().finally(() => (looking = undefined));
    return looking;
  };

  return {
    store,
    lead,
    onKey: (name) => {
      if (store.getState().board.page === 'lead') return lead.onKey(name);
      const used = dispatch({ type: 'key', name });
      if (store.getState().board.page === 'lead') lead.reset();
      return used;
    },
    onScan: (text) => {
      const { page } = store.getState().board;
      const answer = /^CMD:([123])$/i.exec(text.trim())?.[1];
      if (page === 'lead') lead.onScan(text);
      else if (answer !== undefined) dispatch({ type: 'key', name: `F${answer}` });
      else if (isMarkedBadge(text) && page === 'list') {
        dispatch({ type: 'key', name: 'F9' });
        lead.reset();
        lead.onScan(text);
      } else return page === 'confirm' || page === 'saving';
      return true;
    },
    follow: () => {
      void refresh();
      const ends = [
        view.subscribe((now, before) => {
          if (now.counts !== before.counts) void refresh();
        }),
        reference.onChange(() => void refresh()),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
  };
}

const keyOf = (device: string, { epoch, seq }: Pick<ParkedRecord, 'epoch' | 'seq'>): string =>
  `${device}-${epoch}-${seq}`;
