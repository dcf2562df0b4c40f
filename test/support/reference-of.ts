import { ReferenceStore } from '../../renderer/data/reference-store.ts';
import type { BridgeClient } from '../../renderer/bridge/bridge-client.ts';
import { referenceKinds, type SuppliedKind } from '../../shared/reference/reference-kinds.ts';
import type { PulledChange } from '../../shared/sync/pull.ts';

const LINES_A_PAGE = 2_000;

/** A record as the cloud sends it: parsed by its kind's schema, filed under its key. @throws when it is none. */
export function pulled(kind: SuppliedKind, data: unknown): PulledChange {
  const { schema, keyOf } = referenceKinds[kind];
  const record = schema.parse(data);
  return { kind, key: keyOf(record as never).toUpperCase(), data: record };
}

/** The page's reference store over records that main is said to have. `change` is what main tells of afterwards. */
export async function referenceOf(records: readonly PulledChange[]) {
  const listeners = new Map<string, (payload: never) => void>();
  const bridge = {
    invoke: (name: string, input: { from: number }) => {
      if (name === 'supply.read') {
        const page = records.slice(input.from, input.from + LINES_A_PAGE);
        const next = input.from + LINES_A_PAGE < records.length ? input.from + LINES_A_PAGE : null;
        const lines = page.map((record) => `${JSON.stringify(record)}\n`).join('');
        return Promise.resolve({ ok: true, value: { generation: 1, lines, next } });
      }
      if (name === 'supply.releases') return Promise.resolve({ ok: true, value: [] });
      const status = { generation: 1, state: 'offline', counts: {}, unreadable: 0, detail: '' };
      return Promise.resolve({ ok: true, value: status });
    },
    on: (event: string, listener: (payload: never) => void) => {
      listeners.set(event, listener);
      return () => undefined;
    },
  } as unknown as BridgeClient;
  const reference = new ReferenceStore(bridge);
  await reference.begin();
  const change = (...changes: PulledChange[]): void =>
    listeners.get('supply.changed')?.({ generation: 1, changes } as never);
  return { reference, change };
}
