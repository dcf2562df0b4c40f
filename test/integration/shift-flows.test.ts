import 'fake-indexeddb/auto';
import { randomUUID } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import type { FlowParts } from '../../renderer/app/flow.ts';
import { journalOver } from '../../renderer/app/journal-over.ts';
import { DexieViewStorage } from '../../renderer/data/dexie-view-storage.ts';
import { OperationStore } from '../../renderer/data/operation-store.ts';
import { createShiftSealFlow } from '../../renderer/features/shift/shift-seal-store.ts';
import { createStartCheckFlow } from '../../renderer/features/shift/start-check-store.ts';
import type { ScaleFrame } from '../../shared/devices/scale-reading.ts';
import type { StationDescription } from '../../shared/ipc/contract.ts';
import { settingsSchema } from '../../shared/settings/settings.ts';
import { SCANNER_CARD } from '../../shared/shift/scanner-card.ts';
import { MainStation } from '../support/main-station.ts';
import { weighed } from '../support/operations.ts';
import { waitUntil } from '../support/wait-until.ts';

/** The flows of a shift over the real main process and the real local view; devices are told, nobody is known: one key signs. */
let main: MainStation;
let operations: OperationStore;
afterEach(async () => {
  operations.close();
  await main.stop();
});

async function floor(shift: object) {
  main = await MainStation.start(undefined);
  operations = new OperationStore(new DexieViewStorage(randomUUID()), journalOver(main.bridge));
  await operations.begin('boot');
  const { settings, ...rest } = await main.ask('station.describe', null);
  const described: StationDescription = {
    ...rest,
    settings: settingsSchema.parse({
      ...settings,
      station: { name: 'W7', flows: ['weigh', 'bag'] },
      shift: { ...settings.shift, ...shift },
      scale: { transport: { type: 'simulated' }, protocol: 'toledo-continuous' },
      printer: { transport: { type: 'simulated' }, language: 'zpl', dpi: 203, widthMm: 100, heightMm: 150 },
    }),
  };
  const cues: string[] = [];
  const parts = {
    ...{ bridge: main.bridge, operations, reference: main.reference },
    play: (cue: string) => cues.push(cue),
    speak: (...phrases: string[]) => cues.push(...phrases),
    go: () => undefined,
    station: () => described,
    operator: () => ({ id: 'op-1', name: 'Chen Min', role: 'lead' }),
    people: () => [],
    device: (id: string) => ({ id, name: id, state: 'ready', simulated: false }),
    wallMs: () => Date.now(),
  } as unknown as FlowParts;
  const check = createStartCheckFlow(parts);
  const seal = createShiftSealFlow(parts);
  main.bridge.on('journal.appended', ({ epoch, records }) => {
    void operations.apply(epoch, records).then((applied) => {
      check.onApplied?.(applied);
      seal.onApplied?.(applied);
    });
  });
  await check.restore();
  await waitUntil('the past', () => check.store.getState().past);
  const of = async (type: string) => {
    const { head } = await main.ask('journal.chains', null);
    const { records } = await main.ask('journal.read', { epoch: head.epoch, afterSeq: 0, limit: 2_000 });
    return records
      .map(({ body }) => JSON.parse(body) as { type: string; payload: Record<string, unknown> })
      .filter((body) => body.type === type);
  };
  return { check, seal, cues, of };
}
const frame = (value: string): ScaleFrame =>
  ({ reading: { type: 'weight', value, unit: 'kg', stability: 'stable', mode: 'gross' } }) as unknown as ScaleFrame;

it('a check goes from the plate to the record, its drift is kept, and nothing is due after it', async () => {
  const { check, of } = await floor({ testWeight: { value: '1', unit: 'kg' } });
  const steps = (): readonly string[] =>
    check.store.getState().check.done.map(({ step, outcome }) => `${step} ${outcome}`);
  expect(check.isDue()).toBe(true);
  check.begin?.();
  for (let at = 0; at < 5; at += 1) check.onFrame?.(frame('0.000'));
  for (let at = 0; at < 5; at += 1) check.onFrame?.(frame('1.001'));
  check.onScan({ text: SCANNER_CARD, atMs: 0 });
  const job = await waitUntil('the label asked for', () => check.store.getState().check.job);
  expect((await of('labelRequested'))[0]?.payload).toMatchObject({ label: { template: 'start-check-100x50' } });
  check.onScan({ text: job, atMs: 0 });
  const [done] = await waitUntil('the record', async () => {
    const found = await of('shiftCheckDone');
    return found.length > 0 && found;
  });
  // No cloud was reached: the clock has nothing to be compared with.
  expect(steps()).toEqual([
    ...['zero passed', 'test-weight passed', 'scanner passed', 'label passed'],
    ...['clock absent', 'storage passed', 'queue passed'],
  ]);
  expect(done?.payload).toMatchObject({ nominal: { value: '1', unit: 'kg' }, practice: false });
  expect((await of('labelConfirmed'))[0]?.payload).toEqual({ job, by: 'scan-back' });
  await waitUntil('the newest of the past', () => check.last()?.driftMilligrams === 1_000);
  expect(check.isDue()).toBe(false);
  expect(check.passesOn?.('YT8800000001')).toBe(true);
});

it('a seal is set at zero, signed by both, and equal in what it says', async () => {
  const { seal, of, cues } = await floor({});
  for (const waybill of ['SF1001', 'SF1002'])
    await main.ask('operation.append', {
      ...{ type: 'parcelWeighed', entity: `parcel:${waybill}`, payload: weighed(waybill, 612) },
    });
  const phase = (): string => seal.store.getState().bench.phase;
  const missing = (): string | undefined => seal.store.getState().bench.reconciliation?.missing[0]?.parcel.waybill;
  seal.begin?.();
  await waitUntil('the counts', () => seal.store.getState().bench.reconciliation);
  for (const name of ['3', 'Enter']) seal.onKey(name);
  await waitUntil('the first one missing', () => missing() === 'SF1001');
  seal.onScan({ text: 'SF1001', atMs: 0 });
  await waitUntil('the second', () => missing() === 'SF1002');
  // Without people whoever stands here decides.
  for (const name of ['F9', 'F2']) seal.onKey(name);
  await waitUntil('only a number is left', () => missing() === undefined && phase() === 'explaining');
  for (const name of ['F9', 'F1']) seal.onKey(name);
  await waitUntil('zero', () => phase() === 'ready');
  seal.onKey('F1');
  await waitUntil('the seal', () => phase() === 'outgoing');
  seal.onKey('F1');
  await waitUntil('its first word', () => phase() === 'incoming');
  seal.onKey('F1');
  await waitUntil('its second', () => phase() === 'closed');
  expect(cues).toContain('shift-sealed');
  expect((await of('shiftDifferenceExplained')).map(({ payload }) => payload['reason'])).toEqual([
    ...['found', 'lost', 'counted-wrong'],
  ]);
  expect((await of('shiftReconciled'))[0]?.payload).toMatchObject({ counted: 3 });
  expect((await of('shiftSealSigned')).map(({ payload }) => payload['as'])).toEqual(['outgoing', 'incoming']);
  await waitUntil('the state for home', () => seal.fact?.()?.key === 'sealState_waiting');
});
