import { expect, it } from 'vitest';
import { bagRuleCodes, judgeParcelAlone, judgeParcelInBag, type BagFacts, type ParcelFacts } from './bag-rules.ts';

const group = { line: 'US-A', country: 'US', cargoGroup: 'general', dutyMode: 'DDP' } as const;
const bag: BagFacts = {
  ...{ bag: 'B1', letter: 'A', group, state: 'open', pieces: 2, sumMilligrams: 9_000_000, loaded: false },
  unitNumber: undefined,
};
const parcel: ParcelFacts = { waybill: 'YT01', group, milligrams: 900_000, bag: undefined, hold: undefined };
const limits = { maxBagMilligrams: 10_000_000, tareMilligrams: 100_000 };

const alone = (more: Partial<ParcelFacts>) => judgeParcelAlone({ ...parcel, ...more })?.code;
const into = (more: Partial<BagFacts>, of: Partial<ParcelFacts> = {}) =>
  judgeParcelInBag({ parcel: { ...parcel, ...of }, bag: { ...bag, ...more }, limits })?.code;

const raised = {
  BAG_HANDED_OVER: () => into({ state: 'handed-over' }),
  PARCEL_HELD: () => alone({ hold: 'unpaid' }),
  PARCEL_IN_BAG: () => alone({ bag }),
  PARCEL_NOT_WEIGHED: () => alone({ milligrams: undefined }),
  BAG_SEALED: () => into({ state: 'sealed' }),
  BAG_CARGO_MIXED: () => into({ group: { ...group, cargoGroup: 'battery' } }),
  BAG_DUTY_MIXED: () => into({ group: { ...group, dutyMode: 'IOSS' } }),
  BAG_COUNTRY_DIFFERS: () => into({ group: { ...group, country: 'DE' } }),
  BAG_LINE_DIFFERS: () => into({ group: { ...group, line: 'EU-B' } }),
  BAG_TOO_HEAVY: () => into({}, { milligrams: 900_001 }),
};

it('every rule of a bag refuses what it is for, and nothing else does', () => {
  expect(alone({})).toBeUndefined();
  expect(into({})).toBeUndefined();
  for (const [code, raise] of Object.entries(raised)) expect(raise()).toBe(code);
  expect(Object.keys(raised).sort()).toEqual([...bagRuleCodes].sort());
});
