import { connect, createServer, type Socket } from 'node:net';
import type { SerialLine } from '../../shared/settings/settings.ts';
import { serialTransport } from '../transports/serial-transport.ts';
import { Misuse } from './misuse.ts';

/** One end of a line to a device or to a program that thinks we are one. */
export interface DeviceLine {
  readonly name: string;
  write(bytes: Uint8Array): void;
  close(): Promise<void>;
}

export interface LineHandlers {
  data(bytes: Uint8Array): void;
  lost(reason: string): void;
  /** Listening lines only: a program has connected. */
  joined?(): void;
}

/** A serial port, an adapter or a pty by its path. Rejects when it cannot be opened. */
export async function openSerialLine(path: string, line: SerialLine, handlers: LineHandlers): Promise<DeviceLine> {
  const connection = await serialTransport({ type: 'serial', path, line }).open(handlers);
  return { name: path, write: (bytes) => void connection.write(bytes), close: () => connection.close() };
}

/** A serial server ("host:port"). */
export function openTcpLine(address: string, handlers: LineHandlers): Promise<DeviceLine> {
  const match = /^(.+):(\d{1,5})$/.exec(address);
  if (match === null) throw new Misuse(`--tcp ${address}: write it as host:port`);
  const socket = connect({ host: match[1] ?? '', port: Number(match[2]) });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.on('data', (bytes) => handlers.data(bytes));
      socket.on('error', (error) => handlers.lost(error.message));
      socket.on('close', () => handlers.lost('closed'));
      resolve({
        name: address,
        write: (bytes) => void socket.write(bytes),
        close: async () => void socket.destroy(),
      });
    });
  });
}

/** Programs that may listen to one simulator at once. */
const MAX_CLIENTS = 8;

/** A simulated serial server on 127.0.0.1: bytes go to every client. `unplug` throws them all off. */
export async function listenLine(
  portText: string | undefined,
  handlers: LineHandlers,
): Promise<DeviceLine & { readonly port: number; unplug(): void }> {
  const port = Number(portText);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Misuse('--listen is a port number, 0 for any free one');
  const clients = new Set<Socket>();
  const server = createServer((socket) => {
    if (clients.size >= MAX_CLIENTS) {
      socket.destroy();
      return;
    }
    clients.add(socket);
    handlers.joined?.();
    socket.on('data', (bytes) => handlers.data(bytes));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => clients.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  const bound = typeof address === 'object' && address !== null ? address.port : port;
  const unplug = (): void => clients.forEach((socket) => socket.destroySoon());
  return {
    name: `127.0.0.1:${bound}`,
    port: bound,
    unplug,
    write: (bytes) => clients.forEach((socket) => socket.write(bytes)),
    close: async () => {
      unplug();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
