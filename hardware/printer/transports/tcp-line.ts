import { connect } from 'node:net';
import type { Clock } from '../../supervisor/clock.ts';
import type { LineConnection, PrinterLine } from './printer-line.ts';

/**
 * Port 9100. The callback of `write` means that the kernel has the bytes, no more: a reset can be reported after everything was
 * "written". An orderly end by the printer after ours is the only thing TCP itself can tell.
 */
export function tcpLine(
  target: { readonly host: string; readonly port: number },
  clock: Clock,
  connectMs: number,
): PrinterLine {
  return {
    name: `${target.host}:${target.port}`,
    open: (handlers) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host: target.host, port: target.port, noDelay: true });
        let state: 'opening' | 'open' | 'ended' = 'opening';
        let reason = 'the printer closed the connection';
        let orderly: ((ok: boolean) => void) | undefined;
        const cancel = clock.after(connectMs, () => socket.destroy(new Error(`no connection within ${connectMs} ms`)));
        socket.on('error', (error) => (reason = error.message));
        socket.on('close', (hadError) => {
          cancel();
          const before = state;
          state = 'ended';
          if (before === 'opening') reject(new Error(reason));
          else if (before === 'open') {
            orderly?.(!hadError);
            handlers.lost(reason);
          }
        });
        socket.on('data', (bytes) => {
          if (state === 'open') handlers.data(bytes);
        });
        socket.on('connect', () => {
          cancel();
          state = 'open';
          const connection: LineConnection = {
            write: (bytes) =>
              new Promise((done, failed) => {
                if (state !== 'open') {
                  failed(new Error(reason));
                  return;
                }
                socket.write(bytes, (error) => (error ? failed(error) : done()));
              }),
            finish: (waitMs) =>
              new Promise((done) => {
                if (state !== 'open') {
                  done(false);
                  return;
                }
                const giveUp = clock.after(waitMs, () => orderly?.(false));
                orderly = (ok) => {
                  orderly = undefined;
                  giveUp();
                  done(ok);
                };
                socket.end();
              }),
            close: (discard) => {
              state = 'ended';
              if (discard) socket.resetAndDestroy();
              // end() sends what is left first; whatever still comes in is read, or the kernel would answer it with a reset.
              else {
                socket.end();
                clock.after(connectMs, () => socket.destroy());
              }
            },
          };
          resolve(connection);
        });
      }),
  };
}
