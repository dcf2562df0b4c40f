import { existsSync } from 'node:fs';
import { constants, open, type FileHandle } from 'node:fs/promises';
import type { Clock } from '../../supervisor/clock.ts';
import type { LineConnection, PrinterLine } from './printer-line.ts';

const READ_BYTES = 512;
const READ_EVERY_MS = 15;
const FULL_WAIT_MS = 5;

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';

/**
 * Linux printer nodes, /dev/usb/lp0. Opened without blocking: a printer that does not read would hold a thread of the process for ever,
 * and the reads of one that says nothing too. usblp ends a write short when the printer is unplugged and tells nothing until the next
 * one (seen on a real kernel), so every count is looked at. Being taken by the printer's USB endpoint is all that a write proves.
 */
export function usbLpLine(path: string, clock: Clock): PrinterLine {
  return {
    name: path,
    async open(handlers) {
      let file: FileHandle | undefined = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
      const pause = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve));
      const release = (): void => {
        const mine = file;
        file = undefined;
        mine?.close().catch(() => undefined);
      };
      const lost = (reason: string): void => {
        if (file === undefined) return;
        release();
        handlers.lost(reason);
      };
      const listen = async (): Promise<void> => {
        const buffer = Buffer.alloc(READ_BYTES);
        while (file !== undefined) {
          try {
            const { bytesRead } = await file.read(buffer, 0, READ_BYTES, null);
            if (bytesRead > 0) handlers.data(Uint8Array.from(buffer.subarray(0, bytesRead)));
            else await pause(READ_EVERY_MS);
          } catch (error) {
            if (codeOf(error) !== 'EAGAIN') {
              // Some printers have no way back: then nothing is ever heard, and writes tell when it is gone.
              if (!existsSync(path) || codeOf(error) === 'ENODEV') lost(codeOf(error));
              return;
            }
            await pause(READ_EVERY_MS);
          }
          if (!existsSync(path)) lost('the printer is no longer plugged in');
        }
      };
      void listen();
      const connection: LineConnection = {
        async write(bytes) {
          let at = 0;
          while (at < bytes.length) {
            if (file === undefined) throw new Error('the printer is no longer plugged in');
            try {
              const { bytesWritten } = await file.write(bytes, at, bytes.length - at, null);
              if (bytesWritten === 0) throw new Error('the printer takes no more bytes');
              at += bytesWritten;
            } catch (error) {
              if (codeOf(error) !== 'EAGAIN') {
                lost(codeOf(error));
                throw error;
              }
              await pause(FULL_WAIT_MS);
            }
          }
        },
        finish: () => Promise.resolve(file !== undefined && existsSync(path)),
        close: release,
      };
      return connection;
    },
  };
}
