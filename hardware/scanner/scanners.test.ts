import { describe, expect, it } from 'vitest';
import { hidPosReports } from '../simulators/scanner/hid-pos-reports.ts';
import { hidModeFeatures, hidPosReader } from './hid-pos.ts';
import { scanLineReader } from './scan-lines.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const hid = (reports: readonly Uint8Array[]) => {
  const reader = hidPosReader();
  return reports.flatMap((report) => reader.push(report)).map(({ raw: _, ...item }) => item);
};

describe('HID-POS reports', () => {
  it.each([1, 55, 56, 57, 112, 113, 500])('puts a code of %i characters together', (length) => {
    const text = Array.from({ length }, (_, at) => String.fromCharCode(33 + (at % 90))).join('');
    expect(hid(hidPosReports(text, ']Q1'))).toEqual([{ text, aim: ']Q1' }]);
    expect(hid(hidPosReports(text, ']Q1', 'shifted'))).toEqual([{ text, aim: ']Q1' }]);
    expect(hid(hidPosReports(text, '', 'bare'))).toEqual([{ text }]);
  });
  it("adds the maker's own word for the symbology and keeps GS", () => {
    expect(hid(hidPosReports('01095\u001d10A', ']C1', 'standard', 0x7c))).toEqual([
      { text: '01095\u001d10A', aim: ']C1', symbology: 'GS1-128' },
    ]);
  });
  it('takes a report whose number the back-end has stripped', () => {
    const [report = new Uint8Array()] = hidPosReports('YT2611', ']C0');
    expect(hid([report.subarray(1)])).toEqual([{ text: 'YT2611', aim: ']C0' }]);
  });
  it('takes no menu reply and no empty report for a scan', () => {
    expect(
      hid([...hidPosReports('ACK\u0006', ']X0'), ...hidPosReports('x\u0015', ']Z6'), ...hidPosReports('', ']C0')]),
    ).toEqual([]);
  });
  it('never glues the head of one code to the tail of another', () => {
    const [head = new Uint8Array()] = hidPosReports('A'.repeat(80), ']C0');
    expect(hid([head, ...hidPosReports('0950110153', ']E0')])).toEqual([{ text: '0950110153', aim: ']E0' }]);
  });
  it('gives up a scan that never ends, and anything that is no report', () => {
    const [part = new Uint8Array()] = hidPosReports('A'.repeat(80), ']C0');
    expect(hid([...Array<Uint8Array>(5_000).fill(part)])).toEqual([]);
    const reader = hidPosReader();
    for (let n = 0; n < 2_000; n += 1)
      for (const item of reader.push(Uint8Array.from({ length: n % 70 }, (_, at) => (n * 53 + at * 197) & 0xff)))
        expect(item.text.length).toBeLessThanOrEqual(1_024);
    const long = Uint8Array.from({ length: 64 }, () => 0xff).with(0, 2);
    expect(hid([long])).toEqual([]);
  });
  it('switches only those makers that need it', () => {
    expect(hidModeFeatures('0C2E')).toEqual([Uint8Array.of(0xfe, 1)]);
    expect(hidModeFeatures('05e0')).toEqual([]);
  });
});

describe('scanner on a line', () => {
  it.each(['\r', '\n', '\r\n', '\u0003'])('ends a scan at %j, however it is cut', (end) => {
    const whole = bytes(`]C0YT2611${end}1234${end}`);
    for (const size of [1, 2, 3, 7, 100]) {
      const reader = scanLineReader();
      const items = [];
      for (let at = 0; at < whole.length; at += size) items.push(...reader.push(whole.subarray(at, at + size)));
      expect(items.map(({ text, aim }) => [text, aim])).toEqual([
        ['YT2611', ']C0'],
        ['1234', undefined],
      ]);
    }
  });
  it('ends at silence on guns without an end mark', () => {
    const reader = scanLineReader();
    expect(reader.push(bytes('\u0002YT2611'))).toEqual([]);
    expect(reader.end?.().map(({ text }) => text)).toEqual(['YT2611']);
    expect(reader.end?.()).toEqual([]);
  });
  it('reads UTF-8 where it is valid and keeps every byte where it is not', () => {
    const reader = scanLineReader();
    expect(reader.push(Uint8Array.from(Buffer.from('箱A\r')))[0]?.text).toBe('箱A');
    expect(reader.push(Uint8Array.of(0xe9, 0x41, 0x0d))[0]?.text).toBe('éA');
  });
  it('throws away what is too long to be a code, whole', () => {
    const reader = scanLineReader();
    expect(reader.push(bytes(`${'9'.repeat(5_000)}\rNEXT\r`)).map(({ text }) => text)).toEqual(['NEXT']);
  });
});
