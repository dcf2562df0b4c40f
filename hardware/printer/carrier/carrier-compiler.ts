import { Worker } from 'node:worker_threads';
import type { ErrorCode } from '../../../shared/errors/catalog.ts';
import type { Clock } from '../../supervisor/clock.ts';
import type { CompileProfile } from '../compile-label.ts';
import { LabelCompileError } from '../label-compile-error.ts';
import type { CarrierLabel } from './compile-carrier-label.ts';

/** Draws, reads and compares a foreign label (compile-carrier-label.ts). Rejects with LabelCompileError. */
export type CompileCarrier = (
  file: Uint8Array,
  tracking: string,
  profile: CompileProfile,
  practice: boolean,
) => Promise<CarrierLabel>;

export interface CarrierTask {
  readonly id: number;
  readonly file: Uint8Array;
  readonly tracking: string;
  readonly profile: CompileProfile;
  readonly practice: boolean;
}
export type CarrierAnswer =
  | { readonly id: number; readonly label: CarrierLabel }
  | { readonly id: number; readonly code: ErrorCode; readonly detail: string };

/** The first one loads three renderers, 20 MB of them. A document that takes longer is made to hang. */
const LIMIT_MS = 15_000;

/**
 * The same in a thread of its own, started by the first such label. A document that hangs or crashes the thread is refused with words, and the
 * next one gets a new thread.
 */
export function carrierInWorker(script: string, wasmDirectory: string, clock: Clock): CompileCarrier {
  let worker: Worker | undefined;
  let last = 0;
  const open = new Map<number, { done: (label: CarrierLabel) => void; refused: (error: Error) => void }>();
  const abandon = (why: string): void => {
    const former = worker;
    worker = undefined;
    for (const { refused } of open.values())
      refused(new LabelCompileError('LABEL_DATA_REFUSED', `the document could not be drawn: ${why}`));
    open.clear();
    void former?.terminate();
  };
  const started = (): Worker => {
    const fresh = new Worker(script, {
      workerData: { wasmDirectory },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    fresh.unref();
    const mine = (why: string): void => {
      if (worker === fresh) abandon(why);
    };
    fresh.on('error', (error) => mine(error.message));
    fresh.on('exit', (code) => mine(`its thread ended with ${code}`));
    fresh.on('message', (answer: CarrierAnswer) => {
      const waiting = open.get(answer.id);
      open.delete(answer.id);
      if ('label' in answer) waiting?.done(answer.label);
      else waiting?.refused(new LabelCompileError(answer.code, answer.detail));
    });
    return fresh;
  };
  return (file, tracking, profile, practice) =>
    new Promise((resolve, reject) => {
      last += 1;
      const id = last;
      const cancel = clock.after(LIMIT_MS, () => {
        if (open.has(id)) abandon(`it took longer than ${LIMIT_MS / 1_000} s`);
      });
      open.set(id, {
        done: (label) => (cancel(), resolve(label)),
        refused: (error) => (cancel(), reject(error)),
      });
      worker ??= started();
      worker.postMessage({ id, file, tracking, profile, practice } satisfies CarrierTask);
    });
}
