import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { PrinterSettings } from '../../shared/settings/settings.ts';
import { decodeBarcodes, renderZplToPng } from '../../test/support/render-zpl.ts';
import { compileLabel } from './compile-label.ts';
import { LabelCompileError } from './label-compile-error.ts';

const profile: PrinterSettings = {
  transport: { type: 'simulated' },
  language: 'zpl',
  dpi: 203,
  widthMm: 100,
  heightMm: 150,
};
const options = {
  practice: false,
  job: 'W1234567-1-42',
  copy: false,
  fontsDirectory: fileURLToPath(new URL('../../assets/fonts', import.meta.url)),
};
const data = {
  waybill: 'YT2611220047731',
  line: 'US-A',
  lineName: '美国专线 A United States A',
  destination: '1420 Alvarado St, Apt 5, San Leandro, CA 94577, United States',
  receiver: '王小明 Nguyễn Thị Ánh',
  gross: '2.365 kg',
  dimensions: '42 × 31 × 20 cm',
  volumetric: '3.255 kg',
  chargeable: '3.5 kg',
  why: '体积重更大, 按 0.5 进位',
  cargoClass: '内电',
  station: 'W3',
  time: '11-24 14:32',
  operator: '陈敏',
};
const compile = (changed: Partial<typeof data> = {}, extra: Partial<typeof options> = {}): string =>
  Buffer.from(
    compileLabel({ template: 'parcel-100x150', data: { ...data, ...changed } }, profile, { ...options, ...extra }),
  ).toString('utf8');

it.each(['battery-mark', 'UN3481'])('the mark %s is refused: its red is on preprinted stock only', (template) => {
  expect(() => compileLabel({ template, data: {} }, profile, options)).toThrow(/red hatching.*preprinted battery mark/);
});

describe('compile a parcel label', () => {
  it('comes out of another renderer with both codes readable', async () => {
    const codes = await decodeBarcodes(await renderZplToPng(compile()));
    expect(codes.map((c) => c.text).sort()).toEqual(['W1234567-1-42', 'YT2611220047731']);
  });

  it('stays small, says PRACTICE and COPY when it is one', async () => {
    const plain = compile();
    expect(plain.length).toBeLessThan(30_000);
    const practice = compile({}, { practice: true, copy: true });
    expect(practice.length).toBeGreaterThan(plain.length + 1_000);
    expect((await decodeBarcodes(await renderZplToPng(practice))).map((c) => c.text)).toContain('YT2611220047731');
  });

  it.each([
    ['commands in the data', { waybill: 'A^B~C_D^XZ' }, 'A^B~C_D^XZ'],
    ['a short number', { waybill: 'AB12' }, 'AB12'],
  ])('prints %s exactly', async (_, changed, expected) => {
    expect((await decodeBarcodes(await renderZplToPng(compile(changed)))).map((c) => c.text)).toContain(expected);
  });

  it.each([
    ['an emoji', { receiver: 'Tom 😀' }, /U\+1F600/],
    ['a control character', { receiver: 'Tom\u0007' }, /U\+0007/],
    ['a waybill too long for its bars', { waybill: 'X'.repeat(48) }, /too long/],
    ['a waybill with blanks', { waybill: 'A B C D' }, /waybill/],
    ['a missing field', { line: '' }, /line/],
  ])('refuses %s before a byte exists', (_, changed, words) => {
    expect(() => compile(changed)).toThrow(LabelCompileError);
    expect(() => compile(changed)).toThrow(words);
  });
});
