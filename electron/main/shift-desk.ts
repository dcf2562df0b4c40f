import { success } from '../../shared/errors/catalog.ts';
import { MAX_KEPT_CHECKS, type KeptCheck, type shiftCommands } from '../../shared/ipc/shift-commands.ts';
import { operationPayloads } from '../../shared/parcel/operations.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import type { Handlers } from '../ipc/ipc-gate.ts';

export type ShiftCommand = keyof typeof shiftCommands;

export interface ShiftDeskPorts {
  /** Resolves when the whole journal has been folded. */
  readonly folded: Promise<void>;
  /** This machine's clock less the cloud's; undefined: no contact since the start. */
  readonly clockSkewMs: () => number | undefined;
}

/** The working day of this station, from its journal: the checks before its shifts and how its scale drifts. */
export class ShiftDesk {
  readonly handlers: Pick<Handlers, ShiftCommand>;
  #checks: readonly KeptCheck[] = [];
  #sealedMs: number | undefined;

  constructor(ports: ShiftDeskPorts) {
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
    };
  }

  /** Operations of all chains in the journal's order. */
  apply(body: OperationBody): void {
    if (body.type === 'shiftSealed') this.#sealedMs = body.wallMs;
    if (body.type !== 'shiftCheckDone') return;
    const check = keptCheck(body);
    if (check !== undefined) this.#checks = [...this.#checks, check].slice(-MAX_KEPT_CHECKS);
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
