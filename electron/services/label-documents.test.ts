import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LabelDocuments } from './label-documents.ts';

const limits = { maxAgeMs: 100_000, maxBytes: 1_000, minAgeMs: 1_000 };
let folder = '';
let nowMs = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weighhouse-documents-'));
  nowMs = Date.now();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const openIn = (wanted: readonly string[] = []): LabelDocuments =>
  new LabelDocuments({
    folder,
    wanted: () => wanted.map((document) => ({ document, bytes: 1 })),
    fetch: () => Promise.reject(new Error('nothing is fetched here')),
    onArrived: () => undefined,
    wallMs: () => nowMs,
    limits,
  });
const files = (): string[] => readdirSync(join(folder, 'label-documents')).sort();

describe('the documents of foreign labels on the disk', () => {
  it('are kept once, and dropped when nobody has asked for them for long', () => {
    const documents = openIn();
    const [first, second] = [Buffer.alloc(10, 1), Buffer.alloc(10, 2)];
    const one = documents.keep(first);
    const two = documents.keep(second);
    expect(readFileSync(documents.path(one))).toEqual(first);
    nowMs += 60_000;
    // Asked for again: as young as new.
    expect(documents.keep(first)).toBe(one);
    nowMs += 60_000;
    expect([documents.prune(new Set()), files()]).toEqual([1, [one]]);
    expect(two).not.toBe(one);
  });

  it('stay while a label of theirs is open, however old and large', () => {
    const documents = openIn();
    const open = documents.keep(Buffer.alloc(2_000, 1));
    documents.keep(Buffer.alloc(2_000, 2));
    nowMs += 50_000;
    expect([documents.prune(new Set([open])), files()]).toEqual([1, [open]]);
  });

  it('stay while an order that waits names them', () => {
    const documents = openIn();
    const ahead = documents.keep(Buffer.alloc(10, 1));
    documents.keep(Buffer.alloc(10, 2));
    nowMs += 200_000;
    expect([openIn([ahead]).prune(new Set()), files()]).toEqual([1, [ahead]]);
  });

  it('none yet: nothing to do', () => {
    expect(openIn().prune(new Set())).toBe(0);
  });
});
