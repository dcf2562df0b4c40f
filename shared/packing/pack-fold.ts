import { massToMilligrams } from '../measure/mass.ts';
import type { OperationPayload, OperationType } from '../parcel/operations.ts';
import { contentKey, REMEMBER } from './expected-weight.ts';
import type { AsideReason } from './aside-reasons.ts';
import type { PackedParcel } from './pack-bench-state.ts';

interface Parcel extends PackedParcel {
  readonly tracking: string | undefined;
  readonly content: string;
  /** What it weighed, when the weight was believed. */
  readonly milligrams: number | undefined;
}

/**
 * What the pack bench asks of the past, folded out of operations: which parcels of an order count, which parcel carries a label, and
 * what identical parcels weighed. An operation that comes twice changes nothing.
 */
export class PackFold {
  readonly #byOrder = new Map<string, Parcel[]>();
  /** Label serial, tracking number → the parcel, by its own serial. */
  readonly #byCode = new Map<string, string>();
  readonly #byJob = new Map<string, Parcel>();
  /** Orders set aside and not taken up. */
  readonly #aside = new Map<string, { readonly job: string; readonly why: AsideReason }>();
  readonly #weights = new Map<string, { readonly job: string; readonly milligrams: number }[]>();

  apply<T extends OperationType>(type: T, payload: OperationPayload<T>, job: string): void {
    const said = { type, payload } as {
      [K in OperationType]: { type: K; payload: OperationPayload<K> };
    }[OperationType];
    if (said.type === 'orderPacked' && !this.#byJob.has(job) && !said.payload.practice) this.#add(said.payload, job);
    if (said.type === 'orderSetAside' && !said.payload.practice)
      this.#aside.set(said.payload.order, { job, why: said.payload.why });
    if (said.type === 'orderTakenUp' || said.type === 'orderPacked') this.#aside.delete(said.payload.order);
    if (said.type === 'parcelLabelled') this.#label(said.payload, job);
    if (said.type === 'orderPackingVoided') this.#remove(said.payload.voids);
    if (said.type === 'parcelStopped') this.#remove(said.payload.packed);
  }

  /** Parcels of an order that count, oldest first. */
  findPacked(order: string): readonly PackedParcel[] {
    return this.#byOrder.get(order) ?? [];
  }

  findAside(order: string): { readonly job: string; readonly why: AsideReason } | undefined {
    return this.#aside.get(order);
  }
  /** By the serial of one of its labels or the carrier's number. */
  findParcel(code: string): PackedParcel | undefined {
    return this.#byJob.get(this.#byCode.get(code.toUpperCase()) ?? '');
  }

  /** Newest first, in milligrams. */
  historyOf(content: string): readonly number[] {
    return (this.#weights.get(content) ?? []).map(({ milligrams }) => milligrams);
  }

  #add(packed: OperationPayload<'orderPacked'>, job: string): void {
    const { order, owner, parcel, last, units, moves, label, waits, gross, weight, lead, box, addressVersion } = packed;
    const believed = gross !== undefined && (weight.verdict !== 'off' || lead !== undefined);
    const tracking = label.kind === 'carrier' ? label.tracking : undefined;
    const content = contentKey(owner, box, units);
    const milligrams = believed ? massToMilligrams(gross) : undefined;
    const added: Parcel = {
      ...{ order, parcel, last, job, units, moves, addressVersion, tracking, content, milligrams },
      waits: waits !== undefined,
    };
    this.#byJob.set(job, added);
    this.#byOrder.set(order, [...(this.#byOrder.get(order) ?? []), added]);
    this.#byCode.set(job, job);
    if (tracking !== undefined) this.#byCode.set(tracking.toUpperCase(), job);
    if (milligrams !== undefined)
      this.#weights.set(content, [{ job, milligrams }, ...(this.#weights.get(content) ?? [])].slice(0, REMEMBER));
  }

  #label({ packed, label, addressVersion }: OperationPayload<'parcelLabelled'>, job: string): void {
    const parcel = this.#byJob.get(packed);
    if (parcel === undefined || label.kind !== 'carrier') return;
    const { tracking } = label;
    this.#replace({ ...parcel, waits: false, tracking, addressVersion });
    this.#byCode.set(job, parcel.job).set(tracking.toUpperCase(), parcel.job);
  }

  #replace(parcel: Parcel): void {
    this.#byJob.set(parcel.job, parcel);
    const all = this.#byOrder.get(parcel.order) ?? [];
    this.#byOrder.set(
      parcel.order,
      all.map((one) => (one.job === parcel.job ? parcel : one)),
    );
  }

  /** Taken apart or stopped: it is no parcel of its order any more, and its weight taught nothing. */
  #remove(job: string): void {
    const parcel = this.#byJob.get(job);
    if (parcel === undefined) return;
    this.#byJob.delete(job);
    const rest = (this.#byOrder.get(parcel.order) ?? []).filter((one) => one.job !== job);
    this.#byOrder.set(parcel.order, rest);
    const weights = this.#weights.get(parcel.content)?.filter((one) => one.job !== job);
    if (weights !== undefined) this.#weights.set(parcel.content, weights);
  }
}
