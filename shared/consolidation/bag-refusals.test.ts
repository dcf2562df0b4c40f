import { expect, it } from 'vitest';
import { BagFloor, type KnownParcel } from '../../test/support/bag-floor.ts';

/** A parcel of EU-B, DE, DDP, general in bag A; `other` names its own bag, and the tag of A is scanned. */
function intoBagA(other: KnownParcel): BagFloor {
  const floor = new BagFloor();
  floor.weigh('YT001', 500);
  floor.weigh('YT002', 600, other);
  return floor.scan('YT001', 'BAG:A', 'YT002', 'BAG:B', 'BAG:B');
}

it.each<[string, KnownParcel]>([
  ['BAG_LINE_DIFFERS', { line: 'US-A' }],
  ['BAG_COUNTRY_DIFFERS', { country: 'FR' }],
  ['BAG_CARGO_MIXED', { cargoClass: 'battery-in' }],
  ['BAG_DUTY_MIXED', { dutyMode: 'IOSS' }],
])('%s: the wrong tag is refused with both sides, and nothing is recorded', (code, other) => {
  const floor = intoBagA(other);
  floor.weigh('YT003', 700);
  const before = floor.operations.length;
  floor.key('F8').scan('YT003', 'BAG:B');
  expect(floor.state.refusal).toMatchObject({ code, scanned: { letter: 'B' }, subject: 'YT003' });
  expect(floor.cues.at(-1)).toBe('stop');
  expect(floor.operations).toHaveLength(before);
  // The one that it names still takes it.
  floor.scan('BAG:A');
  expect(floor.state).toMatchObject({ phase: 'bagged', refusal: undefined });
});

it('BAG_WRONG: the tag of a stand on which nothing hangs', () => {
  const floor = intoBagA({});
  floor.weigh('YT003', 700);
  floor.key('F8').scan('YT003', 'BAG:Q');
  expect(floor.state.refusal).toMatchObject({ code: 'BAG_WRONG', scannedLetter: 'Q' });
});

it('BAG_TAG_TAKEN: a new bag cannot hang where another one hangs', () => {
  const floor = intoBagA({});
  // Its kind, but too heavy for what is in there: it needs a bag of its own.
  floor.weigh('YT004', 29_500);
  floor.key('F8').scan('YT004');
  expect(floor.state.phase).toBe('await-new-bag');
  floor.scan('BAG:A');
  expect(floor.code).toBe('BAG_TAG_TAKEN');
});

it('BAG_TOO_HEAVY: a bag chosen by its tag that this parcel would overload', () => {
  const floor = intoBagA({});
  floor.weigh('YT003', 29_500);
  floor.key('F8').scan('BAG:A', 'YT003');
  expect(floor.code).toBe('BAG_TOO_HEAVY');
});

it('PARCEL_IN_BAG: scanned again it is taken out only by a key', () => {
  const floor = intoBagA({});
  floor.key('F8').scan('YT001');
  expect(floor.state.refusal).toMatchObject({ code: 'PARCEL_IN_BAG', answers: ['take-out'] });
  expect(floor.count('parcelUnbagged')).toBe(0);
});

it('PARCEL_IN_MERGE: what is in a merged carton goes where the carton goes, also when it was merged after it lay in a bag', () => {
  const floor = intoBagA({});
  floor.weigh('YT003', 700, { unit: 'HU000077' });
  floor.key('F8').scan('YT003');
  expect(floor.state.refusal).toMatchObject({ code: 'PARCEL_IN_MERGE', facts: { en: 'It is in HU000077' } });
  expect(floor.cues.at(-1)).toBe('stop');
  floor.announce('YT001', { unit: 'HU000078' });
  floor.key('F8').scan('BAG:A').key('F1');
  expect(floor.code).toBe('PARCEL_IN_MERGE');
});

it('BAG_TAG_UNKNOWN: a tag that this station does not know', () => {
  expect(new BagFloor().scan('BAG:EU-B-99999').code).toBe('BAG_TAG_UNKNOWN');
});

it('BAG_NO_STAND: every stand has its bag', () => {
  const floor = new BagFloor({ freeLetter: () => undefined });
  floor.weigh('YT001', 500);
  expect(floor.scan('YT001').code).toBe('BAG_NO_STAND');
});

it('BAG_WEIGHT_DIFFERS is said aloud when the sum does not fit', () => {
  const floor = intoBagA({});
  floor.key('F8').scan('BAG:A').key('F1').plate(0).plate(5_000);
  expect(floor.state.phase).toBe('sum');
  expect(floor.said.at(-1)).toBe('BAG_WEIGHT_DIFFERS');
});
