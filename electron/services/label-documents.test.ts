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

const named = (label: ReturnType<LabelDocuments['keep']>): string => ('document' in label ? label.document : '');
const files = (): string[] => readdirSync(join(folder, 'label-documents')).sort();

describe('the documents of foreign labels on the disk', () => {
  it('are kept once, and dropped when nobody has asked for them for long', () => {
    const documents = new LabelDocuments(folder, () => nowMs, limits);
    const [first, second] = [Buffer.alloc(10, 1), Buffer.alloc(10, 2)];
    const one = named(documents.keep(first, 'T1'));
    const two = named(documents.keep(second, 'T2'));
    expect(readFileSync(documents.path(one))).toEqual(first);
    nowMs += 60_000;
    // Asked for again: as young as new.
    expect(named(documents.keep(first, 'T1'))).toBe(one);
    nowMs += 60_000;
    expect([documents.prune(new Set()), files()]).toEqual([1, [one]]);
    expect(two).not.toBe(one);
  });

  it('stay while a label of theirs is open, however old and large', () => {
    const documents = new LabelDocuments(folder, () => nowMs, limits);
    const open = named(documents.keep(Buffer.alloc(2_000, 1), 'T1'));
    named(documents.keep(Buffer.alloc(2_000, 2), 'T2'));
    nowMs += 50_000;
    expect([documents.prune(new Set([open])), files()]).toEqual([1, [open]]);
  });

  it('none yet: nothing to do', () => {
    expect(new LabelDocuments(folder, () => nowMs, limits).prune(new Set())).toBe(0);
  });
});
