import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { readSnapshot } from './pull.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const cursor = `${'0'.repeat(8)}-0000-0000-0000-${'0'.repeat(12)}.7`;
const lines = ['a', 'b'].map((key) => `${JSON.stringify({ kind: 'box', key, data: { 长: key } })}\n`).join('');
const end = (more = {}): string =>
  `${JSON.stringify({ end: true, cursor, count: 2, sha256: sha256(lines), ...more })}\n`;

it('uses a snapshot only when all of it is there and right', () => {
  expect(readSnapshot(lines + end(), sha256)).toMatchObject({ cursor, records: [{ key: 'a' }, { key: 'b' }] });
  expect(readSnapshot(lines + end({ count: 3 }), sha256)).toEqual({ fault: 'count' });
  expect(readSnapshot(lines + end({ sha256: sha256('') }), sha256)).toEqual({ fault: 'hash' });
  expect(readSnapshot(lines.replace('"a"', '"z"') + end(), sha256)).toEqual({ fault: 'hash' });
  expect(readSnapshot('<html></html>\n', sha256)).toEqual({ fault: 'cut' });
  const whole = lines + end();
  for (let length = 0; length < whole.length; length += 1)
    expect(readSnapshot(whole.slice(0, length), sha256)).toEqual({ fault: 'cut' });
});
