import { expect, it } from 'vitest';
import { csvText, harmless, sheetColumns, sheetRow, stationTime } from './shift-sheet.ts';

const body = {
  ...{ v: 1 as const, seq: 7, type: 'parcelWeighed', entity: 'parcel:YT1', actor: 'op-1', boot: 'b', monoMs: 0 },
  ...{ wallMs: Date.UTC(2026, 10, 29, 16, 5, 9), tzMinutes: 480 },
  payload: {
    waybill: 'YT1',
    ...{
      line: 'US-A',
      cargoClass: 'none',
      gross: { value: '2.5', unit: 'lb' },
      chargeable: { chargeable: { value: '3', unit: 'kg' } },
    },
    dimensions: { length: '10', width: '200', height: '30.5', unit: 'mm' },
    practice: false,
  },
};
const chain = { device: 'W1AA', epoch: 2 };

it('writes a weighing in kilograms and centimetres, exactly, under the name that stands on its label', () => {
  expect(sheetRow(chain, body, 'en')).toEqual({
    ...{ number: 'W1AA-2-7', time: '2026-11-30 00:05:09 +08:00', what: 'weighing', type: 'parcelWeighed' },
    ...{ about: 'parcel:YT1', person: 'op-1', line: 'US-A', cargo: 'none', gross: '1.133981', chargeable: '3' },
    ...{ length: '1', width: '20', height: '3.05', bag: '', detail: 'waybill YT1' },
  });
  expect(stationTime(0, -210)).toBe('1969-12-31 20:30:00 -03:30');
});

it('makes a row of what it does not understand', () => {
  const row = sheetRow(chain, { ...body, type: 'droneLanded', payload: { gross: 'heavy', bag: 3 } }, 'zh');
  expect(row).toMatchObject({ what: 'droneLanded', gross: '', bag: '3', detail: 'gross heavy' });
});

it('lets no cell run as a formula, quotes what has to be, and says that it is UTF-8', () => {
  expect(['=1+1', '+1', '-1', '@a', '\tx', '\rx', 'a=1'].map(harmless)).toEqual([
    ...["'=1+1", "'+1", "'-1", "'@a", "'\tx", "'\rx", 'a=1'],
  ]);
  const text = csvText([sheetRow(chain, { ...body, actor: '=HYPERLINK("http://x","y")' }, 'zh')], 'zh');
  expect(text.startsWith('\ufeff设备-序号,时间,')).toBe(true);
  expect(text).toContain(`,"'=HYPERLINK(""http://x"",""y"")",`);
  expect(text.split('\r\n')).toHaveLength(3);
  expect(
    sheetColumns
      .filter(({ number }) => number)
      .every(({ en, zh }) => /\((kg|cm)\)$/.test(en) && /\((kg|cm)\)$/.test(zh)),
  ).toBe(true);
});
