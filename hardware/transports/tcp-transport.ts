import { connect, type Socket } from 'node:net';
import type { Connection, Transport } from './transport.ts';

const CONNECT_TIMEOUT_MS = 3_000;
/** A device whose cable was pulled sends nothing and closes nothing; keep-alive finds out. */
const KEEP_ALIVE_MS = 5_000;
/** A network device that is off is asked this often. */
const LOOK_MS = 1_000;
const MAX_UNSENT_BYTES = 4_096;

/** A device behind a serial server or with a socket of its own. */
export function tcpTransport(host: string, port: number): Transport {
  return {
    name: `${host}:${port}`,
    lookEveryMs: LOOK_MS,
    // Whether it is there only a connection tells.
    present: () => Promise.resolve(true),
    open: (handlers) =>
      new Promise<Connection>((resolve, reject) => {
        const socket: Socket = connect({ host, port });
        let state: 'opening' | 'open' | 'ended' = 'opening';
        const timer = setTimeout(
          () => socket.destroy(new Error(`no answer within ${CONNECT_TIMEOUT_MS} ms`)),
          CONNECT_TIMEOUT_MS,
        );
        const ended = (reason: string): void => {
          clearTimeout(timer);
          const former = state;
          state = 'ended';
          socket.destroy();
          if (former === 'opening') reject(new Error(reason));
          if (former === 'open') handlers.lost(reason);
        };
        socket.on('error', (error) => ended(error.message));
        socket.on('close', () => ended('closed'));
        socket.on('end', () => ended('closed by the device'));
        socket.on('data', (bytes) => {
          if (state === 'open') handlers.data(bytes);
        });
        socket.on('connect', () => {
          clearTimeout(timer);
          state = 'open';
          socket.setNoDelay(true);
          socket.setKeepAlive(true, KEEP_ALIVE_MS);
          resolve({
            write(bytes) {
              if (state !== 'open' || socket.writableLength + bytes.length > MAX_UNSENT_BYTES) return false;
              socket.write(bytes);
              return true;
            },
            close() {
              state = 'ended';
              socket.destroy();
              return Promise.resolve();
            },
          });
        });
      }),
  };
}
