import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { weighed } from '../../test/support/operations.ts';
import { LabelPages } from '../services/label-pages.ts';
import { applyToLedger, jobIdOf, type LedgerEntry } from '../../shared/labels/label-ledger.ts';
import { FoldCheckpoint } from './fold-checkpoint.ts';
import { JournalFold, type Fold } from './journal-fold.ts';
import { Journal } from './journal.ts';
import { nodeDisk } from './node-disk.ts';
import { DamagedRecord } from './segment.ts';

let directory = '';
const running: Journal[] = [];
beforeEach(() => (directory = mkdtempSync(join(tmpdir(), 'wh-fold-'))));
afterEach(async () => {
  for (const journal of running.splice(0)) await journal.close();
  rmSync(directory, { recursive: true, force: true });
});

/** What the station keeps of labels, and every operation it was given: what is taken up was not given again. */
class Ledger implements Fold {
  readonly name = 'labels';
  readonly entries = new LabelPages();
  readonly given: string[] = [];
  apply: Fold['apply'] = (body, chain) => {
    this.given.push(`${chain.epoch}-${body.seq}`);
    applyToLedger(this.entries, chain, body);
  };
  changedPages = (): ReturnType<Fold['changedPages']> => this.entries.changedPages();
  takeUp: Fold['takeUp'] = (_page, rows) => this.entries.takeUp(rows as readonly LedgerEntry[]);
}

async function life(build = 'b1'): Promise<{
  journal: Journal;
  ledger: Ledger;
  fold: JournalFold;
  troubles: string[];
  weigh: (count: number) => Promise<void>;
  say: (type: string, job: string) => Promise<void>;
}> {
  const journal = new Journal({
    ...{ directory: join(directory, 'journal'), disk: nodeDisk, boot: 'b', newDeviceId: () => 'W1234567' },
    clock: { wallMs: () => 1_800_000_000_000, tzMinutes: () => 480, monoMs: () => 0 },
    ...{ fullBytes: 0, lowBytes: 0, maxSegmentBytes: 20_000 },
  });
  running.push(journal);
  const ledger = new Ledger();
  const troubles: string[] = [];
  const fold = new JournalFold({
    ...{ journal, folds: [ledger], checkpoint: new FoldCheckpoint(nodeDisk, join(directory, 'folded'), build) },
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    onTrouble: (detail) => troubles.push(detail),
  });
  await fold.begin();
  const append = async (type: string, entity: string, payload: Record<string, unknown>): Promise<void> => {
    const result = await journal.append({ type, entity, actor: 'op', payload });
    if (!result.ok) throw new Error(result.error.code);
    const { epoch, ...record } = result.value;
    fold.recorded(record, { device: 'W1234567', epoch });
  };
  return {
    ...{ journal, ledger, fold, troubles },
    weigh: async (count) => {
      for (let n = 0; n < count; n += 1)
        await append('parcelWeighed', 'parcel:X', { ...weighed(`FO${1_000 + n}`, 500) });
    },
    say: (type, job) => append(type, `label:${job}`, { job, bytes: 1 }),
  };
}
const ended = async ({ journal }: { journal: Journal }): Promise<void> => {
  running.splice(running.indexOf(journal), 1);
  await journal.close();
};
const job = (seq: number, epoch = 1): string => jobIdOf('W1234567', epoch, seq);

describe('what is folded out of a journal', () => {
  it('is the same from a checkpoint and what came after it as from all of it, and the rest alone is read', async () => {
    const first = await life();
    await first.weigh(30);
    await first.fold.keep();
    await first.weigh(5);
    await first.say('labelSent', job(3));
    await ended(first);
    const again = await life();
    expect(again.ledger.given).toEqual(['1-31', '1-32', '1-33', '1-34', '1-35', '1-36']);
    const whole = await life('another program');
    expect(whole.ledger.given).toHaveLength(36);
    expect([...again.ledger.entries]).toEqual(JSON.parse(JSON.stringify([...whole.ledger.entries])));
    expect(again.ledger.entries.get(job(3))?.state).toBe('sent');
    expect([...again.ledger.entries.keys()]).toEqual([...whole.ledger.entries.keys()]);
  });

  it('writes the pages that changed and no other, and leaves none behind', async () => {
    const first = await life();
    await first.weigh(20);
    await first.fold.keep();
    const files = (): string[] => readdirSync(join(directory, 'folded')).sort();
    const before = files();
    await first.fold.keep();
    expect(files()).toEqual(before);
    await first.say('labelSent', job(1));
    await first.fold.keep();
    expect(files()).toHaveLength(before.length);
    expect(files()).not.toEqual(before);
    expect(first.troubles).toEqual([]);
  });

  it.each([
    ['a page that is not what was written', (folder: string) => spoil(folder, (name) => name.startsWith('labels'))],
    ['a manifest that cannot be read', (folder: string) => spoil(folder, (name) => name === 'manifest.json')],
    [
      'a page that is gone',
      (folder: string) => rmSync(join(folder, readdirSync(folder).find((name) => name.startsWith('labels')) ?? '')),
    ],
  ])('begins anew with %s', async (_what, harm) => {
    const first = await life();
    await first.weigh(10);
    await first.fold.keep();
    await ended(first);
    harm(join(directory, 'folded'));
    const again = await life();
    expect(again.ledger.given).toHaveLength(10);
    expect(again.ledger.entries.size).toBe(10);
  });

  it('begins anew beside another journal, one that ends before, and one whose record is damaged now', async () => {
    const first = await life();
    await first.weigh(60);
    await first.fold.keep();
    await ended(first);
    const folder = join(directory, 'journal', '1');
    const segments = readdirSync(folder)
      .filter((name) => name.endsWith('.log'))
      .sort();
    expect(segments.length).toBeGreaterThan(2);
    const kept = new Map(segments.map((name) => [name, readFileSync(join(folder, name))]));
    // The last segment is lost: the journal ends before the place of the checkpoint.
    rmSync(join(folder, segments.at(-1) ?? ''));
    const short = await life();
    expect(short.ledger.given.length).toBeGreaterThan(0);
    await ended(short);
    for (const [name, bytes] of kept) writeFileSync(join(folder, name), bytes);
    rmSync(join(directory, 'journal', 'identity.json'));
    // A bit in the last segment: the chain ends, what it lost is lost to the fold as well.
    const last = join(folder, segments.at(-1) ?? '');
    const bytes = readFileSync(last);
    bytes[bytes.indexOf('FO10') + 2] = 0x5a;
    writeFileSync(last, bytes);
    const damaged = await life();
    expect(damaged.journal.chains().closed).toHaveLength(1);
    expect(damaged.ledger.given).toHaveLength(60);
    expect(damaged.ledger.entries.size).toBe(59);
  });

  it('folds everything again where the record at the end of the checkpoint is damaged since the start', async () => {
    const first = await life();
    await first.weigh(10);
    await first.fold.keep();
    const { journal } = first;
    let damaged = true;
    const ledger = new Ledger();
    const troubles: string[] = [];
    const fold = new JournalFold({
      journal: {
        chains: () => journal.chains(),
        readAfter: (...from) => {
          if (!damaged) return journal.readAfter(...from);
          damaged = false;
          throw new DamagedRecord(10, 'a.log', 'damaged');
        },
      },
      ...{ folds: [ledger], checkpoint: new FoldCheckpoint(nodeDisk, join(directory, 'folded'), 'b1') },
      pause: () => Promise.resolve(),
      onTrouble: (detail) => troubles.push(detail),
    });
    expect(await fold.begin()).toEqual({ folded: 10, skipped: 0 });
    expect(ledger.given).toHaveLength(10);
    expect(troubles).toEqual(['record 10: damaged']);
  });

  it('reads what came into the journal in another way before it takes what follows', async () => {
    const first = await life();
    await first.weigh(3);
    const { journal, fold, ledger } = first;
    const lost = await journal.append({
      type: 'parcelWeighed',
      entity: 'parcel:X',
      actor: 'op',
      payload: { ...weighed('FOMENDED', 5) },
    });
    expect(lost.ok).toBe(true);
    expect(ledger.given).toHaveLength(3);
    await first.weigh(1);
    expect(ledger.given).toEqual(['1-1', '1-2', '1-3', '1-4', '1-5']);
    await fold.keep();
    await ended(first);
    expect((await life()).ledger.given).toEqual([]);
  });

  it('goes on in a new epoch, over a restart', async () => {
    const first = await life();
    await first.weigh(4);
    await first.fold.keep();
    await first.journal.startNewEpoch('behind', 1);
    await first.weigh(2);
    await first.fold.keep();
    await first.weigh(1);
    await ended(first);
    const again = await life();
    expect(again.ledger.given).toEqual(['2-3']);
    expect([...again.ledger.entries.keys()]).toEqual(
      [1, 2, 3, 4].map((n) => job(n)).concat([1, 2, 3].map((n) => job(n, 2))),
    );
  });
});

function spoil(folder: string, which: (name: string) => boolean): void {
  const name = readdirSync(folder).find(which) ?? '';
  const bytes = readFileSync(join(folder, name));
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  writeFileSync(join(folder, name), bytes);
}
