import { createHash } from 'node:crypto';
import { chainSeed, type JournalRecord, type OperationBody } from '../../shared/sync/operation.ts';
import type { OperationPayload, ParcelWeighed } from '../../shared/parcel/operations.ts';

/** A weighing as a station writes it; what a test is not about has fixed values. */
export function weighed(waybill: string, grossGrams: number, more: Partial<ParcelWeighed> = {}): ParcelWeighed {
  const kg = (grossGrams / 1000).toFixed(3);
  return {
    waybill,
    announced: true,
    line: 'US-A',
    cargoClass: 'none',
    gross: { value: kg, unit: 'kg' },
    grossMilligrams: grossGrams * 1000,
    dimensions: { length: '30', width: '22', height: '15', unit: 'cm' },
    dimensionsFrom: 'box',
    chargeable: {
      ruleId: 'sample-us-a',
      ruleVersion: '1',
      chargeable: { value: kg, unit: 'kg' },
      gross: { value: kg, unit: 'kg' },
      basis: 'gross',
      beforeRounding: kg,
      steps: [],
    },
    evidence: {
      scale: 'toledo-continuous',
      scaleName: 'test',
      simulated: true,
      rawHex: '02',
      frame: 1,
      stableFrames: 5,
      settleMs: 500,
      zeroSeen: true,
      stabilityFrom: 'protocol',
    },
    label: { template: 'parcel-100x150', data: { waybill } },
    practice: false,
    ...more,
  };
}

/** Two parcels in one carton. */
export const merged = (unit: string, customer: string): OperationPayload<'parcelsMerged'> => ({
  ...{ unit, customer, line: 'US-A', cargoClass: 'none', box: 'L' },
  parcels: [1, 2].map((n) => ({ waybill: `${unit}-${n}`, grossMilligrams: n * 500_000 })),
  dimensions: { length: '42', width: '31', height: '20', unit: 'cm' },
  planned: { value: '1.5', unit: 'kg' },
  apart: { value: '2.0', unit: 'kg' },
  practice: false,
});

/** Records with a true chain, from (type, entity, payload) or from raw body bytes as they are. */
export function chained(
  device: string,
  epoch: number,
  entries: readonly ({ type: string; entity: string; payload: object } | string)[],
): JournalRecord[] {
  let hash = createHash('sha256').update(chainSeed(device, epoch)).digest();
  return entries.map((entry, index) => {
    const seq = index + 1;
    const body: string =
      typeof entry === 'string'
        ? entry
        : JSON.stringify({
            v: 1,
            seq,
            ...entry,
            actor: 'op-1',
            wallMs: 1_790_000_000_000 + seq * 1000,
            tzMinutes: 480,
            monoMs: seq * 1000,
            boot: 'b1',
            payload: entry.payload as Record<string, unknown>,
          } satisfies OperationBody);
    hash = createHash('sha256').update(hash).update(body).digest();
    return { seq, body, hash: hash.toString('hex') };
  });
}
