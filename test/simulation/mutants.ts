/**
 * One guard taken out of the program at a time. The simulation must notice each within a thousand seeds; a guard whose loss it does
 * not notice is a guard it does not test. `find` stands exactly once in the file.
 */
export interface Mutant {
  readonly name: string;
  readonly edits: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
}

export const mutants: readonly Mutant[] = [
  {
    name: 'cloud: dedupe removed',
    edits: [
      {
        file: 'cloud/ingest/place-batch.ts',
        find: 'if (known === undefined) fresh.push({ seq, body, hash });',
        replace: 'if (known === undefined || known.hash.equals(hash)) fresh.push({ seq, body, hash });',
      },
    ],
  },
  {
    name: 'journal: fsync removed',
    edits: [{ file: 'electron/journal/open-chain.ts', find: '    await file.sync();\n', replace: '' }],
  },
  {
    name: 'journal: says saved before the fsync',
    edits: [
      {
        file: 'electron/journal/open-chain.ts',
        find: '    await file.sync();\n',
        replace: '    void file.sync().catch(() => undefined);\n',
      },
    ],
  },
  {
    name: 'cloud: acknowledges before the commit',
    edits: [
      {
        file: 'test/simulation/simulated-cloud.ts',
        find: 'await this.#commit(staged, incarnation);',
        replace: 'void this.#commit(staged, incarnation);',
      },
    ],
  },
  {
    name: 'queue: rewind removed',
    edits: [
      {
        file: 'shared/sync/push-decision.ts',
        find: "return { do: 'rewind', ackedSeq: Math.min(answer.lastSeq, sent.fromSeq - 1, sent.ackedSeq) };",
        replace: "return { do: 'wait', offline: false, why: 'gap' };",
      },
      {
        file: 'shared/sync/push-decision.ts',
        find: "return health.lastSeq < chain.acked ? { do: 'rewind', ackedSeq: health.lastSeq } : { do: 'go-on' };",
        replace: "return { do: 'go-on' };",
      },
    ],
  },
  {
    name: 'cloud: parking removed',
    edits: [
      {
        file: 'cloud/ingest/ingest-batch.ts',
        find: 'verdicts.set(one.seq, judgement.verdict);',
        replace:
          "if (judgement.verdict.result === 'parked') throw new Error('refused'); verdicts.set(one.seq, judgement.verdict);",
      },
    ],
  },
  {
    name: 'queue: parked operations not kept in sight',
    edits: [
      { file: 'renderer/data/operation-store.ts', find: 'parked.map((one) => ({ ...one, epoch })),', replace: '[],' },
    ],
  },
  {
    name: 'queue: acknowledges what timed out',
    edits: [
      {
        file: 'shared/sync/push-decision.ts',
        find: "if (answer.kind !== 'status' || status === undefined) return { do: 'wait', offline: true, why: answer.detail };",
        replace:
          "if (answer.kind === 'timeout') return { do: 'acknowledge', ackedSeq: sent.toSeq, parked: [] };\nif (answer.kind !== 'status' || status === undefined) return { do: 'wait', offline: true, why: answer.detail };",
      },
    ],
  },
  {
    name: 'journal: failed fsync tried again on the same file',
    edits: [
      {
        file: 'electron/journal/open-chain.ts',
        find: '    await file.sync();\n',
        replace: '    await file.sync().catch(() => file.sync());\n',
      },
    ],
  },
  {
    name: 'journal: CRC not checked',
    edits: [
      {
        file: 'electron/journal/record-format.ts',
        find: "if (!beginsGroup && check !== crc) return 'damaged';",
        replace: '',
      },
    ],
  },
  {
    name: 'queue: what lies in quarantine counts as acknowledged',
    edits: [
      {
        file: 'shared/sync/push-decision.ts',
        find: ": { do: 'quarantined', upTo: Math.min(answer.quarantinedTo, sent.lastSeq), why: answer.detail };",
        replace: ": { do: 'acknowledge', ackedSeq: Math.min(answer.quarantinedTo, sent.lastSeq), parked: [] };",
      },
    ],
  },
  {
    name: 'queue: a revoked station sends the same batch again and again',
    edits: [
      {
        file: 'renderer/sync/sync-loop.ts',
        find: 'return this.#quarantined.get(epoch) ?? acked;',
        replace: 'return acked;',
      },
    ],
  },
  {
    name: 'queue: reinstated, it goes on behind what lay in quarantine',
    edits: [
      {
        file: 'shared/sync/push-decision.ts',
        find: "if (sent.fromSeq > sent.ackedSeq + 1) return { do: 'rewind', ackedSeq: sent.ackedSeq };",
        replace: '',
      },
    ],
  },
  {
    name: 'view: not compared with the journal at the start',
    edits: [
      {
        file: 'renderer/data/view-recovery.ts',
        find: 'if (from <= row.seq && (await storage',
        replace: 'if (false && (await storage',
      },
      {
        file: 'renderer/data/view-recovery.ts',
        find: "if (chains.length === 0) return isEmpty ? EMPTY : 'the local view is damaged';",
        replace: 'if (chains.length === 0) return undefined;',
      },
      {
        file: 'renderer/data/operation-store.ts',
        find: 'if ((await this.#storage.countRecords(epoch, fromSeq, toSeq)) === toSeq - fromSeq + 1) return undefined;',
        replace: 'return undefined;',
      },
    ],
  },
  {
    name: 'labels: a checkpoint is taken up and what came after it is not read',
    edits: [
      {
        file: 'electron/journal/journal-fold.ts',
        find: 'for (const place of kept.places) this.#places.set(place.epoch, place);',
        replace:
          'for (const place of kept.places) this.#places.set(place.epoch, { ...place, seq: journal.chains().head.epoch === place.epoch ? journal.chains().head.seq : place.seq });',
      },
    ],
  },
  {
    name: 'view: a failed transaction is not mended',
    edits: [{ file: 'renderer/sync/sync-loop.ts', find: 'if (store.isBroken) await', replace: 'if (false) await' }],
  },
  {
    name: 'journal: a closed epoch is used again',
    edits: [
      {
        file: 'electron/journal/journal.ts',
        find: 'writeIdentity(disk, directory, this.#device, epoch);',
        replace: '',
      },
    ],
  },
  {
    name: 'queue: the server is never asked while the queue is empty',
    edits: [
      {
        file: 'renderer/sync/sync-loop.ts',
        find: 'return place === undefined || (idle && this.#ports.monoMs() - place.atMs > IDLE_PROBE_MS);',
        replace: 'return place === undefined && !idle;',
      },
    ],
  },
  {
    name: 'journal: what a start finds is taken for durable, torn tail and all',
    edits: [
      {
        file: 'electron/journal/open-chain.ts',
        find: 'this.#disk.writeFileDurably(file, bytes.subarray(0, scanned.goodBytes));',
        replace: '',
      },
    ],
  },
  {
    name: 'labels: one that was being sent is printed again at the next start',
    edits: [
      {
        file: 'electron/services/print-service.ts',
        find: "        await this.#say('labelUnknown', entry.job, {\n          code: 'LABEL_UNKNOWN',",
        replace: "        await this.#say('labelFailed', entry.job, {\n          code: 'PRINTER_LOST',",
      },
    ],
  },
  {
    name: 'labels: the first byte leaves before the note of it is durable',
    edits: [
      {
        file: 'electron/services/print-service.ts',
        find: "    const noted = await this.#ports.append('labelSending', entity, {",
        replace: "    const noted = { ok: true };\n    void this.#ports.append('labelSending', entity, {",
      },
    ],
  },
  {
    name: 'labels: a reprint of one that came out is no copy',
    edits: [
      {
        file: 'shared/labels/label-ledger.ts',
        find: "reason === 'nothing-came-out' || (entry.state",
        replace: 'reason !== undefined || (entry.state',
      },
    ],
  },
  {
    name: 'labels: an outcome that the journal did not take is forgotten',
    edits: [
      {
        file: 'electron/services/print-service.ts',
        find: "if (noted.ok || this.#ended || noted.error.code === 'REQUEST_REFUSED') return;",
        replace: 'return;',
      },
    ],
  },
];
