import { describe, expect, it } from 'vitest';
import { BagFloor, type KnownParcel } from '../../test/support/bag-floor.ts';
import { loadingDock } from '../../test/support/loading-dock.ts';
import { MAX_MANIFEST_BAGS } from './consolidation-operations.ts';
import { consolidationRefusals } from './refusals.ts';

/** What a bench says: the code on its band and the last of the tones, where it keeps them. */
interface Said {
  readonly code: string | undefined;
  readonly cue?: string | undefined;
}
const bagging = (floor: BagFloor): Said => ({ code: floor.code, cue: floor.cues.at(-1) });
const loading = (dock: ReturnType<typeof loadingDock>): Said => ({ code: dock.state().refusal?.code });

/** YT001 of EU-B, DE, DDP, general in bag A; YT002, which differs as said, in bag B or A; YT003 like YT001, in no bag. */
function twoBags(other: KnownParcel = { dutyMode: 'IOSS' }): BagFloor {
  const floor = new BagFloor();
  floor.weigh('YT001', 500);
  floor.weigh('YT002', 600, other);
  floor.weigh('YT003', 700);
  return floor.scan('YT001', 'BAG:A', 'YT002', 'BAG:B', 'BAG:B').key('F8');
}
const wrongBag = (other: KnownParcel): Said => bagging(twoBags(other).scan('YT003', 'BAG:B'));
const sealA = (floor: BagFloor): BagFloor => floor.scan('BAG:A').key('F1').plate(0).plate(680);

/** How each row comes about at the real benches over a fold of real operations. */
const provoked: Readonly<Record<string, () => Said>> = {
  BAG_WRONG: () => bagging(twoBags().scan('YT003', 'BAG:Q')),
  BAG_LINE_DIFFERS: () => wrongBag({ line: 'US-A' }),
  BAG_COUNTRY_DIFFERS: () => wrongBag({ country: 'FR' }),
  BAG_CARGO_MIXED: () => wrongBag({ cargoClass: 'battery-in' }),
  BAG_DUTY_MIXED: () => wrongBag({ dutyMode: 'IOSS' }),
  BAG_SEALED: () => bagging(sealA(twoBags()).scan('BAG:A')),
  BAG_HANDED_OVER: () => {
    const dock = loadingDock();
    dock.scan('BAG:A');
    dock.key('F1');
    dock.key('F1');
    dock.scan(dock.state().manifest?.manifest ?? '');
    return bagging(dock.floor.scan('YT0000'));
  },
  PARCEL_NOT_WEIGHED: () => {
    const floor = new BagFloor();
    floor.announce('YT009');
    return bagging(floor.scan('YT009'));
  },
  PARCEL_IN_MERGE: () => {
    const floor = new BagFloor();
    floor.weigh('YT001', 500, { unit: 'HU000077' });
    return bagging(floor.scan('YT001'));
  },
  PARCEL_IN_BAG: () => bagging(twoBags().scan('YT001')),
  BAG_TAG_EXPECTED: () => bagging(twoBags().scan('YT003', 'YT001')),
  BAG_TAG_UNKNOWN: () => bagging(new BagFloor().scan('BAG:EU-B-99999')),
  BAG_TAG_TAKEN: () => {
    const floor = twoBags();
    floor.weigh('YT004', 29_600);
    return bagging(floor.scan('YT004', 'BAG:A'));
  },
  BAG_NO_STAND: () => {
    const floor = new BagFloor({ freeLetter: () => undefined });
    floor.weigh('YT001', 500);
    return bagging(floor.scan('YT001'));
  },
  BAG_TOO_HEAVY: () => {
    const floor = twoBags();
    floor.weigh('YT004', 29_600);
    return bagging(floor.scan('BAG:A', 'YT004'));
  },
  BAG_EMPTY: () => bagging(twoBags().scan('YT001').key('F1').scan('BAG:A').key('F1')),
  BAG_WEIGHT_DIFFERS: () => {
    const floor = twoBags().scan('BAG:A').key('F1').plate(0).plate(5_000);
    return { code: floor.state.phase === 'sum' ? floor.said.at(-1) : undefined, cue: floor.cues.at(-1) };
  },
  BAG_NUMBERS_NOT_SET_UP: () => {
    const floor = twoBags();
    floor.context = { ...floor.context, labels: { ...floor.context.labels, companyPrefix: undefined } };
    return bagging(floor.scan('BAG:A').key('F1'));
  },
  NUMBERS_EMPTY: () => {
    const floor = new BagFloor();
    floor.nextNumber = undefined;
    floor.weigh('YT001', 500);
    return bagging(floor.scan('YT001', 'BAG:A'));
  },
  BAG_LABEL_OLD: () => {
    const floor = sealA(twoBags());
    const old = String(floor.last('bagClosed')?.['unitNumber']);
    floor.scan('BAG:A').key('F1').lead().key('F3').key('F8');
    return bagging(floor.scan(old));
  },
  BAG_NOT_SEALED: () => {
    const dock = loadingDock();
    dock.scan('BAG:C');
    return loading(dock);
  },
  BAG_OTHER_MANIFEST: () => {
    const dock = loadingDock();
    dock.scan('LINE:US-A');
    dock.scan('BAG:A');
    return loading(dock);
  },
  BAG_ALREADY_LOADED: () => {
    const dock = loadingDock();
    dock.scan('BAG:A');
    dock.scan(String(dock.floor.fold.bags.get('EU-B-00001')?.unitNumber));
    return loading(dock);
  },
  BAG_PARCEL_STOPPED: () => {
    const dock = loadingDock();
    dock.floor.announce('YT0000', { hold: { reason: 'unpaid', sinceMs: 5 } });
    dock.scan('BAG:B');
    dock.scan('BAG:A');
    return loading(dock);
  },
  MANIFEST_BAGS_MISSING: () => {
    const dock = loadingDock();
    dock.scan('BAG:A');
    dock.key('F1');
    return { code: dock.state().phase === 'missing' ? dock.said.at(-1) : undefined };
  },
  MANIFEST_EMPTY: () => {
    const dock = loadingDock();
    dock.scan('LINE:EU-B');
    dock.key('F1');
    return loading(dock);
  },
  MANIFEST_FULL: () => {
    const dock = loadingDock();
    dock.scan('BAG:A');
    const manifest = dock.state().manifest?.manifest ?? '';
    const group = { line: 'EU-B', country: 'DE', cargoGroup: 'general', dutyMode: 'DDP' };
    for (let index = 1; index < MAX_MANIFEST_BAGS; index += 1) {
      const bag = `EU-B-9${String(index).padStart(4, '0')}`;
      const gross = { gross: { value: '1', unit: 'kg' }, grossMilligrams: 1_000_000 };
      dock.floor.record('bagOpened', `bag:${bag}`, { bag, letter: 'Z', group, practice: false });
      dock.floor.record('bagClosed', `bag:${bag}`, { bag, line: 'EU-B', parcels: 1, ...gross });
      dock.floor.record('bagLoaded', `bag:${bag}`, { manifest, bag });
    }
    dock.scan('BAG:B');
    return loading(dock);
  },
  SIGNATURE_MISSING: () => {
    const dock = loadingDock();
    dock.scan('BAG:A');
    dock.key('F1');
    dock.key('F1');
    dock.send({ type: 'signed', strokes: undefined });
    return loading(dock);
  },
  SHEET_OF_ANOTHER: () => {
    const dock = loadingDock();
    for (const bag of ['BAG:A', 'BAG:B']) {
      dock.scan(bag);
      dock.key('F1');
      dock.key('F1');
      if (bag === 'BAG:A') dock.scan(dock.state().manifest?.manifest ?? '');
    }
    dock.scan('MF-W1234567-1-1');
    return loading(dock);
  },
};

describe('every refusal of bagging, manifest and handover comes about', () => {
  it('has one row, and one way to it', () => {
    expect(consolidationRefusals.map(({ code }) => code).sort()).toEqual(Object.keys(provoked).sort());
  });

  it.each(consolidationRefusals)('$code is said by the bench, with the tone of its row', ({ code, tone }) => {
    const said = provoked[code]?.();
    expect(said?.code).toBe(code);
    if (said?.cue !== undefined) expect(said.cue).toBe(tone);
  });
});
