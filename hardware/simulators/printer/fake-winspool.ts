import type { Winspool } from '../../printer/transports/winspool/winspool.ts';

/** JOB_STATUS_* of winspool.h. */
export const jobStatus = {
  paused: 0x1,
  error: 0x2,
  deleting: 0x4,
  spooling: 0x8,
  printing: 0x10,
  printed: 0x80,
} as const;

export interface FakeJob {
  readonly id: number;
  readonly document: string;
  readonly dataType: 'RAW' | 'XPS_PASS';
  readonly bytes: number[];
  ended: boolean;
  aborted: boolean;
  canceled: boolean;
  /** JOB_INFO_1.Status; undefined: forgotten. */
  status: number | undefined;
}

/**
 * A Windows spooler in memory, as its manual has it: handles must be open, a document has its pages, a job is spooled, printed and
 * forgotten. What the printer does with a job is the test's to say.
 */
export class FakeWinspool implements Winspool {
  readonly jobs: FakeJob[] = [];
  readonly #queues: ReadonlyMap<string, { readonly xps: boolean }>;
  readonly #handles = new Map<bigint, { readonly name: string; job: FakeJob | undefined; page: boolean }>();
  #next = 1;
  /** PRINTER_INFO_2 of every queue. */
  status = 0;
  attributes = 0;
  /** At most so many bytes in one WritePrinter. */
  takes = Number.MAX_SAFE_INTEGER;
  /** Win32 error of the next call of that name. */
  readonly fails = new Map<keyof Winspool, number>();

  constructor(queues: ReadonlyMap<string, { readonly xps: boolean }>) {
    this.#queues = queues;
  }

  get openHandles(): number {
    return this.#handles.size;
  }

  list(): readonly string[] {
    return [...this.#queues.keys()];
  }

  openPrinter(name: string): bigint {
    this.#mayFail('openPrinter');
    if (!this.#queues.has(name)) throw new Error('OpenPrinter: Windows error 1801');
    const handle = BigInt(this.#next++);
    this.#handles.set(handle, { name, job: undefined, page: false });
    return handle;
  }

  closePrinter(handle: bigint): void {
    this.#open(handle);
    this.#handles.delete(handle);
  }

  printerState(handle: bigint): { readonly status: number; readonly attributes: number } {
    this.#open(handle);
    this.#mayFail('printerState');
    return { status: this.status, attributes: this.attributes };
  }

  driverAttributes(handle: bigint): number {
    return this.#queues.get(this.#open(handle).name)?.xps === true ? 0x2 : 0;
  }

  startDoc(handle: bigint, document: string, dataType: 'RAW' | 'XPS_PASS'): number {
    const at = this.#open(handle);
    this.#mayFail('startDoc');
    const job: FakeJob = {
      id: this.#next++,
      document,
      dataType,
      bytes: [],
      ended: false,
      aborted: false,
      canceled: false,
      status: jobStatus.spooling,
    };
    this.jobs.push(job);
    at.job = job;
    return job.id;
  }

  startPage(handle: bigint): void {
    this.#open(handle).page = true;
  }

  write(handle: bigint, bytes: Uint8Array): number {
    const { job, page } = this.#open(handle);
    this.#mayFail('write');
    if (job === undefined || !page) throw new Error('WritePrinter: Windows error 3003');
    const taken = bytes.subarray(0, this.takes);
    // RAW to an XPS driver: taken, and nothing comes of it (Microsoft KB 2779300).
    if (job.dataType === 'XPS_PASS' || this.driverAttributes(handle) === 0) job.bytes.push(...taken);
    return taken.length;
  }

  endPage(handle: bigint): void {
    this.#open(handle).page = false;
  }

  endDoc(handle: bigint): void {
    const at = this.#open(handle);
    this.#mayFail('endDoc');
    if (at.job === undefined || at.page) throw new Error('EndDocPrinter: Windows error 3003');
    at.job.ended = true;
    at.job.status = (at.job.status ?? 0) & ~jobStatus.spooling;
    at.job = undefined;
  }

  abort(handle: bigint): void {
    const at = this.#open(handle);
    if (at.job !== undefined) [at.job.aborted, at.job.status] = [true, undefined];
    at.job = undefined;
  }

  jobStatus(handle: bigint, job: number): number | undefined {
    this.#open(handle);
    this.#mayFail('jobStatus');
    return this.jobs.find(({ id }) => id === job)?.status;
  }

  cancelJob(handle: bigint, job: number): void {
    this.#open(handle);
    this.#mayFail('cancelJob');
    const found = this.jobs.find(({ id }) => id === job);
    if (found !== undefined) [found.canceled, found.status] = [true, undefined];
  }

  #open(handle: bigint): { readonly name: string; job: FakeJob | undefined; page: boolean } {
    const found = this.#handles.get(handle);
    if (found === undefined) throw new Error('Windows error 6: the handle is invalid');
    return found;
  }

  #mayFail(call: keyof Winspool): void {
    const error = this.fails.get(call);
    this.fails.delete(call);
    if (error !== undefined) throw new Error(`${call}: Windows error ${error}`);
  }
}
