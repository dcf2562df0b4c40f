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
      readings: [
        {
          type: 'weight',
          value: '2.365',
          unit: 'kg',
          stability: 'stable',
          mode: 'gross',
          raw: frame.replaceAll(' ', ''),
        },
      ],
      discardedBytes: 0,
      pendingBytes: 0,
    });
    const { readings } = z.object({ readings: z.array(z.looseObject({ raw: z.string() })) }).parse(result);
    for (const { raw: _raw, ...reading } of readings) scaleReadingSchema.parse(reading);
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
    expect(answer({ protocol: 'no-such', hex: '00' })).toMatchObject({
      error: expect.stringContaining('toledo') as unknown,
    });
    expect(answer({ protocol: 'st-gs', hex: '0' })).toMatchObject({ error: expect.stringContaining('hex') as unknown });
    expect(answer({ protocol: 'st-gs', hex: '00', unit: 'stone' })).toMatchObject({
      error: expect.stringContaining('unit') as unknown,
    });
    expect(answer({ protocol: 'st-gs', hex: '00', dialect: 'x' })).toMatchObject({
      error: expect.stringContaining('setting') as unknown,
    });
    expect(answerLine('not json')).toMatchObject({ error: expect.stringContaining('JSON') as unknown });
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
