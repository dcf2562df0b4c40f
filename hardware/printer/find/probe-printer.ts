import { guessFromModel, type PrinterLanguage, type PrinterProbe } from '../../../shared/devices/printer-wizard.ts';
import type { Clock } from '../../supervisor/clock.ts';
import { statusQuestions, type Question } from '../status/status-question.ts';
import { LineSession } from '../transports/line-session.ts';
import type { PrinterLine } from '../transports/printer-line.ts';

/** Longer than a printer on 9600 baud takes for 80 bytes and the way back. */
const ANSWER_MS = 700;

/** "\x02ZT230-203dpi,V72.18.6Z,8,8176KB\x03": model, firmware, dots a millimetre (ZPL II guide, ~HI). */
const zplIdentity: Question<{ model: string; dots: number }> = {
  bytes: Buffer.from('~HI'),
  read: (answer) => {
    const [, model, dots] =
      /\x02([^,\x02\x03]{1,80}),[^,]*,(\d{1,2}),/.exec(Buffer.from(answer).toString('latin1')) ?? [];
    return model === undefined ? undefined : { model, dots: Number(dots) };
  },
};
/** "TTP-244 Plus\r": the model, nothing else (TSPL guide, ~!T). */
const tsplModel: Question<string> = {
  bytes: Buffer.from('~!T\r\n'),
  read: (answer) => /^([\x20-\x7e]{2,60})\r/.exec(Buffer.from(answer).toString('latin1'))?.[1]?.trim(),
};
const dpiOfDots: Readonly<Record<number, 203 | 300 | 600>> = { 8: 203, 12: 300, 24: 600 };
/**
 * Questions that leave no trace on paper in any other language, the most certain answer first: ZPL's is framed, ESC/POS's has fixed bits, TSPL's
 * and CPCL's are one byte.
 */
const order: readonly PrinterLanguage[] = ['zpl', 'escpos', 'tspl', 'epl', 'cpcl'];

/** Opens the line and asks in each language. Nothing is printed. A silent printer keeps what its model says. */
export async function probePrinter(line: PrinterLine, model: string | undefined, clock: Clock): Promise<PrinterProbe> {
  const known = model === undefined ? {} : { ...guessFromModel(model), model };
  let session: LineSession;
  try {
    session = await LineSession.open(line, clock);
  } catch (error) {
    return { present: false, answers: false, ...known, detail: words(error) };
  }
  try {
    for (const language of order) {
      const condition = await session.ask(statusQuestions[language].condition, ANSWER_MS);
      if (session.lost !== undefined) return { present: false, answers: false, ...known, detail: session.lost };
      if (condition === undefined) continue;
      if (language === 'zpl') {
        const identity = await session.ask(zplIdentity, ANSWER_MS);
        const dpi = dpiOfDots[identity?.dots ?? 0];
        return {
          present: true,
          answers: true,
          ...known,
          language,
          ...(identity === undefined ? {} : { model: identity.model.slice(0, 120) }),
          ...(dpi === undefined ? {} : { dpi }),
        };
      }
      const told = language === 'tspl' ? await session.ask(tsplModel, ANSWER_MS) : undefined;
      return {
        present: true,
        answers: true,
        ...known,
        ...(told === undefined ? {} : { ...guessFromModel(told), model: told }),
        language,
      };
    }
    return { present: true, answers: false, ...known };
  } finally {
    session.close(false);
  }
}

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 200);
