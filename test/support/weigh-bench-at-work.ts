import type { PreAlert } from '../../shared/reference/reference-data.ts';
import { builtInReference } from '../../shared/reference/built-in-reference.ts';
import { plainBench, type BenchRules } from '../../shared/parcel/bench-rules.ts';
import { createLineBook } from '../../shared/parcel/line-book.ts';
import { operationPayloads } from '../../shared/parcel/operations.ts';
import { initialBench, reduceBench } from '../../shared/parcel/weigh-bench.ts';
import type { BenchContext, BenchEffect, BenchEvent, BenchKey } from '../../shared/parcel/weigh-bench-events.ts';
import type { EarlierWeighing } from '../../shared/parcel/weigh-bench-state.ts';

/** Equal frames that book a weight here. */
export const NEEDED = 3;
const size = { length: '42', width: '31', height: '20', unit: 'cm' as const };

/** The weigh bench with a disk that answers when it is told to: events in, operations and tones out. Waybills that begin with YT are announced. */
export function weighBench(rules: Partial<BenchRules> = {}, alert: Partial<PreAlert> = {}, earlier?: EarlierWeighing) {
  let memory = initialBench(NEEDED);
  const effects: BenchEffect[] = [];
  const context: BenchContext = {
    ...{ neededFrames: NEEDED, zeroBandMg: 10_000, toleranceMg: 0, minimumMg: 20_000, defaultLine: 'US-A' },
    ...{ lines: builtInReference.lines, practice: false, language: 'en', station: 'W3', operator: 'o' },
    ...{ scaleName: 's', scaleSimulated: false },
    findPreAlert: (waybill) =>
      waybill.startsWith('YT')
        ? { waybill, line: 'US-A', cargoClass: 'none', customer: 'c', dimensions: size, ...alert }
        : undefined,
    findBox: (code) => builtInReference.boxes.find((box) => box.code === code),
    findWeighed: () => earlier,
    rate: createLineBook(
      () => builtInReference.lines,
      () => 1_795_000_000_000,
    ).rate,
    timeText: () => '11-25 08:00',
    rules: { ...plainBench, ...rules },
  };
  const send = (event: BenchEvent): void => {
    const step = reduceBench(memory, event, context);
    memory = step.memory;
    effects.push(...step.effects);
  };
  let frames = 0;
  let scans = 0;
  const appended = (type: string) =>
    effects.flatMap((effect) => (effect.type === 'append' && effect.operation === type ? [effect.payload] : []));
  return {
    send,
    weight: (value: string, times = 1) => {
      for (let i = 0; i < times; i += 1) {
        frames += 1;
        send({
          type: 'frame',
          frame: {
            ...{ deviceId: 'scale-1', sequence: frames, rawHex: '02', monoMs: frames * 50, wallMs: frames * 50 },
            reading: { type: 'weight', value, unit: 'kg', stability: 'stable', mode: 'gross' },
          },
        });
      }
    },
    scan: (text: string) => send({ type: 'scan', text, atMs: (scans += 10_000) }),
    key: (key: BenchKey) => send({ type: 'key', key }),
    saved: () => {
      const payload = operationPayloads.parcelWeighed.parse(appended('parcelWeighed').at(-1));
      send({ type: 'booked', seq: effects.length, job: `W1234567-1-${effects.length}`, payload, wallMs: 5 });
    },
    label: (state: 'sent' | 'confirmed') => send({ type: 'label', job: memory.bench.last?.job ?? '', state }),
    appended,
    asked: (type: BenchEffect['type']) => effects.filter((effect) => effect.type === type),
    get state() {
      return memory.bench;
    },
  };
}
