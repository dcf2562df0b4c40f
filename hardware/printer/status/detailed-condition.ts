import type { PrinterCondition } from '../../../shared/devices/printer-condition.ts';
import type { Question } from './status-question.ts';

/** A printer that has kept silent so often does not know the question. */
const MAX_UNTOLD = 2;

/** Adds what a printer's short answer leaves out, as long as it knows the longer question. */
export class DetailedCondition {
  readonly #question: Question<PrinterCondition> | undefined;
  #untold = 0;

  constructor(question: Question<PrinterCondition> | undefined) {
    this.#question = question;
  }

  /** The short one itself where nothing more is told. */
  async whole(
    short: PrinterCondition,
    ask: (question: Question<PrinterCondition>) => Promise<PrinterCondition | undefined>,
  ): Promise<PrinterCondition> {
    if (this.#question === undefined || this.#untold >= MAX_UNTOLD) return short;
    const more = await ask(this.#question);
    this.#untold = more === undefined ? this.#untold + 1 : 0;
    if (more === undefined) return short;
    // A bit that nobody has explained is no reason to hold labels back.
    const troubles = [...short.troubles, ...more.troubles.filter((trouble) => trouble !== 'other-error')];
    return { ...short, troubles: [...new Set(troubles)], warnings: more.warnings };
  }
}
