import { describe, expect, it } from 'vitest';
import { checkCustoms, dutyWord, readDutyIntent } from './check-customs.ts';
import { checkEori, checkHsCode, checkIoss, maskIoss } from './customs-numbers.ts';

describe('customs numbers', () => {
  it.each([
    ['IM2760000742', true],
    ['im 276 0000742', true],
    ['IM0400000001', true],
    ['IM8260000001', false], // the United Kingdom is no member
    ['IN2760000742', false], // an intermediary
    ['IM276000074', false],
    ['IM27600007421', false],
    ['XX2760000742', false],
  ])('IOSS %s: %s', (code, good) => {
    expect(checkIoss(code) === undefined).toBe(good);
  });
  it.each([
    ['GB123456789000', true],
    ['XI123456789000', true],
    ['GB123456789000000', true],
    ['GB12345678900', false],
    ['GB12345678900A', false],
    ['DE1234567', true],
    ['FR12345678901234', true],
    ['PL123456789000000', true],
    ['DE1234567890123456', false], // 16 after the country
    ['D1234567', false],
    ['ZZ1234567', false],
    ['EL123456789', true],
  ])('EORI %s: %s', (code, good) => {
    expect(checkEori(code) === undefined).toBe(good);
  });
  it.each([
    ['6109.10', undefined, true],
    ['61091', undefined, false],
    ['6109100010', 'US', true],
    ['610910', 'US', false],
    ['61091000', 'DE', true],
    ['6109100090', 'FR', true],
    ['6109100021', 'CN', true],
    ['6109100021101', 'CN', true],
    ['61091000', 'CN', false],
    ['770000', undefined, false],
    ['000000', undefined, false],
    ['610910A', undefined, false],
    ['6109101', undefined, false],
  ])('HS %s to %s: %s', (code, destination, good) => {
    expect(checkHsCode(code, destination) === undefined).toBe(good);
  });
  it('shows an IOSS number masked', () => {
    expect(maskIoss('IM2760000742')).toBe('IM276•••••42');
  });
});

describe('who pays duty', () => {
  it('DDU is what DAP was called', () => {
    expect(['DDP', 'dap', 'DDU', 'U', 'D', '包税', 'CIF'].map(readDutyIntent)).toEqual([
      'seller-pays',
      'receiver-pays',
      'receiver-pays',
      'receiver-pays',
      'seller-pays',
      'seller-pays',
      undefined,
    ]);
    expect(dutyWord('receiver-pays', 'incoterm')).toBe('DAP');
    expect(dutyWord('receiver-pays', 'letter')).toBe('U');
  });
});

describe('a consignment as a whole', () => {
  const codes = (customs: object, destination: string) => checkCustoms(customs, destination).map(({ code }) => code);
  it('IOSS: EU, consumers, up to 150 EUR, not beside DDP', () => {
    expect(codes({ ioss: 'IM2760000742', value: { amount: '150', currency: 'EUR' }, toConsumer: true }, 'FR')).toEqual(
      [],
    );
    expect(codes({ ioss: 'IM2760000742', value: { amount: '150.01', currency: 'EUR' } }, 'FR')).toEqual(['ioss-value']);
    expect(codes({ ioss: 'IM2760000742' }, 'GB')).toEqual(['ioss-outside-eu']);
    expect(codes({ ioss: 'IM2760000742', toConsumer: false }, 'FR')).toEqual(['ioss-business']);
    expect(codes({ ioss: 'IM2760000742', duty: 'DDP' }, 'FR')).toEqual(['ioss-with-ddp']);
  });
  it('names the field of every fault', () => {
    expect(
      checkCustoms({ duty: 'EXW', senderEori: 'GB1', hsCodes: ['610910', '12'] }, 'DE').map(({ field }) => field),
    ).toEqual(['customs.duty', 'customs.senderEori', 'customs.hsCodes.1']);
  });
});
