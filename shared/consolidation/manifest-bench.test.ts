import { describe, expect, it } from 'vitest';
import { loadingDock } from '../../test/support/loading-dock.ts';

const STROKES = '10,10 20,30 40,60 80,90 100,120 200,150 300,180 400,200';

describe('manifest and handover', () => {
  it('is opened by a sealed bag for its line, names what is missing, and is handed over with a signature', () => {
    const dock = loadingDock();
    dock.scan('BAG:A');
    expect(dock.state()).toMatchObject({ phase: 'loading', manifest: { parcels: 1, grossMilligrams: 680_000 } });
    dock.key('F1');
    expect(dock.state().phase).toBe('missing');
    expect(dock.state().missing.map(({ letter }) => letter)).toEqual(['B', 'C']);
    dock.key('F8');
    dock.scan('BAG:B');
    dock.key('F1');
    dock.key('F1');
    dock.send({ type: 'signed', strokes: undefined });
    expect(dock.state().refusal?.code).toBe('SIGNATURE_MISSING');
    expect(dock.floor.count('manifestHandedOver')).toBe(0);
    dock.send({ type: 'signed', strokes: STROKES });
    expect(dock.state().phase).toBe('handed-over');
    expect(dock.floor.last('manifestHandedOver')).toMatchObject({
      ...{ parcels: 2, grossMilligrams: 1_360_000, leftBehind: ['EU-B-00005'] },
      signature: { way: 'screen', strokes: STROKES },
    });
  });

  it('refuses an open bag, another line, and unloads what is loaded already on a key', () => {
    const dock = loadingDock();
    dock.scan('BAG:C');
    expect(dock.state().refusal?.code).toBe('BAG_NOT_SEALED');
    dock.scan('LINE:US-A');
    const unit = (letter: string): string =>
      String([...dock.floor.fold.bags.values()].find((bag) => bag.letter === letter)?.unitNumber);
    dock.scan(unit('A'));
    expect(dock.state().refusal?.code).toBe('BAG_OTHER_MANIFEST');
    const own = loadingDock();
    own.scan('BAG:A');
    own.scan(String(own.state().manifest?.bags[0]?.unitNumber));
    expect(own.state().refusal?.code).toBe('BAG_ALREADY_LOADED');
    own.key('F1');
    expect(own.floor.last('bagUnloaded')).toMatchObject({ reason: 'taken-off' });
  });

  it('loads no bag with a held parcel in it, and lets none go that was loaded before the hold came', () => {
    const dock = loadingDock();
    const held = { reason: 'security-check', sinceMs: 1 } as const;
    dock.scan('BAG:A');
    dock.floor.announce('YT0001', { hold: held });
    dock.scan('BAG:B');
    expect(dock.state().refusal).toMatchObject({ code: 'BAG_PARCEL_STOPPED' });
    dock.key('F8');
    dock.floor.announce('YT0000', { hold: held });
    dock.key('F1');
    expect(dock.state().refusal).toMatchObject({ code: 'BAG_PARCEL_STOPPED', answers: ['unload'] });
    dock.key('F1');
    expect(dock.floor.count('bagUnloaded')).toBe(1);
    expect(dock.state().manifest?.bags).toEqual([]);
  });

  it('says what is missing, lets nothing empty go, and takes no sheet of another manifest', () => {
    const dock = loadingDock();
    const other = { manifest: 'MF-OTHER-1-1', scope: { kind: 'line', value: 'US-A' }, practice: false };
    dock.floor.record('manifestOpened', 'manifest:MF-OTHER-1-1', other);
    dock.send({ type: 'restored' });
    dock.key('F1');
    expect(dock.state().refusal?.code).toBe('MANIFEST_EMPTY');
    dock.floor.record('manifestOpened', 'manifest:MF-W1234567-1-2', {
      ...{ manifest: 'MF-W1234567-1-2', scope: { kind: 'line', value: 'EU-B' }, practice: false },
    });
    dock.send({ type: 'restored' });
    dock.scan('BAG:A');
    dock.key('F1');
    expect(dock.state().phase).toBe('missing');
    expect(dock.said).toContain('MANIFEST_BAGS_MISSING');
    dock.key('F1');
    dock.scan('MF-OTHER-1-1');
    expect(dock.state().refusal?.code).toBe('SHEET_OF_ANOTHER');
    expect(dock.floor.count('manifestHandedOver')).toBe(0);
  });

  it('takes 400 bags and no more', () => {
    const dock = loadingDock();
    dock.scan('BAG:A');
    const manifest = dock.state().manifest?.manifest ?? '';
    const group = { line: 'EU-B', country: 'DE', cargoGroup: 'general', dutyMode: 'DDP' };
    for (let n = 0; n < 399; n += 1) {
      const bag = `EU-B-9${String(n).padStart(4, '0')}`;
      dock.floor.record('bagOpened', `bag:${bag}`, { bag, letter: 'Z', group, practice: false });
      const gross = { gross: { value: '1', unit: 'kg' }, grossMilligrams: 1_000_000 };
      dock.floor.record('bagClosed', `bag:${bag}`, { bag, line: 'EU-B', parcels: 1, ...gross });
      dock.floor.record('bagLoaded', `bag:${bag}`, { manifest, bag });
    }
    dock.scan('BAG:B');
    expect(dock.state().refusal?.code).toBe('MANIFEST_FULL');
  });

  it('is immutable after the handover: by the paper of this manifest alone', () => {
    const dock = loadingDock();
    dock.scan('BAG:A');
    dock.key('F1');
    dock.key('F1');
    dock.scan('MF-W1234567-1-1');
    expect(dock.floor.last('manifestHandedOver')).toMatchObject({
      signature: { way: 'paper', sheet: 'MF-W1234567-1-1' },
    });
    const bag = dock.floor.fold.manifests.get('MF-W1234567-1-1')?.bags.values().next().value ?? '';
    const lead = { id: 'lead-1', name: 'Wu' };
    dock.floor.record('bagUnsealed', `bag:${bag}`, { bag, reason: 'parcel-to-put-in', lead });
    dock.floor.record('bagUnloaded', `bag:${bag}`, { manifest: 'MF-W1234567-1-1', bag, reason: 'taken-off' });
    expect(dock.floor.fold.bags.get(bag)).toMatchObject({ state: 'handed-over', manifest: 'MF-W1234567-1-1' });
    dock.floor.scan('YT0000');
    expect(dock.floor.code).toBe('BAG_HANDED_OVER');
  });
});
