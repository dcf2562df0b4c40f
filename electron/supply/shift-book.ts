import { createHash } from 'node:crypto';
import type { SealedShift, ShiftState } from '../../shared/ipc/supply-commands.ts';
import { operationPayloads } from '../../shared/parcel/operations.ts';
import type { OperationBody } from '../../shared/sync/operation.ts';
import { pulledSealSchema } from '../../shared/sync/pulled-records.ts';
import {
  contributionLine,
  contributions,
  SEGMENT_OPERATIONS,
  sealInput,
  sealOf,
  type Contribution,
  type Seal,
  type SealedWeighing,
  type SealInput,
} from '../../shared/sync/seal.ts';

interface Chain {
  readonly device: string;
  readonly epoch: number;
}
export interface ShiftBookPorts {
  /** One operation of the journal; undefined when it is not here any more. */
  readonly read: (epoch: number, seq: number) => OperationBody | undefined;
  readonly head: () => { readonly device: string; readonly epoch: number; readonly seq: number; readonly hash: string };
  /** Records of kind seal as the cloud sent them, by device-epoch-seq. */
  readonly cloudSeals: () => ReadonlyMap<string, Record<string, unknown>>;
  /** Numbers of this chain that are parked or wait behind one, as far as the cloud has said. */
  readonly held: (epoch: number) => readonly number[];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const MAX_SEALED = 30;

interface Sealed {
  readonly operation: string;
  readonly epoch: number;
  readonly seq: number;
  readonly wallMs: number;
  readonly actor: string;
  readonly seal: Seal;
  readonly signatures: SealedShift['signatures'];
}

type OpenRow = readonly [seq: number, type: string, line?: string, milligrams?: number, takesBack?: string];
export interface KeptShifts {
  readonly epoch: number;
  readonly sealedTo: number;
  readonly sealed: readonly Sealed[];
  readonly takenBack: readonly string[];
  readonly open: readonly OpenRow[];
}

/**
 * The day close on this side, folded from the journal: what a seal would hold now, the seals there are, who signed them. The cloud
 * makes its own seal of the same numbers; what it says comes by pull.
 */
export class ShiftBook {
  readonly #ports: ShiftBookPorts;
  /** Operations of the open chain that no seal covers yet. */
  #open: SealInput[] = [];
  #epoch = 0;
  #sealedTo = 0;
  #sealed: Sealed[] = [];
  /** Weighings that were taken back, as epoch-seq: a weighing is taken back once. */
  readonly #takenBack = new Set<string>();

  constructor(ports: ShiftBookPorts) {
    this.#ports = ports;
  }

  apply(body: OperationBody, { device, epoch }: Chain): void {
    // A chain ends unsealed when the journal had to begin another: its operations stand in the cloud, its shift is sealed in no chain.
    if (epoch !== this.#epoch) [this.#epoch, this.#open, this.#sealedTo] = [epoch, [], 0];
    const input = sealInput(body.seq, body.type, body.payload, epoch);
    this.#open.push(input);
    if (body.type === 'shiftSealed') {
      const seal = operationPayloads.shiftSealed.safeParse(body.payload);
      if (!seal.success) return;
      const { wallMs, actor, seq } = body;
      const one = {
        operation: `${device}-${epoch}-${seq}`,
        epoch,
        seq,
        wallMs,
        actor,
        seal: seal.data,
        signatures: [],
      };
      this.#sealed = [one, ...this.#sealed].slice(0, MAX_SEALED);
      for (const { takesBack } of this.#open.filter((known) => known.seq <= seal.data.toSeq))
        if (takesBack !== undefined) this.#takenBack.add(takesBack);
      this.#sealedTo = seal.data.toSeq;
      this.#open = this.#open.filter((known) => known.seq > seal.data.toSeq);
    }
    if (body.type === 'shiftSealSigned') {
      const signed = operationPayloads.shiftSealSigned.safeParse(body.payload);
      if (!signed.success) return;
      const { seal, as, differencesSeen } = signed.data;
      this.#sealed = this.#sealed.map((one) =>
        one.epoch === epoch && one.seq === seal
          ? { ...one, signatures: [...one.signatures, { as, actor: body.actor, differencesSeen }].slice(0, 20) }
          : one,
      );
    }
  }

  /** As JSON can say it: an operation of the open shift is a short row, of those there are thousands. */
  get kept(): KeptShifts {
    return {
      epoch: this.#epoch,
      sealedTo: this.#sealedTo,
      sealed: this.#sealed,
      takenBack: [...this.#takenBack],
      open: this.#open.map(({ seq, type, weighed, takesBack }) =>
        weighed === undefined && takesBack === undefined
          ? [seq, type]
          : [seq, type, weighed?.line ?? '', weighed?.milligrams ?? -1, takesBack ?? ''],
      ),
    };
  }
  takeUp({ epoch, sealedTo, sealed, takenBack, open }: KeptShifts): void {
    [this.#epoch, this.#sealedTo, this.#sealed] = [epoch, sealedTo, [...sealed]];
    for (const one of takenBack) this.#takenBack.add(one);
    this.#open = open.map(([seq, type, line = '', milligrams = -1, takesBack = '']) => ({
      ...{ seq, type },
      weighed: milligrams < 0 ? undefined : { line, milligrams },
      takesBack: takesBack === '' ? undefined : takesBack,
    }));
  }

  /** The seal of everything since the last one. undefined: there is nothing to seal. */
  seal(): Seal | undefined {
    const head = this.#ports.head();
    const fromSeq = this.#sealedTo + 1;
    if (head.epoch !== this.#epoch || head.seq < fromSeq) return undefined;
    return sealOf({ ...this.#range(head.seq), head: head.hash }, this.#contributions(this.#open, head.epoch), sha256);
  }

  describe(): ShiftState {
    const { seq } = this.#ports.head();
    const {
      segments: _segments,
      head: _head,
      ...open
    } = sealOf(
      { ...this.#range(Math.max(seq, this.#sealedTo)), head: '' },
      this.#contributions(this.#open, this.#epoch),
      () => '',
    );
    return { open, sealed: this.#sealed.map((one) => this.#withCloud(one)) };
  }

  /** Where the shift that is open begins: behind the last seal, which may stand in a chain that has ended since. */
  get begins(): { readonly epoch: number; readonly fromSeq: number } {
    const [last] = this.#sealed;
    return last === undefined ? { epoch: 0, fromSeq: 1 } : { epoch: last.epoch, fromSeq: last.seal.toSeq + 1 };
  }

  find(operation: string): { readonly seq: number; readonly epoch: number; readonly shown: SealedShift } | undefined {
    const one = this.#sealed.find((known) => known.operation === operation);
    return one === undefined ? undefined : { seq: one.seq, epoch: one.epoch, shown: this.#withCloud(one) };
  }

  /** Thousands of a seal that the cloud cannot explain alone, with this station's lines: to be sent, then the operations are named. */
  unexplained(): {
    readonly epoch: number;
    readonly seq: number;
    readonly toSeq: number;
    readonly lines: readonly string[];
  }[] {
    return this.#sealed.flatMap((one) => {
      const cloud = pulledSealSchema.safeParse(this.#ports.cloudSeals().get(one.operation));
      if (!cloud.success || cloud.data.state !== 'open') return [];
      return cloud.data.differences.flatMap((difference) => {
        if (difference.what !== 'segment') return [];
        const lines = this.#linesOf(one, difference.toSeq);
        return lines === undefined ? [] : [{ epoch: one.epoch, seq: one.seq, toSeq: difference.toSeq, lines }];
      });
    });
  }

  #linesOf({ epoch, seal }: Sealed, toSeq: number): readonly string[] | undefined {
    const from = Math.max(seal.fromSeq, Math.floor((toSeq - 1) / SEGMENT_OPERATIONS) * SEGMENT_OPERATIONS + 1);
    const inputs: SealInput[] = [];
    // From the beginning of the shift: what counts in this thousand depends on what was taken back before it.
    for (let seq = seal.fromSeq; seq <= toSeq; seq += 1) {
      const body = this.#ports.read(epoch, seq);
      if (body === undefined) return undefined;
      inputs.push(sealInput(seq, body.type, body.payload, epoch));
    }
    return this.#contributions(inputs, epoch, seal.fromSeq)
      .filter(({ seq }) => seq >= from && seq <= toSeq)
      .map(contributionLine);
  }

  #range(toSeq: number): { fromSeq: number; toSeq: number; parked: number } {
    const fromSeq = this.#sealedTo + 1;
    const parked = this.#ports.held(this.#epoch).filter((seq) => seq >= fromSeq && seq <= toSeq).length;
    return { fromSeq, toSeq, parked };
  }

  /** Weighings before the inputs that these take back are looked up; what was taken back before is not there any more. */
  #contributions(inputs: readonly SealInput[], epoch: number, fromSeq = this.#sealedTo + 1): Contribution[] {
    const own = new Set(inputs.map(({ seq }) => `${epoch}-${seq}`));
    const counting = new Map<string, SealedWeighing>();
    for (const { takesBack } of inputs) {
      if (takesBack === undefined || own.has(takesBack) || (fromSeq > this.#sealedTo && this.#takenBack.has(takesBack)))
        continue;
      const [ofEpoch = 0, seq = 0] = takesBack.split('-').map(Number);
      const body = this.#ports.read(ofEpoch, seq);
      const weighed = body === undefined ? undefined : sealInput(seq, body.type, body.payload, ofEpoch).weighed;
      if (weighed !== undefined) counting.set(takesBack, weighed);
    }
    return contributions(inputs, counting, epoch);
  }

  #withCloud(one: Sealed): SealedShift {
    const parsed = pulledSealSchema.safeParse(this.#ports.cloudSeals().get(one.operation));
    const { segments: _segments, ...seal } = one.seal;
    const { operation, wallMs, actor, signatures } = one;
    if (!parsed.success)
      return { operation, wallMs, actor, seal, state: 'waiting', differences: [], signatures: [...signatures] };
    const { state, cloud, differences } = parsed.data;
    return {
      operation,
      wallMs,
      actor,
      seal,
      state,
      cloud,
      differences: differences.slice(0, 2_000),
      signatures: [...signatures],
    };
  }
}
