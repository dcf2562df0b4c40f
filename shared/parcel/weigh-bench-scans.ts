import { scannedTwice } from '../devices/scanned-twice.ts';
import { classifyScan, type ScanCommand } from '../identifiers/scan-code.ts';
import { cargoClasses } from '../rating/cargo/cargo-classes.ts';
import { admit } from './weigh-bench-admit.ts';
import { rebook } from './weigh-bench-correct.ts';
import type { BenchContext, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import { onKey } from './weigh-bench-keys.ts';
import { scanBack } from './weigh-bench-labels.ts';
import { setAside } from './weigh-bench-aside.ts';
import { setDimensions } from './weigh-bench-size.ts';
import type { OpenParcel } from './weigh-bench-state.ts';
import { cue, refuseScan } from './weigh-bench-steps.ts';
import { askLine, onWaybill } from './weigh-bench-waybill.ts';

export function onScan(
  memory: BenchMemory,
  text: string,
  atMs: number,
  context: BenchContext,
  aim?: string,
): BenchStep {
  const { bench, lastScan } = memory;
  // A question about a label is put away by the next work: it can be asked again.
  const heard: BenchMemory = { ...memory, lastScan: { text, atMs } };
  const code = classifyScan(text, aim);
  const again = scannedTwice(lastScan, text, atMs);
  if (again && code.kind !== 'command') return { memory: heard, effects: [cue('twice')] };
  if (bench.storageFull && code.kind !== 'command') return { memory: heard, effects: [cue('stop')] };
  if (code.kind === 'command') return onCommand(heard, code.command, context);
  const quiet = { ...heard, bench: { ...bench, ask: undefined } };
  switch (code.kind) {
    case 'label':
      return scanBack(quiet, code.job);
    case 'line':
      return chooseLine(quiet, code.line, context);
    case 'cargo':
      return chooseCargo(quiet, code.cargo, context);
    case 'place':
      return onPlace(quiet, code.place, context);
    case 'size':
      return setDimensions(quiet, code.dimensions, 'box', context);
    case 'box': {
      const box = context.findBox(code.box);
      return box === undefined
        ? refuseScan(quiet, { code: 'SCAN_UNREADABLE', subject: text, answers: [] })
        : setDimensions(quiet, box.dimensions, 'box', context);
    }
    case 'waybill':
      return onWaybill(quiet, code.waybill, context);
    case 'unreadable':
      return refuseScan(quiet, { code: 'SCAN_UNREADABLE', subject: text.slice(0, 24), answers: [] });
  }
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
    case 'HOLD':
      return onKey(memory, 'F6', context);
    case 'PHOTO':
      return onKey(memory, 'F7', context);
    case 'UNDO':
      return onKey(memory, 'F8', context);
    case 'LEAD':
      return onKey(memory, 'F9', context);
    case 'QUEUE':
      return { memory, effects: [{ type: 'go', screen: 'queue' }] };
    case 'HOME':
      return { memory, effects: [{ type: 'go', screen: 'settings' }] };
    case 'PRINTER':
      // The station itself takes it, wherever it is scanned.
      return { memory, effects: [] };
  }
}

function chooseLine(memory: BenchMemory, line: string, context: BenchContext): BenchStep {
  const { parcel } = memory.bench;
  if (!context.lines.some((known) => known.code === line))
    return refuseScan(memory, { code: 'LINE_UNKNOWN', subject: `LINE:${line}`, answers: [] });
  if (parcel === undefined) return refuseScan(memory, { code: 'SCAN_WAYBILL_FIRST', answers: [] });
  return changed(memory, { ...parcel, line }, context);
}

function chooseCargo(memory: BenchMemory, cargoClass: string, context: BenchContext): BenchStep {
  const { parcel } = memory.bench;
  if (!cargoClasses.some(({ id }) => id === cargoClass))
    return refuseScan(memory, { code: 'CARGO_UNKNOWN', subject: `CARGO:${cargoClass}`, answers: [] });
  if (parcel === undefined) return refuseScan(memory, { code: 'SCAN_WAYBILL_FIRST', answers: [] });
  return changed(memory, { ...parcel, cargoClass }, context);
}

/** Another line or class: the rules are asked anew, what was answered about the former counts no more. A hold stays a hold. */
function changed(memory: BenchMemory, given: OpenParcel, context: BenchContext): BenchStep {
  const { bench } = memory;
  if (bench.phase === 'booking' || bench.refusal?.hold !== undefined) return { memory, effects: [cue('check')] };
  const parcel = { ...given, answered: given.answered?.filter(({ code }) => code === 'SCALE_NOT_AT_ZERO') };
  if (parcel.kept !== undefined) return rebook(memory, parcel, context);
  if (parcel.line === undefined) return askLine(memory, parcel, context);
  return admit({ ...memory, bench: { ...bench, refusal: undefined } }, parcel, context);
}

/** The place of what waits: clears what is to be put there. */
function onPlace(memory: BenchMemory, place: string, context: BenchContext): BenchStep {
  const { refusal } = memory.bench;
  if (refusal?.place === undefined) return refuseScan(memory, { code: 'SCAN_UNREADABLE', subject: place, answers: [] });
  return refusal.place.toUpperCase() === place ? setAside(memory, true, context) : { memory, effects: [cue('stop')] };
}
