import { expect, it } from 'vitest';
import { mayHave } from './window-security.ts';

it.each<[string, readonly string[], boolean]>([
  ['persistent-storage', [], true],
  ['media', ['video'], true],
  ['media', ['audio'], false],
  ['media', ['video', 'audio'], false],
  ['media', [], false],
  ['display-capture', ['video'], false],
  ['geolocation', [], false],
  ['serial', [], false],
])('%s %j: %s', (permission, mediaTypes, allowed) => {
  expect(mayHave(permission, mediaTypes)).toBe(allowed);
});
