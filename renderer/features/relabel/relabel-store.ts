import type { StoreApi } from 'zustand/vanilla';
import {
  initialRelabel,
  reduceRelabel,
  type RelabelContext,
  type RelabelEvent,
  type RelabelState,
} from '../../../shared/receiving/relabel-bench.ts';
import type { OpenRelabelTask, RelabelTask } from '../../../shared/receiving/relabel-task.ts';
import type { Flow, FlowParts } from '../../app/flow.ts';
import { createFloorBench, type FloorBenchState } from '../../app/floor-bench.ts';

export interface RelabelFlow extends Flow {
  readonly id: 'relabel';
  readonly store: StoreApi<FloorBenchState<RelabelState>>;
  /** Tasks that are not whole, oldest first. */
  readonly tasks: () => readonly OpenRelabelTask[];
  /** Printed and not read back; F4 prints its sticker again. */
  readonly stickerJob: () => string | undefined;
}

const KEYS = ['F8', 'Escape'] as const;

/** Old code, sticker, new code read back: piece by piece (换标). */
export function createRelabelFlow(parts: FlowParts): RelabelFlow {
  const { floor, work } = parts;
  let doneHere = 0;
  const open = (task: RelabelTask): OpenRelabelTask => ({ task, done: floor.relabelledOf(task.task) });

  function context(): RelabelContext {
    return {
      language: parts.station().settings.language,
      thisYear: new Date(parts.wallMs()).getFullYear(),
      findSkus: work.findSkus,
      findSku: work.findSku,
      findBin: work.findBin,
      findTask: (code) => {
        const task = work.findRelabelTask(code);
        return task === undefined ? undefined : open(task);
      },
      findTasksOf: (owner, fromSku) => work.relabelTasksOf(owner, fromSku).map(open),
    };
  }

  const bench = createFloorBench<RelabelState, RelabelEvent>(parts, {
    id: 'relabel',
    initial: initialRelabel,
    reduce: (state, event) => reduceRelabel(state, event, context()),
    refusalOf: ({ refusal }) => refusal?.code,
    keys: KEYS,
    key: (name) => ({ type: 'key', key: name as (typeof KEYS)[number] }),
    label: {
      job: ({ requested }) => requested,
      rests: ({ phase, refusal }) => refusal === undefined && phase !== 'booking' && phase !== 'old',
      awaited: ({ phase }) => phase === 'new',
    },
  });
  const state = (): RelabelState => bench.store.getState().bench;

  return {
    id: 'relabel',
    store: bench.store,
    tasks: () => {
      const wanted = work.relabelTasks().map(open);
      return wanted.filter(({ task, done }) => done < task.pieces);
    },
    stickerJob: () => state().requested,
    onScan: bench.onScan,
    onTornScan: bench.onTornScan,
    onKey: bench.onKey,
    onStorage: bench.onStorage,
    begin: bench.begin,
    onApplied: (applied) => {
      bench.onApplied(applied);
      for (const { body } of applied) if (body.type === 'unitsRelabelled') doneHere += 1;
    },
    restore: () => parts.operations.each(new Set(['unitsRelabelled']), () => (doneHere += 1)),
    quiet: () => state().open === undefined || state().phase === 'done',
    doneCount: () => doneHere,
  };
}
