import { describe, expect, it } from 'vitest';
import { readFloorScan, type FloorLookups } from './floor-scan.ts';
import { ItemCatalogue } from './item-catalogue.ts';
import { skuSchema } from './sku.ts';

const index = new ItemCatalogue();
const sku = (owner: string, code: string, barcodes: string[]) =>
  skuSchema.parse({
    ...{ owner, sku: code, nameZh: code, nameEn: code, barcodes, category: 'home' },
    tracks: { lot: false, expiry: false, serial: false },
  });
index.put(sku('LUMO', 'MUG-1', ['9521234543213']));
index.put(sku('NOVA', 'CUP', ['09521234543213']));
const lookups: FloorLookups = {
  findSkus: (code) => index.byBarcode(code),
  findBin: (code) => (code === 'A-07-3' ? { code, use: 'pick', mix: 'any' } : undefined),
  thisYear: 2026,
};
const read = (text: string, aim?: string) => readFloorScan(text, aim, lookups);

describe('a scan of the overseas floor', () => {
  it('is a bin by its mark and by its code', () => {
    expect(read('BIN:a-07-3').bin?.code).toBe('A-07-3');
    expect(read('A-07-3').bin?.code).toBe('A-07-3');
    expect(read('BIN:NOWHERE')).toMatchObject({ bin: undefined, code: undefined });
  });
  it('is an article of every seller that has its barcode, however many digits are written', () => {
    expect(read('9521234543213').skus.map(({ owner }) => owner)).toEqual(['LUMO', 'NOVA']);
    expect(read('09521234543213', ']E0').skus).toHaveLength(2);
    expect(read('mug-1').skus).toMatchObject([{ sku: 'MUG-1' }]);
  });
  it('takes lot, expiry and serial out of a GS1 code; a month stands for its last day', () => {
    const scan = read('010952123454321317280200' + '10AB-1\u001d21S9', ']d2');
    expect(scan).toMatchObject({ marks: { lot: 'AB-1', expiry: '2028-02-29', serial: 'S9' } });
    expect(scan.skus).toHaveLength(2);
  });
  it('is a carton by SSCC, bare or with its identifier; a wrong check digit makes it none', () => {
    expect(read('106141412345678908').sscc).toBe('106141412345678908');
    expect(read('00106141412345678908', ']C1').sscc).toBe('106141412345678908');
    expect(read('106141412345678909').sscc).toBeUndefined();
  });
  it('is a command, a box, a label of ours; never an article for that', () => {
    expect(read('CMD:UNDO').command).toBe('UNDO');
    expect(read('BOX:M')).toMatchObject({ box: 'M', skus: [] });
    expect(read('W1234567-1-88').job).toBe('W1234567-1-88');
  });
  it('forgets an article that changed or went', () => {
    const own = new ItemCatalogue();
    own.put(sku('LUMO', 'X', ['111', '222']));
    own.put(sku('LUMO', 'X', ['333']));
    expect([own.byBarcode('111'), own.byBarcode('333').length, own.size]).toEqual([[], 1, 1]);
    own.remove('LUMO', 'X');
    expect([own.byBarcode('333'), own.byBarcode('X'), own.size]).toEqual([[], [], 0]);
  });
});
