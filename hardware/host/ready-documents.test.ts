import { expect, it } from 'vitest';
import { ReadyDocuments } from './ready-documents.ts';

it('a document is drawn once, a refused one again, and only so many are kept', async () => {
  const documents = new ReadyDocuments();
  let drawn = 0;
  const draw = (text: string) => () => {
    drawn += 1;
    return Promise.resolve(Buffer.from(text));
  };
  await Promise.all([documents.take('a', draw('a')), documents.take('a', draw('a'))]);
  expect([String(await documents.take('a', draw('b'))), drawn]).toEqual(['a', 1]);
  await expect(documents.take('x', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(String(await documents.take('x', draw('x')))).toBe('x');
  for (let index = 0; index < 40; index += 1) await documents.take(String(index), draw('n'));
  const before = drawn;
  await documents.take('a', draw('a'));
  expect(drawn).toBe(before + 1);
});
