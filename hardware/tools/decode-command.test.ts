import { describe, expect, it } from 'vitest';
import { scaleReadingSchema } from '../../shared/devices/scale-reading.ts';
import { z } from 'zod';
import { answerLine } from './decode-command.ts';
import { bytesOfHex } from './hex-bytes.ts';
import { lineOfText, textOfLine } from './line-text.ts';

const answer = (request: object): unknown => answerLine(JSON.stringify(request));
const frame = '02 2d 30 20 20 20 32 33 36 35 20 20 20 20 20 30 0d';
const reversed = { type: 'weight', value: '3.000', unit: 'kg', stability: 'unknown', mode: 'unknown' };

describe('decode from standard input', () => {
  it('answers one line with readings that keep the contract, and the bytes they came from', () => {
    const result = answer({ protocol: 'toledo-continuous', hex: frame });
    expect(result).toEqual({
      protocol: 'toledo-continuous',
      dialect: { checksum: 'auto', length: 'auto', digits: 'six', start: 'stx' },
      unit: null,
      readings: [
        {
          type: 'weight',
          value: '2.365',
          unit: 'kg',
          grams: '2365',
          stability: 'stable',
          mode: 'gross',
          raw: frame.replaceAll(' ', ''),
        },
      ],
      discardedBytes: 0,
      pendingBytes: 0,
    });
    const { readings } = z.object({ readings: z.array(z.looseObject({ raw: z.string() })) }).parse(result);
    for (const { raw: _raw, grams: _grams, ...reading } of readings) scaleReadingSchema.parse(reading);
  });

  it.each([{ direction: 'reversed' }, 'direction=reversed', 'reversed', ['reversed']])(
    'takes the dialect as %j',
    (dialect) => {
      expect(answer({ protocol: 'yaohua-equals', hex: '3d3030302e33303030', dialect, unit: 'kg' })).toMatchObject({
        readings: [reversed],
      });
    },
  );

  it('takes an alias that stands for a dialect, and says what it cannot do', () => {
    expect(answer({ protocol: 'Yaohua-Equals-Reversed', hex: '3d3030302e33303030', unit: 'kg' })).toMatchObject({
      protocol: 'yaohua-equals',
      readings: [reversed],
    });
    const refused = (request: object) =>
      z.object({ error: z.object({ code: z.string(), message: z.string() }) }).parse(answer(request)).error;
    expect(refused({ protocol: 'no-such', hex: '00' })).toMatchObject({
      code: 'unknown-protocol',
      message: expect.stringContaining('toledo') as unknown,
    });
    expect(refused({ protocol: 'adam', hex: '00', unit: 'kg', dialect: 'x' }).code).toBe('bad-dialect');
    expect(refused({ protocol: 'yao', hex: '00' })).toMatchObject({
      code: 'unknown-protocol',
      message: expect.stringContaining('yaohua-stx, yaohua-equals') as unknown,
    });
    expect(refused({ protocol: 'st-gs', hex: '0' }).code).toBe('bad-bytes');
    expect(refused({ protocol: 'st-gs', hex: [300] }).code).toBe('bad-bytes');
    expect(refused({ protocol: 'st-gs' }).code).toBe('bad-bytes');
    expect(refused({ protocol: 'st-gs', hex: '00', unit: 'stone' }).code).toBe('bad-unit');
    expect(answerLine('not json')).toMatchObject({ error: { code: 'not-json' } });
    expect(answerLine('[1]')).toMatchObject({ error: { code: 'not-json' } });
  });

  it('takes the beginning of a name, other spellings of settings, and bytes as numbers', () => {
    expect(answer({ protocol: 'Condec', hex: [2, 32] })).toMatchObject({ protocol: 'condec', pendingBytes: 2 });
    expect(answer({ protocol: 'fbpu', hex: '' })).toMatchObject({ protocol: 'fairbanks-fbputr', readings: [] });
    expect(answer({ protocol: 'toledo', hex: '', dialect: 'fairbanks-toledo' })).toMatchObject({
      dialect: { checksum: 'plain-sum', digits: 'five' },
    });
    expect(answer({ protocol: 'mt-sics', hex: '', dialect: 'standard' })).toMatchObject({ dialect: {} });
    expect(answer({ protocol: 'toledo', hex: '', dialect: 'Checksum=PlainSum, length=SHORT' })).toMatchObject({
      dialect: { checksum: 'plain-sum', length: 'short' },
    });
  });

  it('says the grams exactly, and none where the unit is not known', () => {
    const hex = '03040cfe1103';
    expect(answer({ protocol: 'usb-hid', hex })).toMatchObject({
      readings: [{ value: '7.85', grams: '3560.7001045' }],
    });
    expect(answer({ protocol: 'usb-hid', hex: '03040bff7000' })).toMatchObject({
      readings: [{ grams: '317.514659' }],
    });
    expect(answer({ protocol: '8217', hex: '0230322e3336350d' })).toMatchObject({
      readings: [{ value: '2.365', unit: 'unknown', grams: null }],
    });
  });

  it('says that nothing was found and what was left over; a fault has no number', () => {
    expect(answer({ protocol: 'mt-sics', hex: '532053202020203130302e30' })).toEqual({
      protocol: 'mt-sics',
      dialect: {},
      unit: null,
      readings: [],
      discardedBytes: 0,
      pendingBytes: 12,
      rest: { hex: '532053202020203130302e30', text: 'S S    100.0' },
      note: 'no frame; 12 bytes are the beginning of a frame whose end is missing',
    });
    expect(answer({ protocol: 'mt-sics', hex: '53202b0d0a' })).toMatchObject({
      readings: [{ type: 'fault', kind: 'overload', raw: '53202b0d' }],
    });
  });
});

it('reads hexadecimal in the usual spellings', () => {
  for (const text of ['0x02,0x2D', '02 2d', '02:2d', '022D']) expect([...bytesOfHex(text)]).toEqual([0x02, 0x2d]);
});

it('reads and writes line settings', () => {
  const fallback = { baudRate: 9600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
  expect(textOfLine(lineOfText('4800 7E1', fallback))).toBe('4800 7E1');
  expect(textOfLine(lineOfText('7O2', fallback))).toBe('9600 7O2');
  expect(textOfLine(lineOfText('19200', fallback))).toBe('19200 8N1');
  expect(() => lineOfText('fast', fallback)).toThrow('9600 7E1');
});
