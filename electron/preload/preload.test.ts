import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { commands, events } from '../../shared/ipc/contract.ts';

/** The names between the brackets of a list in the preload's source: importing it would need Electron. */
const listed = (name: string): string[] => {
  const source = readFileSync(join(import.meta.dirname, 'preload.ts'), 'utf8');
  const list = new RegExp(`${name}: readonly \\w+\\[\\] = \\[([^\\]]*)\\]`).exec(source)?.[1] ?? '';
  return Array.from(list.matchAll(/'([^']+)'/g), (match) => match[1] ?? '').sort();
};

it('the preload lets exactly the names of the contract through', () => {
  expect(listed('commandNames')).toEqual(Object.keys(commands).sort());
  expect(listed('eventNames')).toEqual(Object.keys(events).sort());
});
