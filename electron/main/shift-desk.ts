import { join } from 'node:path';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';
import type { CommandInput, CommandOutput } from '../../shared/ipc/contract.ts';
import { MAX_KEPT_CHECKS, MAX_MISSING, type KeptCheck, type shiftCommands } from '../../shared/ipc/shift-commands.ts';
import type { ShiftState } from '../../shared/ipc/supply-commands.ts';
import type { DocumentData } from '../../shared/labels/document-model.ts';
import { operationPayloads } from '../../shared/parcel/operations.ts';
import { reconcileShift } from '../../shared/shift/reconcile-shift.ts';
import { foldShift } from '../../shared/shift/shift-parcels.ts';
import { shiftReport } from '../../shared/shift/shift-report.ts';
import { operationBodySchema, type OperationBody } from '../../shared/sync/operation.ts';
import type { Fold } from '../journal/journal-fold.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';
import type { Journal } from '../journal/journal.ts';
import { nodeDisk } from '../journal/node-disk.ts';

export type ShiftCommand = keyof typeof shiftCommands;

export interface ShiftDeskPorts {
  /** Resolves when the whole journal has been folded. */
  readonly folded: Promise<void>;
  /** This machine's clock less the cloud's; undefined: no contact since the start. */
  readonly clockSkewMs: () => number | undefined;
  readonly journal: Pick<Journal, 'head' | 'readAfter'>;
  readonly shift: () => ShiftState;
  readonly held: (epoch: number) => readonly number[];
  /** Reports lie in it. */
  readonly folder: string;
  readonly station: () => string;
  readonly draw: (template: string, data: DocumentData) => Promise<Result<{ file: Uint8Array }>>;
  readonly wallMs: () => number;
}

interface Kept {
  readonly checks: readonly KeptCheck[];
  readonly sealedMs: number | undefined;
}

/** Between two pieces a record is saved. */
const PIECE_RECORDS = 500;
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** The working day of this station, from its journal: checks and drift of the scale, the parcels of a shift, its report. */
export class ShiftDesk implements Fold {
  readonly name = 'checks';
  readonly handlers: Pick<Handlers, ShiftCommand>;
  readonly #ports: ShiftDeskPorts;
  #checks: readonly KeptCheck[] = [];
  #sealedMs: number | undefined;

  constructor(ports: ShiftDeskPorts) {
    this.#ports = ports;
    this.handlers = {
      'shift.checks': async () => {
        await ports.folded;
        const clockSkewMs = ports.clockSkewMs();
        return success({
          checks: [...this.#checks],
          ...(this.#sealedMs === undefined ? {} : { sealedMs: this.#sealedMs }),
          ...(clockSkewMs === undefined ? {} : { clockSkewMs: Math.round(clockSkewMs) }),
        });
      },
      'shift.reconcile': (input) => this.#reconcile(input),
      'shift.report': ({ operation }) => this.#report(operation),
    };
  }

  /** Operations of all chains in the journal's order. */
  apply(body: OperationBody): void {
    if (body.type === 'shiftSealed') this.#sealedMs = body.wallMs;
    if (body.type !== 'shiftCheckDone') return;
    const check = keptCheck(body);
    if (check !== undefined) this.#checks = [...this.#checks, check].slice(-MAX_KEPT_CHECKS);
  }

  changedPages(): ReturnType<Fold['changedPages']> {
    return [{ page: 'all', rows: { checks: this.#checks, sealedMs: this.#sealedMs } satisfies Kept }];
  }

  takeUp(_page: string, rows: unknown): void {
    const { checks, sealedMs } = rows as Kept;
    [this.#checks, this.#sealedMs] = [checks, sealedMs];
  }

  async #reconcile({
    counted,
    usesBags,
    ackedSeq,
  }: CommandInput<'shift.reconcile'>): Promise<Result<CommandOutput<'shift.reconcile'>>> {
    await this.#ports.folded;
    const { device, epoch, seq } = this.#ports.journal.head();
    const { open } = this.#ports.shift();
    const operations = await this.#read(epoch, open.fromSeq, seq);
    const parked = new Set(this.#ports.held(epoch));
    const shift = foldShift(operations, { device, epoch });
    const { nodes, links, missing, ...rest } = reconcileShift({ shift, counted, usesBags, ackedSeq, parked });
    return success({
      ...rest,
      nodes: [...nodes],
      links: links.map((link) => ({ ...link, explained: [...link.explained] })),
      missing: missing.slice(0, MAX_MISSING),
    });
  }

  async #report(operation: string): Promise<Result<CommandOutput<'shift.report'>>> {
    const { ports } = { ports: this.#ports };
    await ports.folded;
    const sealed = ports.shift().sealed.find((one) => one.operation === operation);
    const { device, epoch } = ports.journal.head();
    if (sealed === undefined || !operation.startsWith(`${device}-${epoch}-`))
      return failure('REQUEST_REFUSED', 'no such seal in this chain');
    const { fromSeq, toSeq } = sealed.seal;
    const operations = await this.#read(epoch, fromSeq, toSeq);
    const last = operations.findLast(({ type }) => type === 'shiftReconciled');
    const shift = foldShift(operations, { device, epoch });
    const data = shiftReport({
      ...{ sealed, shift, station: ports.station(), nowMs: ports.wallMs(), timeText },
      reconciled: last === undefined ? undefined : operationPayloads.shiftReconciled.safeParse(last.payload).data,
      fromMs: operations[0]?.wallMs ?? sealed.wallMs,
      toMs: operations.at(-1)?.wallMs ?? sealed.wallMs,
    });
    const drawn = await ports.draw('shift-report-a4', data);
    if (!drawn.ok) return drawn;
    const folder = join(ports.folder, 'reports');
    const path = join(folder, `shift-${operation}.pdf`);
    try {
      nodeDisk.makeDirectory(folder);
      nodeDisk.writeFileDurably(path, drawn.value.file);
    } catch (error) {
      return failure('EXPORT_FAILED', error instanceof Error ? error.message : String(error));
    }
    return success({ path, parcels: shift.parcels.size });
  }

  async #read(epoch: number, fromSeq: number, toSeq: number): Promise<OperationBody[]> {
    const bodies: OperationBody[] = [];
    for (let seq = fromSeq - 1; seq < toSeq;) {
      const records = this.#ports.journal.readAfter(seq, Math.min(PIECE_RECORDS, toSeq - seq), epoch);
      const last = records.at(-1);
      if (last === undefined) break;
      for (const { body } of records) bodies.push(operationBodySchema.parse(JSON.parse(body)));
      seq = last.seq;
      await pause();
    }
    return bodies;
  }
}

function keptCheck({ payload, wallMs, actor }: OperationBody): KeptCheck | undefined {
  const parsed = operationPayloads.shiftCheckDone.safeParse(payload);
  if (!parsed.success) return undefined;
  const { steps, tookMs, scale } = parsed.data;
  const having = (outcome: string): number => steps.filter((one) => one.outcome === outcome).length;
  const drift = steps.find(({ step }) => step === 'test-weight')?.driftMilligrams;
  return {
    ...{ wallMs, actor, tookMs, scale, steps: steps.length },
    ...{ passed: having('passed'), overridden: having('overridden') },
    ...(drift === undefined ? {} : { driftMilligrams: drift }),
  };
}

/** "2026-11-24 20:01", in the station's own time. */
function timeText(wallMs: number): string {
  const local = new Date(wallMs - new Date(wallMs).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16).replace('T', ' ');
}
