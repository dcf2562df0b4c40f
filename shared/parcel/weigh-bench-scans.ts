import { classifyScan, type ScanCommand } from '../identifiers/scan-code.ts';
import type { BenchContext, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import { onKey } from './weigh-bench-keys.ts';
import { setDimensions } from './weigh-bench-size.ts';
import type { OpenParcel, Refusal } from './weigh-bench-state.ts';
import { cue, confirm, refuse, take, parcelFrom } from './weigh-bench-steps.ts';

/** The same code within this time is one act of one hand. */
const TWICE_MS = 3_000;

export function onScan(
  memory: BenchMemory,
  text: string,
  atMs: number,
  context: BenchContext,
  aim?: string,
): BenchStep {
  const { bench, lastScan } = memory;
  const heard: BenchMemory = { ...memory, lastScan: { text, atMs } };
  const code = classifyScan(text, aim);
  const again = lastScan?.text === text && atMs - lastScan.atMs < TWICE_MS;
  if (again && code.kind !== 'command') return { memory: heard, effects: [cue('twice')] };
  if (bench.storageFull && code.kind !== 'command') return { memory: heard, effects: [cue('stop')] };
  switch (code.kind) {
    case 'command':
      return onCommand(heard, code.command, context);
    case 'label':
      return scanBack(heard, code.job);
    case 'line':
      return chooseLine(heard, code.line, context);
    case 'size':
      return setDimensions(heard, code.dimensions, 'box');
    case 'box': {
      const box = context.findBox(code.box);
      return box === undefined
        ? refuse(heard, { code: 'SCAN_UNREADABLE', subject: text, answers: [] }, 'check')
        : setDimensions(heard, box.dimensions, 'box');
    }
    case 'waybill':
      return onWaybill(heard, code.waybill, context);
    case 'unreadable':
      return refuseScan(heard, { code: 'SCAN_UNREADABLE', subject: text.slice(0, 24), answers: [] });
  }
}

/** A wrong scan never ends a question that is open. */
export function refuseScan(memory: BenchMemory, refusal: Refusal): BenchStep {
  return memory.bench.refusal === undefined ? refuse(memory, refusal, 'check') : { memory, effects: [cue('check')] };
}

function onCommand(memory: BenchMemory, command: ScanCommand, context: BenchContext): BenchStep {
  switch (command) {
    case '1':
    case '2':
    case '3':
      return onKey(memory, `F${command}`, context);
    case 'REPRINT':
      return onKey(memory, 'F4', context);
    case 'CHANGE':
      return onKey(memory, 'F5', context);
    case 'UNDO':
      return onKey(memory, 'F8', context);
    case 'QUEUE':
      return { memory, effects: [{ type: 'go', screen: 'queue' }] };
    case 'HOME':
      return { memory, effects: [{ type: 'go', screen: 'settings' }] };
  }
}

function onWaybill(memory: BenchMemory, waybill: string, context: BenchContext): BenchStep {
  const { bench } = memory;
  if (bench.last?.waybill === waybill && !bench.last.voided && bench.phase === 'booked')
    return scanBack(memory, bench.last.job);
  if (bench.refusal?.code === 'LABEL_UNKNOWN') {
    return bench.last?.waybill === waybill && bench.last.job === bench.refusal.job
      ? scanBack(memory, bench.last.job)
      : { memory, effects: [cue('check')] };
  }
  if (bench.phase === 'booking') return { memory, effects: [cue('check')] };
  const open = bench.parcel;
  const onPlate = bench.scale.kind === 'live' && !bench.scale.atZero && bench.zeroSeen;
  if (open !== undefined && open.waybill !== waybill && onPlate)
    return refuse(memory, { code: 'PARCEL_OPEN', subject: open.waybill, answers: [] }, 'check');
  const earlier = context.findWeighed(waybill);
  if (earlier !== undefined)
    return refuse(
      { ...memory, bench: { ...bench, parcel: undefined } },
      { code: 'PARCEL_ALREADY_WEIGHED', subject: waybill, earlier, answers: ['reweigh'] },
      'check',
    );
  const alert = context.findPreAlert(waybill);
  if (alert !== undefined) return take(memory, parcelFrom(alert, context));
  const parcel: OpenParcel = { waybill, announced: false, line: undefined, cargoClass: '' };
  const lines = [context.defaultLine, ...context.lines.map((line) => line.code)]
    .filter((line, i, all) => all.indexOf(line) === i && context.lines.some((known) => known.code === line))
    .slice(0, 2);
  const answers = (['line-1', 'line-2'] as const).slice(0, lines.length);
  return refuse(
    { ...memory, bench: { ...bench, parcel } },
    { code: 'PARCEL_UNANNOUNCED', subject: waybill, answers, lines },
    'check',
  );
}

function chooseLine(memory: BenchMemory, line: string, context: BenchContext): BenchStep {
  const { parcel } = memory.bench;
  if (parcel === undefined || !context.lines.some((known) => known.code === line))
    return refuse(memory, { code: 'SCAN_UNREADABLE', subject: `LINE:${line}`, answers: [] }, 'check');
  return take(memory, { ...parcel, line });
}

function scanBack(memory: BenchMemory, job: string): BenchStep {
  const { bench } = memory;
  const known = bench.last?.job === job || bench.unknownLabels.includes(job);
  if (!known) return refuse(memory, { code: 'SCAN_UNREADABLE', subject: job, answers: [] }, 'check');
  if (bench.last?.job === job && (bench.last.label === 'queued' || bench.last.label === 'failed'))
    return { memory, effects: [cue('check')] };
  if (bench.last?.job === job && bench.last.label === 'confirmed') return { memory, effects: [cue('twice')] };
  return { memory, effects: [confirm(job, 'scan-back'), cue('ok')] };
}
