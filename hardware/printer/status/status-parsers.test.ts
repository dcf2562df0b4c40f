import { describe, expect, it } from 'vitest';
import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import { parseCpclStatus } from './cpcl-status.ts';
import { parseEplStatus } from './epl-status.ts';
import { parseEscPosStatus } from './escpos-status.ts';
import { parseTsplLongStatus, parseTsplStatus } from './tspl-status.ts';
import { parseZplErrorStatus } from './zpl-error-status.ts';
import { parseZplHostStatus } from './zpl-host-status.ts';
import { parseZplOdometer } from './zpl-odometer.ts';

const said = (condition: PrinterCondition | undefined): string =>
  condition === undefined
    ? 'nothing'
    : `${condition.troubles.join(' ') || 'no trouble'}; ${condition.warnings.join(' ') || 'no warning'}; ${String(condition.busy)}`;
const bytes = (...list: number[]): Uint8Array => Uint8Array.from(list);
const hs = (first: string, second: string): string => `\x02${first}\x03\r\n\x02${second}\x03\r\n\x021234,0\x03\r\n`;
const WELL = ['030,0,0,1218,000,0,0,0,000,0,0,0', '001,0,0,0,0,2,4,0,00000000,1,000'] as const;

describe('~HS', () => {
  it.each([
    [...WELL, 'no trouble; no warning; false'],
    ['030,1,0,1218,000,0,0,0,000,0,0,0', WELL[1], 'paper-out; no warning; false'],
    ['030,0,1,1218,003,0,0,0,000,0,0,0', WELL[1], 'paused; no warning; true'],
    [WELL[0], '001,0,1,1,0,2,4,0,00000000,1,000', 'head-open ribbon-out; no warning; false'],
    [WELL[0], '001,0,0,0,0,2,4,0,00000002,1,000', 'no trouble; no warning; true'],
    ['030,0,0,1218,000,0,0,0,000,1,1,1', WELL[1], 'memory-fault too-cold too-hot; no warning; false'],
  ])('%s / %s', (first, second, words) => {
    expect(said(parseZplHostStatus(hs(first, second)))).toBe(words);
  });

  it('tells how many labels it holds, and nothing of it when its buffer is full', () => {
    const held = (first: string, second: string) => parseZplHostStatus(hs(first, second))?.held;
    expect(held(...WELL)).toBe(0);
    expect(held('030,0,0,1218,002,0,0,0,000,0,0,0', '001,0,0,0,0,2,4,0,00000001,1,000')).toBe(3);
    expect(held('030,0,0,1218,002,1,0,0,000,0,0,0', WELL[1])).toBeUndefined();
  });

  it('tells a format that was begun and not ended', () => {
    expect(parseZplHostStatus(hs('030,0,0,1218,000,0,0,1,000,0,0,0', WELL[1]))?.partial).toBe(true);
    expect(parseZplHostStatus(hs(...WELL))?.partial).toBe(false);
  });

  it('is nothing while it is not whole, cut anywhere', () => {
    const whole = hs(...WELL).trimEnd();
    for (let length = 0; length < whole.length; length += 1)
      expect([length, parseZplHostStatus(whole.slice(0, length))]).toEqual([length, undefined]);
    expect(parseZplHostStatus(whole)).toBeDefined();
  });

  it('is nothing when it makes no sense', () => {
    expect(parseZplHostStatus(hs('a,b,c,d,e,f,g,h,i,j,k,l', WELL[1]))).toBeUndefined();
    expect(parseZplHostStatus(hs('030,1', WELL[1]))).toBeUndefined();
    expect(parseZplHostStatus('hello')).toBeUndefined();
  });
});

describe('~HQES', () => {
  const answer = (errors: string, warnings: string): string =>
    `\x02\r\n  PRINTER STATUS\r\n   ERRORS:         ${errors}\r\n   WARNINGS:       ${warnings}\r\n\x03`;
  it.each([
    ['0 00000000 00000000', '0 00000000 00000000', 'no trouble; no warning; undefined'],
    ['1 00000000 00000005', '0 00000000 00000000', 'paper-out head-open; no warning; undefined'],
    ['1 00000000 00000100', '1 00000000 00000008', 'other-error; paper-low; undefined'],
    ['1 00000001 00000000', '0 00000000 00000000', 'other-error; no warning; undefined'],
    // The digit and the bits contradict each other.
    ['0 00000000 00000001', '0 00000000 00000000', 'nothing'],
  ])('%s / %s', (errors, warnings, words) => {
    expect(said(parseZplErrorStatus(answer(errors, warnings)))).toBe(words);
  });

  it('is nothing while the warnings have not come', () => {
    expect(parseZplErrorStatus('   ERRORS:         0 00000000 00000000\r\n   WARN')).toBeUndefined();
  });
});

it.each([
  ['"1234"', 1234],
  ['"0"\r\n', 0],
  ['"12', undefined],
  ['"?"', undefined],
  ['', undefined],
])('the odometer says %s', (text, count) => {
  expect(parseZplOdometer(text)).toBe(count);
});

describe('TSPL', () => {
  it.each([
    [bytes(0x00), 'no trouble; no warning; false'],
    [bytes(0x20), 'no trouble; no warning; true'],
    [bytes(0x05), 'head-open paper-out; no warning; false'],
    [bytes(0xff), 'head-open paper-jam paper-out ribbon-out paused cover-open too-hot; no warning; true'],
    [bytes(0x04, 0x00), 'no trouble; no warning; false'],
    [bytes(), 'nothing'],
  ])('<ESC>!? %j', (answer, words) => {
    expect(said(parseTsplStatus(answer))).toBe(words);
  });

  it.each([
    ['\x02@@@@\x03\r\n', 'no trouble; no warning; false'],
    ['\x02P@@@\x03\r\n', 'no trouble; no warning; true'],
    ['\x02E@@A\x03\r\n', 'paper-out; no warning; false'],
    ['\x02EA@C\x03\r\n', 'other-error; paper-low; false'],
    ['\x02`@@@\x03\r\n', 'paused; no warning; false'],
    ['\x02@@@@\x03', 'nothing'],
    ['\x02@@@\x03\r\n', 'nothing'],
  ])('<ESC>!S %j', (answer, words) => {
    expect(said(parseTsplLongStatus(answer))).toBe(words);
  });
});

it.each([
  ['00\r\n', 'no trouble; no warning; undefined'],
  ['07\r\n', 'paper-out; no warning; undefined'],
  ['11,14\r\n', 'head-open cutter-fault; no warning; undefined'],
  ['02\r\n', 'other-error; no warning; undefined'],
  ['0', 'nothing'],
  ['00', 'nothing'],
])('EPL ^ee %j', (answer, words) => {
  expect(said(parseEplStatus(answer))).toBe(words);
});

it.each([
  [bytes(0x00), 'no trouble; no warning; false'],
  [bytes(0x01), 'no trouble; no warning; true'],
  [bytes(0x0e), 'paper-out cover-open battery-low; no warning; false'],
  [bytes(0x10), 'no trouble; no warning; false'],
  [bytes(0xe3), 'nothing'],
  [bytes(), 'nothing'],
])('CPCL <ESC>h %j', (answer, words) => {
  expect(said(parseCpclStatus(answer))).toBe(words);
});

it.each([
  [bytes(0x12, 0x12, 0x12), 'no trouble; no warning; undefined'],
  [bytes(0x1a, 0x32, 0x72), 'paper-out; no warning; undefined'],
  [bytes(0x1a, 0x16, 0x12), 'cover-open; no warning; undefined'],
  [bytes(0x12, 0x12, 0x1e), 'no trouble; paper-low; undefined'],
  [bytes(0x1a, 0x12, 0x12), 'paused; no warning; undefined'],
  [bytes(0x12, 0x12), 'nothing'],
  [bytes(0xff, 0x00, 0x41), 'nothing'],
])('ESC/POS DLE EOT %j', (answer, words) => {
  expect(said(parseEscPosStatus(answer))).toBe(words);
});
