import { connect } from 'node:net';
import type { SendOutcome } from '../../../shared/devices/print-job.ts';
import type { Clock } from '../../supervisor/clock.ts';
import { parseHostStatus, type ZplHostStatus } from '../languages/zpl-host-status.ts';

const CONNECT_TIMEOUT_MS = 3_000;
/** A printer that takes no byte for this long is stuck; what it has already taken may print. */
const WRITE_TIMEOUT_MS = 15_000;
const STATUS_TIMEOUT_MS = 1_500;

export interface TcpSendResult {
  readonly outcome: SendOutcome;
  readonly status?: ZplHostStatus;
}

/**
 * One label over one connection. What the callbacks mean: `write` done = the kernel has the bytes, no more. A reset can be
 * reported after everything was "written". So `sent` needs an orderly end, with ZPL also an answer to ~HS on the same connection
 * or silence without a reset; `failed` is said only when no byte was handed to the kernel; all else is `unknown`.
 */
export function sendOverTcp(
  target: { readonly host: string; readonly port: number },
  bytes: Uint8Array,
  options: { readonly clock: Clock; readonly askStatus: boolean; readonly onFirstByte: () => void },
): Promise<TcpSendResult> {
  const { clock } = options;
  return new Promise((resolve) => {
    let handedOver = false;
    let written = false;
    let firstByteMonoMs = 0;
    let answer = '';
    let done = false;
    const socket = connect({ host: target.host, port: target.port, noDelay: true });
    let cancel = clock.after(CONNECT_TIMEOUT_MS, () =>
      trouble('PRINTER_LOST', `no connection within ${CONNECT_TIMEOUT_MS} ms`),
    );
    const finish = (result: TcpSendResult): void => {
      if (done) return;
      done = true;
      cancel();
      socket.destroy();
      resolve(result);
    };
    const trouble = (code: string, detail: string): void =>
      finish({
        outcome: handedOver
          ? { outcome: 'unknown', code: 'LABEL_UNKNOWN', detail }
          : { outcome: 'failed', code, detail },
      });
    const sent = (status?: ZplHostStatus): void =>
      finish({
        outcome: { outcome: 'sent', bytes: bytes.length, firstByteMonoMs },
        ...(status === undefined ? {} : { status }),
      });
    socket.on('error', (error) => trouble('PRINTER_LOST', error.message));
    socket.on('close', () => trouble('PRINTER_LOST', 'the printer closed the connection'));
    socket.on('data', (chunk) => {
      answer = (answer + chunk.toString('latin1')).slice(-1_024);
      const status = parseHostStatus(answer);
      if (status !== undefined) sent(status);
    });
    // An orderly end after the whole job: the printer has read it. A reset says nothing of the kind.
    socket.on('end', () => written && sent());
    socket.on('connect', () => {
      cancel();
      cancel = clock.after(WRITE_TIMEOUT_MS, () =>
        trouble('PRINTER_LOST', `the printer took no byte for ${WRITE_TIMEOUT_MS} ms`),
      );
      handedOver = true;
      firstByteMonoMs = clock.monoMs();
      options.onFirstByte();
      socket.write(bytes, () => {
        written = true;
        cancel();
        if (!options.askStatus) {
          cancel = clock.after(STATUS_TIMEOUT_MS, () =>
            trouble('PRINTER_LOST', 'the printer did not end the connection'),
          );
          socket.removeAllListeners('close');
          socket.on('close', (hadError) => (hadError ? trouble('PRINTER_LOST', 'reset at the end') : sent()));
          socket.end();
          return;
        }
        // Many printers say nothing at all; silence without a reset is "sent", and never "fine".
        cancel = clock.after(STATUS_TIMEOUT_MS, () => sent());
        socket.write('~HS');
      });
    });
  });
}

/** Is somebody listening? Opens and closes; no byte. */
export function probeTcp(target: { readonly host: string; readonly port: number }, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: target.host, port: target.port });
    const end = (ok: boolean): void => {
      cancel();
      socket.destroy();
      resolve(ok);
    };
    const cancel = clock.after(CONNECT_TIMEOUT_MS, () => end(false));
    socket.on('error', () => end(false));
    socket.on('connect', () => end(true));
  });
}
