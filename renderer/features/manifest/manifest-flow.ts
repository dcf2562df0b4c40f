import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BagFacts } from '../../../shared/consolidation/bag-rules.ts';
import { belonging, findBagFacts, findManifestFacts } from '../../../shared/consolidation/fold-lookups.ts';
import {
  type ManifestBenchState,
  type ManifestContext,
  type ManifestEffect,
  type ManifestEvent,
} from '../../../shared/consolidation/manifest-bench-state.ts';
import {
  initialManifestBench,
  reduceManifestBench,
  type ManifestMemory,
} from '../../../shared/consolidation/manifest-bench.ts';
import { inkPoint, strokesText, type InkPoint } from '../../../shared/consolidation/signature.ts';
import { appendOperation } from '../../app/append-operation.ts';
import type { Flow, FlowParts } from '../../app/flow.ts';
import { createFloorLookups } from '../../app/floor-lookups.ts';
import { makePapers, type PapersMade } from './make-papers.ts';

export interface ManifestFlow extends Flow {
  readonly id: 'manifest';
  readonly store: StoreApi<ManifestBenchState>;
  /** Sealed bags that wait here, by letter. */
  readonly waiting: StoreApi<readonly BagFacts[]>;
  /** undefined: none were asked for since the manifest was opened. */
  readonly papers: StoreApi<{ readonly made: PapersMade | undefined }>;
  /** What the driver has drawn, in units of SIGNATURE_FIELD. */
  readonly ink: StoreApi<readonly (readonly InkPoint[])[]>;
  /** The pen on the glass: a new stroke, or a further point of the last. Places and sizes in px. */
  readonly pen: (point: { x: number; y: number; width: number; height: number; fresh: boolean }) => void;
  readonly dispatch: (event: ManifestEvent) => void;
}

const QUIET: readonly ManifestBenchState['phase'][] = ['idle', 'loading', 'handed-over'];

/** Manifest and handover at work: the pure reducer, its look-ups, the pen and the papers. */
export function createManifestFlow(parts: FlowParts): ManifestFlow {
  const { bags } = parts;
  const { fold } = bags;
  const lookups = createFloorLookups(parts);
  let memory: ManifestMemory = initialManifestBench();
  const store = createStore<ManifestBenchState>(() => memory.bench);
  const waiting = createStore<readonly BagFacts[]>(() => []);
  const papers = createStore<{ readonly made: PapersMade | undefined }>(() => ({ made: undefined }));
  const ink = createStore<readonly (readonly InkPoint[])[]>(() => []);

  const context = (): ManifestContext => ({
    practice: parts.station().mode === 'practice',
    newManifestId: () => {
      const { device, epoch } = parts.operations.head() ?? parts.station().head;
      return `MF-${device}-${epoch}-${fold.manifestsOpened + 1}`;
    },
    lines: parts.reference.lines.map(({ code }) => code),
    openManifest: () => findManifestFacts(fold, fold.openManifest ?? ''),
    findManifest: (manifest) => findManifestFacts(fold, manifest),
    manifestOfBag: (bag) => fold.bags.get(bag)?.manifest,
    findBag: (bag) => findBagFacts(fold, bag),
    resolveTag: lookups.resolveTag,
    belonging: (scope) => belonging(fold, scope),
    stoppedIn: (bag) => lookups.stoppedIn(bag)?.parcel.waybill,
  });

  function dispatch(event: ManifestEvent): void {
    const step = reduceManifestBench(memory, event, context());
    memory = step.memory;
    store.setState(memory.bench, true);
    for (const effect of step.effects) carryOut(effect);
  }

  function carryOut(effect: ManifestEffect): void {
    switch (effect.type) {
      case 'cue':
        parts.play(effect.cue);
        return;
      case 'say-code':
        parts.speak(effect.code);
        return;
      case 'take-ink':
        dispatch({ type: 'signed', strokes: strokesText(ink.getState()) });
        return;
      case 'clear-ink':
        ink.setState([], true);
        return;
      case 'make-papers':
        void makePapers(parts, effect.manifest, memory.bench.transport).then((made) => papers.setState({ made }));
        return;
      case 'append':
        if (effect.operation === 'manifestOpened') papers.setState({ made: undefined });
        void appendOperation(parts, effect).then((result) => {
          if (result.ok) dispatch({ type: 'recorded', operation: effect.operation, seq: result.value.seq });
          else dispatch({ type: 'failed', code: result.error.code });
        });
        return;
    }
  }

  const showWaiting = (): void =>
    waiting.setState(
      [...fold.stands.values()].flatMap((bag) => {
        const facts = findBagFacts(fold, bag);
        return facts?.state === 'sealed' ? [facts] : [];
      }),
      true,
    );
  bags.onChange(showWaiting);

  return {
    id: 'manifest',
    ...{ store, waiting, papers, ink, dispatch },
    pen: ({ x, y, width, height, fresh }) => {
      if (memory.bench.phase !== 'signing') return;
      const point = inkPoint(x, y, width, height);
      const strokes = ink.getState();
      const last = strokes.at(-1);
      ink.setState(
        fresh || last === undefined ? [...strokes, [point]] : [...strokes.slice(0, -1), [...last, point]],
        true,
      );
      dispatch({ type: 'ink', points: ink.getState().reduce((sum, stroke) => sum + stroke.length, 0) });
    },
    onScan: (scan) => dispatch({ type: 'scan', ...scan }),
    onTornScan: () => dispatch({ type: 'scan-torn' }),
    onKey: (name) => {
      if (!/^(F[1-9]|Escape)$/.test(name)) return false;
      dispatch({ type: 'key', key: name });
      return true;
    },
    onStorage: (storage) => dispatch({ type: 'storage', full: storage.state === 'full' }),
    restore: () => {
      showWaiting();
      dispatch({ type: 'restored' });
      return Promise.resolve();
    },
    quiet: () => QUIET.includes(memory.bench.phase) && memory.bench.refusal === undefined,
    doneCount: () => [...fold.bags.values()].filter(({ manifest }) => manifest !== undefined).length,
  };
}
