import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import type { Clock } from '../../supervisor/clock.ts';
import type { Question } from '../status/status-question.ts';
import type { LineSession } from './line-session.ts';
import type { PrintLimits } from './print-channel.ts';

/** Waits until the printer has nothing left to do. undefined: it has; else why nobody knows (`session.lost` when the line is gone). */
export async function untilIdle(
  session: LineSession,
  question: Question<PrinterCondition>,
  { clock, limits }: { readonly clock: Clock; readonly limits: PrintLimits },
  onCondition: (condition: PrinterCondition | undefined) => void,
): Promise<string | undefined> {
  const started = clock.monoMs();
  let heardMs = started;
  let idle = 0;
  for (;;) {
    const condition = await session.ask(question, limits.answerMs);
    const now = clock.monoMs();
    if (session.lost !== undefined) return session.lost;
    onCondition(condition);
    if (condition !== undefined) {
      heardMs = now;
      idle = condition.troubles.length === 0 && condition.busy !== true ? idle + 1 : 0;
      // After a question without an answer the first answer may be an old one.
      if (idle > (session.late ? 1 : 0)) return undefined;
    }
    if (now - heardMs >= limits.silentMs) return 'the printer no longer answers';
    if (now - started >= limits.troubleMs) return 'the printer has been in trouble too long';
    await new Promise<void>((resolve) => clock.after(limits.pollMs, resolve));
  }
}
