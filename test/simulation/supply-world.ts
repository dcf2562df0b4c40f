import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Contact } from '../../electron/supply/contact.ts';
import type { PullGone } from '../../electron/services/cloud-client.ts';
import { SupplyStore } from '../../electron/supply/supply-store.ts';
import type { HttpFailure } from '../../shared/ipc/contract.ts';
import type { PullAnswer, PulledChange } from '../../shared/sync/pull.ts';
import { Chance } from './chance.ts';

const PAGE = 4;
const failed: HttpFailure = { outcome: 'no-answer', kind: 'network', detail: 'ECONNRESET' };
const uuid = (chance: Chance): string =>
  `${chance.between(10 ** 7, 10 ** 8 - 1)}-0000-0000-0000-${String(chance.between(0, 10 ** 9)).padStart(12, '0')}`;

/** What the cloud holds, with the number of the last change of each record; deletions stay as tombstones. */
class ChangingCloud {
  epoch: string;
  head = 0;
  readonly records = new Map<string, { readonly change: number; readonly data: Record<string, unknown> | null }>();
  readonly #chance: Chance;

  constructor(chance: Chance) {
    this.#chance = chance;
    this.epoch = uuid(chance);
  }
  edit(): void {
    this.head += 1;
    const data = this.#chance.hits(0.2) ? null : { n: this.head, text: '包裹\n'.repeat(this.#chance.between(0, 9)) };
    this.records.set(`hold\nYT${this.#chance.between(1, 30)}`, { change: this.head, data });
  }
  /** A copy of an earlier moment takes its place, under another epoch. */
  restore(to: ReadonlyMap<string, { readonly change: number; readonly data: Record<string, unknown> | null }>): void {
    this.epoch = uuid(this.#chance);
    this.records.clear();
    for (const [key, record] of to) this.records.set(key, record);
    this.head = Math.max(0, ...[...to.values()].map(({ change }) => change));
  }
  pull(after: string): PullAnswer | PullGone {
    const server = { service: 'weighhouse', protocol: 1, serverEpoch: this.epoch, serverTimeMs: 0 } as const;
    const [epoch, number] = after.split('.');
    if (epoch !== this.epoch) return { ...server, gone: 'other-epoch' };
    const newer = [...this.records].filter(([, { change }]) => change > Number(number));
    const page = newer.sort(([, a], [, b]) => a.change - b.change).slice(0, PAGE);
    const more = newer.length > page.length;
    const to = more ? (page.at(-1)?.[1].change ?? 0) : this.head;
    return {
      ...server,
      cursor: `${this.epoch}.${to}`,
      more,
      changes: page.map(([key, { data }]) => asChange(key, data)),
    };
  }
  lines(): string[] {
    const live = [...this.records].filter(([, { data }]) => data !== null).sort(([a], [b]) => (a < b ? -1 : 1));
    const lines = live.map(([key, { data }]) => JSON.stringify(asChange(key, data)));
    const sha256 = createHash('sha256')
      .update(lines.map((line) => `${line}\n`).join(''))
      .digest('hex');
    return [...lines, JSON.stringify({ end: true, cursor: `${this.epoch}.${this.head}`, count: lines.length, sha256 })];
  }
}
function asChange(id: string, data: Record<string, unknown> | null): PulledChange {
  const [kind = '', key = ''] = id.split('\n');
  return { kind, key, data };
}

/** The folder as a power cut at this instant leaves it: what was not synced may be torn, and a half written base lies there. */
function cut(folder: string, chance: Chance, tornBytes: number): string {
  const image = mkdtempSync(join(tmpdir(), 'wh-supply-'));
  if (existsSync(folder)) cpSync(folder, image, { recursive: true });
  for (const name of readdirSync(image)) {
    const path = join(image, name);
    if (name.endsWith('.changes') && tornBytes > 0) truncateSync(path, Math.max(0, statSync(path).size - tornBytes));
    if (name.endsWith('.new')) truncateSync(path, chance.between(0, statSync(path).size));
  }
  return image;
}

async function recordsOf(store: SupplyStore): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (let from: number | null = 0; from !== null;) {
    const page = await store.read(store.generation, from);
    for (const line of page.lines.split('\n').filter((one) => one !== '')) {
      const { kind, key, data } = JSON.parse(line) as PulledChange;
      if (data === null) found.delete(`${kind}\n${key}`);
      else found.set(`${kind}\n${key}`, JSON.stringify(data));
    }
    from = page.next;
  }
  return found;
}

/**
 * One world from one number: the real contact and the real files of a station follow a cloud that changes and goes back in time, over
 * answers that get lost and snapshots that are cut or changed, through power cuts. @returns what is wrong (facts §5.2, I8).
 */
export async function supplyWorld(seed: number): Promise<string[]> {
  const chance = new Chance(seed + 2 ** 41);
  const cloud = new ChangingCloud(chance);
  const faults: string[] = [];
  const folders: string[] = [join(tmpdir(), `wh-supply-${randomUUID()}`)];
  let trouble = true;
  let monoMs = 0;
  let image: string | undefined;
  const life = async (): Promise<{ store: SupplyStore; contact: Contact }> => {
    const folder = folders.at(-1) ?? '';
    const compactBytes = chance.pick([800, 1e9]);
    const store = new SupplyStore({ folder, kept: new Set(['hold']), compactBytes });
    await store.begin();
    const contact = new Contact({
      cloud: {
        pull: async (after) => (trouble && chance.hits(0.2) ? failed : cloud.pull(after)),
        snapshot: async () => {
          if (trouble && chance.hits(0.2)) return failed;
          const lines = cloud.lines();
          const broken = trouble ? chance.pick(['no', 'no', 'cut', 'changed', 'dies']) : 'no';
          const at = chance.between(0, lines.length - 1);
          return (async function* () {
            for (const [index, line] of lines.entries()) {
              if (broken === 'cut' && index === at) return;
              // The power goes while the new base is being written.
              if (broken === 'dies' && index === at) image = cut(folder, chance, 0);
              yield broken === 'changed' && index === at
                ? line.replace(/\d/, (n) => String((Number(n) + 1) % 10))
                : line;
            }
          })();
        },
      },
      store,
      wallMs: () => 1_800_000_000_000 + monoMs,
      monoMs: () => monoMs,
      onChanges: () => undefined,
      onStatus: () => undefined,
      onNotice: (_code, detail) => faults.push(`I8 seed ${seed}: ${detail}`),
    });
    return { store, contact };
  };
  /** Nothing that the cursor says is here may be missing or another. */
  const look = async (store: SupplyStore, when: string): Promise<void> => {
    const [epoch, number] = (store.cursor ?? '').split('.');
    if (epoch !== cloud.epoch) return;
    const here = await recordsOf(store);
    for (const [key, { change, data }] of cloud.records)
      if (change <= Number(number) && here.get(key) !== (data === null ? undefined : JSON.stringify(data)))
        faults.push(`I8 seed ${seed} ${when}: ${key.replace('\n', ' ')} is not as change ${change} left it`);
  };
  const follow = async (contact: Contact): Promise<void> => {
    monoMs += 20_000;
    await contact.pull();
    await contact.settled();
  };
  let { store, contact } = await life();
  let copy = new Map(cloud.records);
  for (let turn = 0; turn < 60; turn += 1) {
    for (let n = chance.between(0, 3); n > 0; n -= 1) cloud.edit();
    if (chance.hits(0.05)) copy = new Map(cloud.records);
    if (chance.hits(0.03)) cloud.restore(copy);
    await follow(contact);
    if (image === undefined && chance.hits(0.15)) {
      // Bytes of the last page that no sync had answered for.
      const torn = chance.hits(0.5) ? chance.between(1, 120) : 0;
      image = cut(folders.at(-1) ?? '', chance, torn);
    }
    if (image === undefined) continue;
    folders.push(image);
    image = undefined;
    ({ store, contact } = await life());
    await look(store, `after a cut in turn ${turn}`);
  }
  trouble = false;
  for (let turn = 0; turn < 40; turn += 1) await follow(contact);
  await look(store, 'at the end');
  const live = [...cloud.records].filter(([, { data }]) => data !== null).length;
  const here = await recordsOf(store);
  if (here.size !== live) faults.push(`I8 seed ${seed}: ${here.size} records here, ${live} in the cloud`);
  for (const [key, data] of store.all('hold'))
    if (here.get(`hold\n${key}`) !== JSON.stringify(data)) faults.push(`I8 seed ${seed}: ${key} is another in memory`);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  return faults;
}
