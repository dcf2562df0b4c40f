import { parentPort, workerData } from 'node:worker_threads';
import { LabelCompileError } from '../label-compile-error.ts';
import { compileCarrierLabel } from './compile-carrier-label.ts';
import type { CarrierAnswer, CarrierTask } from './carrier-compiler.ts';
import { useWasmFrom } from './wasm-file.ts';

/** Entry of the thread that draws and reads foreign documents: what they do to its memory and time touches no scale and no label of ours. */
const { wasmDirectory } = workerData as { readonly wasmDirectory: string };
useWasmFrom(wasmDirectory);
parentPort?.on('message', ({ id, file, tracking, profile, practice }: CarrierTask) => {
  compileCarrierLabel(file, tracking, profile, practice).then(
    (label) => parentPort?.postMessage({ id, label } satisfies CarrierAnswer),
    (error: unknown) =>
      parentPort?.postMessage({
        id,
        code: error instanceof LabelCompileError ? error.code : 'LABEL_FAILED',
        detail: error instanceof Error ? error.message : String(error),
      } satisfies CarrierAnswer),
  );
});
