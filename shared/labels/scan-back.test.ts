import { describe, expect, it } from 'vitest';
import { closingOf, scanBackMeaning } from './scan-back.ts';

describe('scan-back that closes a parcel', () => {
  const lines = ['US-A'];
  it('asks for the scan only where the line wants it', () => {
    expect(closingOf({ state: 'sent' }, 'US-A', lines)).toBe('scan-it');
    expect(closingOf({ state: 'sent' }, 'EU-B', lines)).toBe('closed');
    expect(closingOf({ state: 'sent' }, undefined, lines)).toBe('closed');
    expect(closingOf({ state: 'sent' }, 'EU-B', 'all')).toBe('scan-it');
    expect(closingOf({ state: 'sent' }, 'US-A', [])).toBe('closed');
  });
  it('takes a scan alone for proof that the label is on this parcel', () => {
    expect(closingOf({ state: 'confirmed', by: 'printer' }, 'US-A', lines)).toBe('scan-it');
    expect(closingOf({ state: 'confirmed', by: 'operator' }, 'US-A', lines)).toBe('scan-it');
    expect(closingOf({ state: 'confirmed', by: 'scan-back' }, 'US-A', lines)).toBe('closed');
  });
  it('leaves trouble with the print to its own questions, also where no scan is wanted', () => {
    for (const wanted of [lines, []]) {
      expect(closingOf({ state: 'unknown' }, 'US-A', wanted)).toBe('did-it-come-out');
      expect(closingOf({ state: 'failed' }, 'US-A', wanted)).toBe('print-again');
      expect(closingOf({ state: 'queued' }, 'US-A', wanted)).toBe('printing');
    }
  });
  it('knows this label, another one, and a code that was on the parcel before', () => {
    const label = { job: 'W1234567-1-12', waybill: 'YT2611220047731', waybillOnParcel: true };
    expect(scanBackMeaning('W1234567-1-12', label)).toBe('this-label');
    expect(scanBackMeaning(' w1234567-1-12 ', label)).toBe('this-label');
    expect(scanBackMeaning('W1234567-1-13', label)).toBe('other-label');
    expect(scanBackMeaning('YT2611220047731', label)).toBe('no-label');
    expect(scanBackMeaning('YT2611220047731', { ...label, waybillOnParcel: false })).toBe('this-label');
  });
});
