import { setTimeout as pause } from 'node:timers/promises';
import type { SimulatedPrinter } from '../../hardware/simulators/printer/simulated-printer.ts';

const kinds = [
  'reset mid-job',
  'connections dropped',
  'stall',
  'half an answer',
  'no answer',
  'paper out',
  'head open',
  'paused',
  'power cycle',
  'held by another client',
] as const;

/** One fault by chance, mended again when this resolves; counted under its name in `faults`. */
export async function breakPrinter(
  printer: SimulatedPrinter,
  random: () => number,
  faults: Record<string, number>,
): Promise<void> {
  const what = kinds[Math.floor(random() * kinds.length)] ?? 'paper out';
  faults[what] = (faults[what] ?? 0) + 1;
  const long = 20 + random() * 250;
  switch (what) {
    case 'reset mid-job':
      printer.resetAfterBytes = 1 + Math.floor(random() * 3_000);
      return;
    case 'connections dropped':
      printer.dropConnections();
      return;
    case 'half an answer':
      printer.halfAnswers = 1 + Math.floor(random() * 3);
      return;
    case 'no answer':
      printer.swallowedAnswers = 1 + Math.floor(random() * 3);
      return;
    case 'stall':
      printer.stalled = true;
      await pause(long * 3);
      break;
    case 'paper out':
      printer.paperOut = true;
      await pause(long);
      break;
    case 'head open':
      printer.headOpen = true;
      await pause(long);
      break;
    case 'paused':
      printer.paused = true;
      await pause(long);
      break;
    case 'power cycle':
      await printer.switchOff();
      await pause(long);
      await printer.switchOn();
      return;
    case 'held by another client':
      printer.heldByAnother = true;
      printer.dropConnections();
      await pause(long);
      printer.heldByAnother = false;
      return;
  }
  printer.mend();
}
