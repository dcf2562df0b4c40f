import { createServer, type Server, type Socket } from 'node:net';

export type PrinterFault = 'none' | 'reset-mid-job' | 'stall' | 'refuse';

/** A ZPL printer on the loopback: keeps every label it received whole, answers ~HS, and can misbehave. */
export class TcpPrinter {
  readonly labels: string[] = [];
  /** Arrival of the first byte of each job, wall clock ms. */
  readonly firstByteAtMs: number[] = [];
  fault: PrinterFault = 'none';
  /** Says what it is asked; one that does not is like most cheap printers. */
  answers = true;
  port = 0;
  #server: Server | undefined;
  readonly #sockets = new Set<Socket>();

  async listen(port = 0): Promise<void> {
    const server = createServer((socket) => this.#serve(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : port;
  }

  /** Power off: every connection is reset and nobody answers any more. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.resetAndDestroy();
    await new Promise<void>((resolve) =>
      this.#server === undefined ? resolve() : this.#server.close(() => resolve()),
    );
    this.#server = undefined;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    let text = '';
    let started = false;
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('close', () => this.#sockets.delete(socket));
    if (this.fault === 'refuse') {
      socket.resetAndDestroy();
      return;
    }
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!started && text.includes('^XA')) {
        started = true;
        this.firstByteAtMs.push(Date.now());
      }
      if (this.fault === 'stall') return;
      if (this.fault === 'reset-mid-job' && text.includes('^XA')) {
        this.fault = 'none';
        socket.resetAndDestroy();
        return;
      }
      for (;;) {
        const end = text.indexOf('^XZ');
        const status = text.indexOf('~HS');
        if (status !== -1 && (end === -1 || status < end)) {
          text = text.slice(0, status) + text.slice(status + 3);
          if (!this.answers) continue;
          socket.write(
            '\x02030,0,0,1218,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n',
          );
          continue;
        }
        if (end === -1) break;
        const begin = text.indexOf('^XA');
        this.labels.push(text.slice(begin === -1 ? 0 : begin, end + 3));
        text = text.slice(end + 3);
        started = false;
      }
    });
  }
}
