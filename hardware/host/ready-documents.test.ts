import { describe, expect, it } from 'vitest';
import { ReadyDocuments } from './ready-documents.ts';

const bytes = (text: string) => Promise.resolve(Buffer.from(text));
const never = new Promise<Uint8Array>(() => undefined);

describe('labels drawn ahead', () => {
  it('are drawn once; only so many are kept', async () => {
    const documents = new ReadyDocuments();
    let drawn = 0;
    const draw = (text: string) => () => ((drawn += 1), bytes(text));
    await Promise.all([documents.take('a', draw('a')), documents.take('a', draw('a'))]);
    expect([String(await documents.take('a', draw('b'))), drawn]).toEqual(['a', 1]);
    for (let index = 0; index < 40; index += 1) await documents.take(String(index), draw('n'));
    const before = drawn;
    await documents.take('a', draw('a'));
    expect(drawn).toBe(before + 1);
  });

  it('come one at a time, and a print does not wait for those that come after it', async () => {
    const documents = new ReadyDocuments();
    const began: string[] = [];
    for (const key of ['a', 'b', 'c']) documents.warm(key, () => (began.push(key), never));
    await new Promise(setImmediate);
    expect(began).toEqual(['a']);
    expect(String(await documents.take('c', () => bytes('c')))).toBe('c');
  });

  it('what failed ahead, or beside another, is made again by the print; what is wrong is then said', async () => {
    const documents = new ReadyDocuments();
    let fail: (error: Error) => void = () => undefined;
    documents.warm('a', () => new Promise((_, reject) => (fail = reject)));
    await new Promise(setImmediate);
    const printed = documents.take('a', () => bytes('whole'));
    const beside = documents.take('b', () => Promise.reject(new Error('its thread ended')));
    fail(new Error('it took longer than 15 s'));
    expect(String(await printed)).toBe('whole');
    await expect(beside).rejects.toThrow('its thread ended');
    await expect(documents.take('x', () => Promise.reject(new Error('wrong number')))).rejects.toThrow('wrong number');
  });
});
