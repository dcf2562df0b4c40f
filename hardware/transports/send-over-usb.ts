import { constants, open, type FileHandle } from 'node:fs/promises';
import type { SendOutcome } from '../../shared/devices/print-job.ts';
import type { Clock } from '../supervisor/clock.ts';
import { nodeIdentity } from './device-node.ts';

const CHUNK_BYTES = 4_096;
const WAIT_MS = 10;
/** A printer that takes no byte for this long is stuck (no paper, head open); what it has taken may print. */
const STALL_MS = 15_000;

/**
 * One label to a USB printer at `/dev/usb/lpN` (Linux usblp). The driver blocks for ever on a printer that does not read, and ends an unplug as
 * a *short write* without an error: so nothing is written blocking, every count is checked, and the node must be the same one at the end.
 * `sent`: the driver took every byte and the printer was there afterwards; `failed`: no byte left; else `unknown`.
 */
export async function sendOverUsb(
  path: string,
  bytes: Uint8Array,
  options: { readonly clock: Clock; readonly onFirstByte: () => void; readonly stallMs?: number },
): Promise<SendOutcome> {
  const { clock, stallMs = STALL_MS } = options;
  const before = nodeIdentity(path);
  let done = 0;
  let firstByteMonoMs = 0;
  const trouble = (detail: string): SendOutcome =>
    done === 0
      ? { outcome: 'failed', code: 'PRINTER_LOST', detail }
      : { outcome: 'unknown', code: 'LABEL_UNKNOWN', detail: `${done} of ${bytes.length} bytes: ${detail}` };
  let printer: FileHandle;
  try {
    printer = await open(path, constants.O_WRONLY | constants.O_NONBLOCK);
  } catch (error) {
    return trouble(reasonOf(error));
  }
  try {
    let lastMs = clock.monoMs();
    while (done < bytes.length) {
      const written = await write(printer, bytes.subarray(done, done + CHUNK_BYTES));
      if (typeof written === 'string') return trouble(written);
      if (nodeIdentity(path) !== before) return trouble('the printer was unplugged');
      if (written > 0) {
        if (done === 0) {
          firstByteMonoMs = clock.monoMs();
          options.onFirstByte();
        }
        done += written;
        lastMs = clock.monoMs();
      } else {
        if (clock.monoMs() - lastMs > stallMs) return trouble(`no byte taken for ${stallMs} ms`);
        await new Promise<void>((resolve) => clock.after(WAIT_MS, resolve));
      }
    }
    return { outcome: 'sent', bytes: bytes.length, firstByteMonoMs };
  } finally {
    await printer.close().catch(() => undefined);
  }
}

/** Bytes taken, 0 when the printer is busy, or why it failed. */
async function write(printer: FileHandle, chunk: Uint8Array): Promise<number | string> {
  try {
    return (await printer.write(chunk)).bytesWritten;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : reasonOf(error);
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 160);
