import type { OperationPayload, OperationType } from '../parcel/operations.ts';
import type { OpenReturn } from './returns-bench-state.ts';
import type { TakenUnit } from './rma.ts';

interface Piece {
  readonly job: string;
  readonly graded: OperationPayload<'returnGraded'>;
  readonly scannedBack: boolean;
  readonly putAway: boolean;
}

/** What the returns bench asks of the past, folded out of operations: what of a return is taken in, and what still waits for its bin. */
export class ReturnFold {
  readonly #byJob = new Map<string, Piece>();
  readonly #byRma = new Map<string, Set<string>>();
  readonly #byPlate = new Map<string, string>();
  readonly #closed = new Set<string>();

  apply<T extends OperationType>(type: T, payload: OperationPayload<T>, job: string): void {
    const said = { type, payload } as {
      [K in OperationType]: { type: K; payload: OperationPayload<K> };
    }[OperationType];
    if (said.type === 'returnGraded') this.#take(said.payload, job);
    if (said.type === 'labelConfirmed' && said.payload.by === 'scan-back')
      this.#mark(said.payload.job, { scannedBack: true });
    // Another sticker comes out: that one is not on the piece yet.
    if (said.type === 'labelReprintRequested') this.#mark(said.payload.job, { scannedBack: false });
    if (said.type === 'returnPutAway') this.#mark(said.payload.graded, { putAway: true });
    if (said.type === 'returnVoided') this.#forget(said.payload.voids);
    if (said.type === 'returnClosed') this.#closed.add(said.payload.rma);
  }

  findTaken(rma: string): readonly TakenUnit[] {
    return this.#pieces(rma).map(({ graded: { unit = 1, sku, serial } }) => ({ unit, sku, serial }));
  }

  /** By the number on its plate or the serial of its label. */
  findOpenReturn(code: string): OpenReturn | undefined {
    const piece = this.#byJob.get(this.#byPlate.get(code) ?? code);
    return piece === undefined || piece.putAway || piece.graded.condition === 'empty-box'
      ? undefined
      : { job: piece.job, payload: piece.graded, scannedBack: piece.scannedBack };
  }

  isClosed(rma: string): boolean {
    return this.#closed.has(rma);
  }

  /** Graded and in no bin yet, oldest first. */
  waiting(): readonly OpenReturn[] {
    return [...this.#byJob.keys()].flatMap((job) => this.findOpenReturn(job) ?? []);
  }

  #take(graded: OperationPayload<'returnGraded'>, job: string): void {
    const { rma, plate, practice } = graded;
    if (practice === true || this.#byJob.has(job)) return;
    this.#byJob.set(job, { job, graded, scannedBack: false, putAway: false });
    this.#byRma.set(rma, (this.#byRma.get(rma) ?? new Set<string>()).add(job));
    if (plate !== undefined) this.#byPlate.set(plate, job);
  }

  #mark(job: string, mark: Partial<Piece>): void {
    const piece = this.#byJob.get(job);
    if (piece !== undefined) this.#byJob.set(job, { ...piece, ...mark });
  }

  #forget(job: string): void {
    const piece = this.#byJob.get(job);
    if (piece === undefined) return;
    this.#byJob.delete(job);
    this.#byRma.get(piece.graded.rma)?.delete(job);
    const { plate } = piece.graded;
    if (plate !== undefined && this.#byPlate.get(plate) === job) this.#byPlate.delete(plate);
  }

  #pieces(rma: string): Piece[] {
    return [...(this.#byRma.get(rma) ?? [])].flatMap((job) => this.#byJob.get(job) ?? []);
  }
}
