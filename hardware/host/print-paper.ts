import type { SendOutcome } from '../../shared/devices/print-job.ts';
import type { PaperPrinter } from '../../shared/settings/paper-printer.ts';
import { CupsPrinter } from '../printer/transports/ipp/cups-printer.ts';
import { printLimits, type PrintLimits } from '../printer/transports/print-channel.ts';
import { tcpLine } from '../printer/transports/tcp-line.ts';
import type { Clock } from '../supervisor/clock.ts';

/** A page printer takes its time to warm up. */
const paperLimits: PrintLimits = { ...printLimits, silentMs: 60_000, finishMs: 15_000 };
const nobodyListens = { onCondition: () => undefined, onWatched: () => undefined };

/** One PDF to the printer of papers. `failed` promises that nothing came out; "sent" is not "printed" here either. Never rejects. */
export async function printPaper(
  target: PaperPrinter,
  paper: { readonly name: string; readonly file: Uint8Array },
  clock: Clock,
): Promise<SendOutcome> {
  if (target.type === 'cups') {
    const options = { clock, limits: paperLimits, events: nobodyListens, format: 'application/pdf' };
    const channel = new CupsPrinter(target, new Uint8Array(0), options);
    const outcome = await channel.print(paper.name, paper.file, () => undefined);
    channel.stop();
    return outcome;
  }
  const firstByteMonoMs = clock.monoMs();
  let connection;
  try {
    const handlers = { data: () => undefined, lost: () => undefined };
    connection = await tcpLine(target, clock, paperLimits.connectMs).open(handlers);
  } catch (error) {
    return { outcome: 'failed', code: 'PRINTER_LOST', detail: words(error) };
  }
  try {
    await connection.write(paper.file);
    if (await connection.finish(paperLimits.finishMs))
      return { outcome: 'sent', bytes: paper.file.length, firstByteMonoMs };
    return { outcome: 'unknown', code: 'PRINTER_SILENT', detail: 'the printer did not end the connection' };
  } catch (error) {
    return { outcome: 'unknown', code: 'PRINTER_LOST_MIDWAY', detail: words(error) };
  } finally {
    connection.close(false);
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200);
