import { scannedTwice, type LastScan } from '../devices/scanned-twice.ts';
import { matchAirWaybill } from '../identifiers/air-waybill.ts';
import { classifyScan } from '../identifiers/scan-code.ts';
import type { OperationPayload } from '../parcel/operations.ts';
import type { Cue } from '../parcel/weigh-bench-state.ts';
import type { BagFacts } from './bag-rules.ts';
import { MAX_MANIFEST_BAGS, type ManifestScope } from './consolidation-operations.ts';
import type {
  ManifestAct,
  ManifestAnswer,
  ManifestBenchState,
  ManifestContext,
  ManifestEffect,
  ManifestEvent,
  ManifestFacts,
  ManifestRefusal,
  Transport,
} from './manifest-bench-state.ts';
import type { Signature } from './signature.ts';

export interface ManifestMemory {
  readonly bench: ManifestBenchState;
  /** A bag whose scan opened the manifest: it is loaded next. */
  readonly pendingBag: BagFacts | undefined;
  readonly lastScan: LastScan | undefined;
}
export interface ManifestStep {
  readonly memory: ManifestMemory;
  readonly effects: readonly ManifestEffect[];
}

const noTransport: Transport = { vehicle: '', driver: '', carrier: '', airWaybill: '' };

export const initialManifestBench = (): ManifestMemory => ({
  bench: {
    ...{ phase: 'idle', manifest: undefined, missing: [], transport: noTransport, refusal: undefined },
    ...{ lastBag: undefined, ink: 0, storageFull: false },
  },
  pendingBag: undefined,
  lastScan: undefined,
});

const cue = (name: Cue): ManifestEffect => ({ type: 'cue', cue: name });
const nothing = (memory: ManifestMemory): ManifestStep => ({ memory, effects: [] });
const change = (
  memory: ManifestMemory,
  changes: Partial<ManifestBenchState>,
  ...effects: readonly ManifestEffect[]
): ManifestStep => ({ memory: { ...memory, bench: { ...memory.bench, ...changes } }, effects });

function refuse(
  memory: ManifestMemory,
  refusal: Omit<ManifestRefusal, 'answers'> & { readonly answers?: readonly ManifestAnswer[] },
  tone: 'check' | 'stop' = 'stop',
): ManifestStep {
  return change(memory, { refusal: { answers: [], ...refusal } }, cue(tone), { type: 'say-code', code: refusal.code });
}

function append<T extends ManifestAct>(
  memory: ManifestMemory,
  operation: T,
  entity: string,
  payload: OperationPayload<T>,
): ManifestStep {
  return change(memory, { phase: 'saving', refusal: undefined }, { type: 'append', operation, entity, payload });
}

/** What may not be loaded. The first that refuses is said. One table: the docs are made of it. */
const loadRules: readonly {
  readonly code: ManifestRefusal['code'];
  readonly tone: 'check' | 'stop';
  readonly answers?: readonly ManifestAnswer[];
  readonly refuses: (load: {
    readonly bag: BagFacts;
    readonly manifest: ManifestFacts;
    readonly on: string | undefined;
    readonly stopped: string | undefined;
  }) => boolean;
}[] = [
  { code: 'BAG_HANDED_OVER', tone: 'stop', refuses: ({ bag }) => bag.state === 'handed-over' },
  {
    code: 'BAG_ALREADY_LOADED',
    tone: 'check',
    answers: ['unload'],
    refuses: ({ on, manifest }) => on === manifest.manifest,
  },
  { code: 'BAG_NOT_SEALED', tone: 'stop', refuses: ({ bag }) => bag.state === 'open' },
  {
    code: 'BAG_OTHER_MANIFEST',
    tone: 'stop',
    refuses: ({ bag, manifest, on }) => on !== undefined || !fitsScope(manifest.scope, bag),
  },
  { code: 'BAG_PARCEL_STOPPED', tone: 'stop', refuses: ({ stopped }) => stopped !== undefined },
  { code: 'MANIFEST_FULL', tone: 'check', refuses: ({ manifest }) => manifest.bags.length >= MAX_MANIFEST_BAGS },
];

/** A vehicle and an air waybill take bags of any line; a line takes its own. */
export const fitsScope = (scope: ManifestScope, bag: BagFacts): boolean =>
  scope.kind !== 'line' || bag.group.line === scope.value;

/** Manifest and handover: bags are scanned on, what is missing is named, the driver signs, and from then on nothing changes. */
export function reduceManifestBench(
  memory: ManifestMemory,
  event: ManifestEvent,
  context: ManifestContext,
): ManifestStep {
  switch (event.type) {
    case 'scan':
      return onScan(memory, event, context);
    case 'scan-torn':
      return memory.bench.refusal === undefined
        ? refuse(memory, { code: 'SCAN_TORN' }, 'check')
        : { memory, effects: [cue('check')] };
    case 'key':
      return onKey(memory, event.key, context);
    case 'ink':
      return change(memory, { ink: event.points });
    case 'signed':
      return event.strokes === undefined
        ? refuse(memory, { code: 'SIGNATURE_MISSING' }, 'check')
        : handOver(memory, { way: 'screen', strokes: event.strokes }, context);
    case 'recorded':
      return onRecorded(memory, event.operation, event.seq, context);
    case 'failed':
      return refuse(change(refreshed(memory, context), { phase: phaseOf(context) }).memory, { code: event.code });
    case 'restored':
      return change(refreshed(memory, context), { phase: phaseOf(context) });
    case 'storage':
      return event.full === memory.bench.storageFull
        ? nothing(memory)
        : change(memory, { storageFull: event.full }, ...(event.full ? [cue('stop')] : []));
  }
}

const phaseOf = (context: ManifestContext): 'idle' | 'loading' =>
  context.openManifest() === undefined ? 'idle' : 'loading';

const refreshed = (memory: ManifestMemory, context: ManifestContext): ManifestMemory => ({
  ...memory,
  bench: { ...memory.bench, manifest: context.openManifest() },
});

// ── scans ────────────────────────────────────────────────────────────────────────────────────────────────────────────

const prefixes = { VEHICLE: 'vehicle', DRIVER: 'driver', CARRIER: 'carrier' } as const;

function onScan(
  before: ManifestMemory,
  { text, atMs, aim }: Extract<ManifestEvent, { type: 'scan' }>,
  context: ManifestContext,
): ManifestStep {
  const { lastScan } = before;
  const memory: ManifestMemory = { ...before, lastScan: { text, atMs } };
  const { bench } = memory;
  const code = classifyScan(text, aim);
  if (code.kind === 'command')
    return onKey(
      memory,
      ({ '1': 'F1', '2': 'F2', '3': 'F3', UNDO: 'F8' } as Record<string, string>)[code.command] ?? '',
      context,
    );
  if (scannedTwice(lastScan, text, atMs)) return { memory, effects: [cue('twice')] };
  if (bench.storageFull) return { memory, effects: [cue('stop')] };
  if (bench.phase === 'signing' && /^[A-Z0-9-]{4,40}$/i.test(text.trim())) {
    const sheet = text.trim().toUpperCase();
    if (sheet === bench.manifest?.manifest) return handOver(memory, { way: 'paper', sheet }, context);
    if (context.findManifest(sheet) !== undefined)
      return refuse(memory, { code: 'SHEET_OF_ANOTHER', subject: sheet }, 'check');
  }
  const [, prefix = '', value = ''] = /^(VEHICLE|DRIVER|CARRIER):(.{1,40})$/i.exec(text.trim()) ?? [];
  if (prefix !== '') {
    const transport = { ...bench.transport, [prefixes[prefix.toUpperCase() as keyof typeof prefixes]]: value };
    const told = change(memory, { transport, refusal: undefined }, cue('next'));
    return bench.phase === 'idle' && prefix.toUpperCase() === 'VEHICLE'
      ? open(told.memory, { kind: 'vehicle', value }, context)
      : told;
  }
  if (code.kind === 'line')
    return bench.phase === 'idle' || bench.phase === 'handed-over'
      ? context.lines.includes(code.line)
        ? open(memory, { kind: 'line', value: code.line }, context)
        : refuse(memory, { code: 'SCAN_UNREADABLE', subject: code.line }, 'check')
      : { memory, effects: [cue('check')] };
  const tag = context.resolveTag(text);
  if (tag?.kind === 'old-label') return refuse(memory, { code: 'BAG_LABEL_OLD', subject: tag.bag.bag, bag: tag.bag });
  if (tag?.kind === 'bag') return load(memory, tag.bag, context);
  const awb = matchAirWaybill(text.trim().replace(/-/g, ''), text.trim());
  if (awb?.checkDigit?.status === 'right') {
    const told = change(
      memory,
      { transport: { ...bench.transport, airWaybill: awb.value }, refusal: undefined },
      cue('next'),
    );
    return bench.phase === 'idle' || bench.phase === 'handed-over'
      ? open(told.memory, { kind: 'awb', value: awb.value }, context)
      : told;
  }
  return refuse(memory, { code: 'BAG_TAG_UNKNOWN', subject: text.slice(0, 24) }, 'check');
}

function open(memory: ManifestMemory, scope: ManifestScope, context: ManifestContext): ManifestStep {
  const manifest = context.newManifestId();
  return append(memory, 'manifestOpened', `manifest:${manifest}`, { manifest, scope, practice: context.practice });
}

/** With no manifest open a sealed bag opens one for its line. */
function load(memory: ManifestMemory, bag: BagFacts, context: ManifestContext): ManifestStep {
  const manifest = context.openManifest();
  if (manifest === undefined) {
    if (bag.state === 'handed-over') return refuse(memory, { code: 'BAG_HANDED_OVER', subject: bag.bag, bag });
    if (bag.state === 'open') return refuse(memory, { code: 'BAG_NOT_SEALED', subject: bag.bag, bag });
    return open({ ...memory, pendingBag: bag }, { kind: 'line', value: bag.group.line }, context);
  }
  const facts = { bag, manifest, on: context.manifestOfBag(bag.bag), stopped: context.stoppedIn(bag.bag) };
  const rule = loadRules.find(({ refuses }) => refuses(facts));
  if (rule !== undefined)
    return refuse(memory, { code: rule.code, subject: bag.bag, bag, answers: rule.answers ?? [] }, rule.tone);
  return append(memory, 'bagLoaded', `bag:${bag.bag}`, { manifest: manifest.manifest, bag: bag.bag });
}

// ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** F1–F3 of the moment, in order. */
export function manifestAnswers({ phase, refusal }: ManifestBenchState): readonly ManifestAnswer[] {
  if (refusal !== undefined && refusal.answers.length > 0) return refusal.answers;
  if (phase === 'loading') return ['finish'];
  if (phase === 'missing') return ['leave-them'];
  return phase === 'signing' ? ['sign', 'paper', 'load-more'] : [];
}

function onKey(memory: ManifestMemory, key: string, context: ManifestContext): ManifestStep {
  const { bench } = memory;
  if (bench.phase === 'saving') return nothing(memory);
  if (/^F[123]$/.test(key)) {
    const answer = manifestAnswers(bench)[Number(key.slice(1)) - 1];
    return answer === undefined ? nothing(memory) : onAnswer(memory, answer, context);
  }
  if (key !== 'F8' && key !== 'Escape') return nothing(memory);
  if (bench.refusal !== undefined) return change(memory, { refusal: undefined }, cue('next'));
  if (bench.phase === 'signing' && bench.ink > 0) return change(memory, { ink: 0 }, { type: 'clear-ink' }, cue('next'));
  if (bench.phase === 'signing' || bench.phase === 'missing') return change(memory, { phase: 'loading' }, cue('next'));
  const { lastBag, manifest } = bench;
  if (key === 'Escape' || bench.phase !== 'loading' || manifest === undefined || lastBag?.loaded !== true)
    return { memory, effects: [cue('check')] };
  return append(memory, 'bagUnloaded', `bag:${lastBag.bag.bag}`, {
    ...{ manifest: manifest.manifest, bag: lastBag.bag.bag, reason: 'undone', undoes: lastBag.seq },
  });
}

function onAnswer(memory: ManifestMemory, answer: ManifestAnswer, context: ManifestContext): ManifestStep {
  const { bench } = memory;
  const manifest = context.openManifest();
  if (manifest === undefined) return nothing(memory);
  switch (answer) {
    case 'finish': {
      if (manifest.bags.length === 0) return refuse(memory, { code: 'MANIFEST_EMPTY' }, 'check');
      // Held since it was loaded: it comes off before anybody signs.
      const held = manifest.bags.find(({ bag }) => context.stoppedIn(bag) !== undefined);
      if (held !== undefined)
        return refuse(memory, { code: 'BAG_PARCEL_STOPPED', subject: held.bag, bag: held, answers: ['unload'] });
      const missing = context.belonging(manifest.scope);
      return missing.length === 0
        ? toSigning(memory, [])
        : change(memory, { phase: 'missing', missing, refusal: undefined }, cue('check'), {
            type: 'say-code',
            code: 'MANIFEST_BAGS_MISSING',
          });
    }
    case 'leave-them':
      return toSigning(memory, bench.missing);
    case 'unload': {
      const bag = bench.refusal?.bag;
      return bag === undefined
        ? nothing(memory)
        : append(memory, 'bagUnloaded', `bag:${bag.bag}`, {
            ...{ manifest: manifest.manifest, bag: bag.bag, reason: 'taken-off' },
          });
    }
    case 'sign':
      return { memory, effects: [{ type: 'take-ink' }] };
    case 'paper':
      return { memory, effects: [{ type: 'make-papers', manifest: manifest.manifest }, cue('next')] };
    case 'load-more':
      return change(memory, { phase: 'loading', refusal: undefined }, cue('next'));
  }
}

const toSigning = (memory: ManifestMemory, missing: readonly BagFacts[]): ManifestStep =>
  change(memory, { phase: 'signing', missing, refusal: undefined, ink: 0 }, { type: 'clear-ink' }, cue('next'));

function handOver(memory: ManifestMemory, signature: Signature, context: ManifestContext): ManifestStep {
  const manifest = context.openManifest();
  if (manifest === undefined || memory.bench.phase !== 'signing') return nothing(memory);
  const { transport, missing } = memory.bench;
  return append(memory, 'manifestHandedOver', `manifest:${manifest.manifest}`, {
    ...{ manifest: manifest.manifest, scope: manifest.scope },
    bags: manifest.bags.map(({ bag, unitNumber = '', pieces, grossMilligrams = 0 }) => ({
      ...{ bag, unitNumber, parcels: pieces, grossMilligrams },
    })),
    ...{ parcels: manifest.parcels, grossMilligrams: manifest.grossMilligrams },
    leftBehind: missing.slice(0, MAX_MANIFEST_BAGS).map(({ bag }) => bag),
    ...transport,
    ...{ signature, practice: context.practice },
  });
}

// ── answers of the disk ──────────────────────────────────────────────────────────────────────────────────────────────

function onRecorded(
  before: ManifestMemory,
  operation: ManifestAct,
  seq: number,
  context: ManifestContext,
): ManifestStep {
  const memory = { ...refreshed(before, context), lastScan: undefined };
  const { bench } = memory;
  switch (operation) {
    case 'manifestOpened': {
      const { pendingBag } = memory;
      const opened: ManifestMemory = {
        ...memory,
        pendingBag: undefined,
        bench: { ...bench, phase: 'loading', missing: [], lastBag: undefined },
      };
      return pendingBag === undefined ? change(opened, {}, cue('next')) : load(opened, pendingBag, context);
    }
    case 'bagLoaded':
    case 'bagUnloaded': {
      const loaded = operation === 'bagLoaded';
      const ids = new Set(before.bench.manifest?.bags.map(({ bag }) => bag));
      const after = new Set(bench.manifest?.bags.map(({ bag }) => bag));
      const [moved] = loaded ? [...after].filter((bag) => !ids.has(bag)) : [...ids].filter((bag) => !after.has(bag));
      const bag = context.findBag(moved ?? '');
      return change(
        memory,
        { phase: 'loading', lastBag: bag === undefined ? undefined : { bag, seq, loaded } },
        cue(loaded ? 'ok' : 'next'),
      );
    }
    case 'manifestHandedOver': {
      const gone = before.bench.manifest;
      const manifest = gone === undefined ? undefined : context.findManifest(gone.manifest);
      return change(
        memory,
        { phase: 'handed-over', manifest, transport: noTransport, lastBag: undefined },
        { type: 'make-papers', manifest: gone?.manifest ?? '' },
        cue('ok'),
      );
    }
  }
}
