import { describe, expect, it } from 'vitest';
import type { OperationType } from '../parcel/operations.ts';
import type { OperationBody } from '../sync/operation.ts';
import { applyToLedger, asksForLabel, labelStateAfter, type LedgerEntry } from './label-ledger.ts';

const head = { device: 'W1234567', epoch: 1 };
const job = (seq: number) => `W1234567-1-${seq}`;
const carrier = { kind: 'carrier', carrier: 'DHL', tracking: 'TRK-1', document: 'ab'.repeat(32), bytes: 7 };
const route = { kind: 'route', label: { template: 'route-60x40', data: { waybill: 'SO-1/1' } } };
const packed = (label: object, more: object = {}) => ({
  ...{ order: 'SO-1', owner: 'LUMO', parcel: 1, last: true, box: 'M', units: [{ sku: 'MUG', toldBy: 'first' }] },
  weight: { method: 'none', expectedMilligrams: 0, toleranceMilligrams: 0, samples: 0, verdict: 'not-weighed' },
  ...{ label, documents: [], addressVersion: 1, moves: [], practice: false, ...more },
});

function ledgerOf(...operations: readonly [OperationType, object][]) {
  const ledger = new Map<string, LedgerEntry>();
  operations.forEach(([type, payload], at) => {
    const body = { seq: at + 1, type, payload, wallMs: 5 } as unknown as OperationBody;
    applyToLedger(ledger, head, body);
  });
  return ledger;
}

describe('labels of the overseas floor in the ledger', () => {
  it('the carrier’s document of a packed order, or the plain route label in its place', () => {
    const ledger = ledgerOf(
      ['orderPacked', packed(carrier)],
      ['orderPacked', packed(route, { waits: 'carrier-label' })],
    );
    expect([...ledger.values()]).toMatchObject([
      {
        job: job(1),
        label: { document: 'ab'.repeat(32), bytes: 7, tracking: 'TRK-1' },
        waybill: 'SO-1',
        state: 'queued',
      },
      { job: job(2), label: { template: 'route-60x40' }, apart: true, practice: false },
    ]);
  });

  it('a stopped parcel voids the label it was packed with and the one that came later, and no other', () => {
    const ledger = ledgerOf(
      ['orderPacked', packed(route, { waits: 'carrier-label' })],
      ['orderPacked', packed(carrier)],
      ['parcelLabelled', { order: 'SO-1', parcel: 1, packed: job(1), label: carrier, addressVersion: 1 }],
      ['labelSent', { job: job(3), bytes: 9 }],
      ['parcelStopped', { order: 'SO-1', parcel: 1, packed: job(1), why: 'cancelled', bin: 'X-1', moves: [] }],
    );
    expect([...ledger.values()].map((entry) => [entry.job, entry.state])).toEqual([
      [job(1), 'voided'],
      [job(2), 'queued'],
      [job(3), 'voided'],
    ]);
  });

  it('a parcel taken apart and a grading taken back void theirs', () => {
    const label = { template: 'return-plate-80x50', data: {} };
    const ledger = ledgerOf(
      ['orderPacked', packed(carrier)],
      ['returnGraded', { rma: 'RMA-1', grade: 'A', note: '', label }],
      ['orderPackingVoided', { voids: job(1), order: 'SO-1', parcel: 1, reason: 'undone', moves: [] }],
      ['returnVoided', { rma: 'RMA-1', unit: 1, voids: job(2), reason: 'undone', moves: [] }],
    );
    expect([...ledger.values()].map(({ state }) => state)).toEqual(['voided', 'voided']);
  });

  it('a plate, a sticker; nothing for an empty box', () => {
    const label = { template: 'return-plate-80x50', data: {} };
    const ledger = ledgerOf(
      ['returnGraded', { rma: 'RMA-1', grade: 'D', note: '' }],
      ['returnGraded', { rma: 'RMA-2', grade: 'A', note: '', label, practice: true }],
      ['relabelRequested', { owner: 'LUMO', fromSku: 'A', toSku: 'B', pieces: 1, bin: 'P-1', label }],
    );
    expect([...ledger.values()]).toMatchObject([
      { job: job(2), waybill: 'RMA-2', practice: true, apart: true },
      { job: job(3), waybill: 'B', practice: false, apart: true },
    ]);
  });

  it('whatever asks for a label puts it into the queue', () => {
    const asking: OperationType[] = ['parcelWeighed', 'bagClosed', 'labelRequested', 'orderPacked', 'parcelLabelled'];
    for (const type of [...asking, 'returnGraded', 'relabelRequested'] as OperationType[])
      expect([type, asksForLabel(type), labelStateAfter(type, {})]).toEqual([type, true, 'queued']);
    expect(asksForLabel('labelSent')).toBe(false);
  });
});
