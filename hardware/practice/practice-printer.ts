import { createServer, type Server, type Socket } from 'node:net';
import type { PracticeAct } from '../../shared/ipc/contract.ts';

/** A label larger than this is thrown away: nobody prints it. */
const MAX_JOB_BYTES = 1_000_000;

/** A real TCP printer on the loopback that prints nothing: answers ~HS and can be offline, out of paper, or lose the connection. */
export class PracticePrinter {
  #server: Server | undefined;
  #trouble: Extract<PracticeAct, { act: 'printer-trouble' }>['trouble'] = 'none';
  readonly #sockets = new Set<Socket>();

  async start(): Promise<number> {
    const server = createServer((socket) => this.#serve(socket));
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    const address = server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the practice printer has no port');
    return address.port;
  }

  stop(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server?.close();
  }

  act(act: PracticeAct): void {
    if (act.act === 'printer-trouble') this.#trouble = act.trouble;
  }

  #serve(socket: Socket): void {
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.#sockets.delete(socket));
    if (this.#trouble === 'offline') {
      socket.resetAndDestroy();
      return;
    }
    let text = '';
    socket.on('data', (chunk) => {
      text = (text + chunk.toString('latin1')).slice(-MAX_JOB_BYTES);
      if (this.#trouble === 'reset-mid-job' && text.includes('^XA')) {
        this.#trouble = 'none';
        socket.resetAndDestroy();
        return;
      }
      if (!text.includes('~HS')) return;
      text = '';
      const paper = this.#trouble === 'paper-out' ? 1 : 0;
      socket.write(
        `\x02030,${paper},${paper},1218,000,0,0,0,000,0,0,0\x03\r\n\x02001,0,0,0,0,2,4,0,00000000,1,000\x03\r\n\x021234,0\x03\r\n`,
      );
    });
  }
}
