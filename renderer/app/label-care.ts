import type { JobId } from '../../shared/devices/print-job.ts';
import {
  labelToAsk,
  mustBeAnswered,
  reprintAsk,
  type LabelAnswer,
  type LabelAsk,
} from '../../shared/labels/label-ask.ts';
import { labelEntity, type LedgerEntry } from '../../shared/labels/label-ledger.ts';
import type { FlowParts } from './flow.ts';

export interface LabelCareRules {
  /** Label of what was done last here. */
  readonly job: () => JobId | undefined;
  /** Nothing is half done: a question about a label may come up. */
  readonly rests: () => boolean;
  readonly inHand: () => boolean;
  readonly asked: () => LabelAsk | undefined;
  readonly ask: (ask: LabelAsk | undefined) => void;
}

export interface LabelCare {
  /** After every step, and when a label's fate has changed. */
  readonly look: () => void;
  /** F4, F1–F3 and Escape. true: it was for this. */
  readonly onKey: (name: string) => boolean;
  /** The code of a label that is asked about, scanned off it. true: it was for this. */
  readonly onScan: (text: string) => boolean;
}

const REPRINT = 'F4';

/**
 * Labels of a bench that were sent: the question about one that nobody knows of ("did it come out?"), and printing again with a reason.
 * What is asked follows from the ledger; an answer is an operation, and the ledger's next word ends the question.
 */
export function createLabelCare(
  parts: Pick<FlowParts, 'bridge' | 'operations' | 'play' | 'speak'>,
  rules: LabelCareRules,
): LabelCare {
  const entryOf = (job: JobId | undefined): LedgerEntry | undefined =>
    job === undefined ? undefined : parts.operations.label(job);

  /** Answered, and the ledger has not spoken of it yet: not asked again meanwhile. */
  let answered: LabelAsk | undefined;

  function look(): void {
    if (!rules.inHand()) return;
    const now = rules.asked();
    const open = rules.rests() ? labelToAsk(parts.operations.labels(), rules.job()) : undefined;
    if (open === undefined || open.job !== answered?.job || open.code !== answered.code) answered = undefined;
    const wanted = answered === undefined ? open : undefined;
    // A person's own wish stays open until it is answered or the bench goes on.
    const stands = wanted ?? (now?.code === undefined && rules.rests() ? now : undefined);
    if (stands?.job === now?.job && stands?.code === now?.code) return;
    rules.ask(stands);
    if (stands?.code === undefined) return;
    parts.play('check');
    parts.speak(stands.code);
  }

  function answer(ask: LabelAsk, given: LabelAnswer): void {
    const { job } = ask;
    const entry = entryOf(job);
    if (entry === undefined) return;
    answered = ask;
    rules.ask(undefined);
    const entity = labelEntity(entry);
    const written =
      given === 'came-out'
        ? parts.bridge.invoke('operation.append', {
            ...{ type: 'labelConfirmed' as const, entity },
            payload: { job, by: 'operator' },
          })
        : parts.bridge.invoke('operation.append', {
            ...{ type: 'labelReprintRequested' as const, entity },
            payload: { job, reason: given },
          });
    void written.then(({ ok }) => {
      parts.play(ok ? (given === 'came-out' ? 'ok' : 'next') : 'stop');
      if (ok) return;
      answered = undefined;
      look();
    });
  }

  return {
    look,
    onKey: (name) => {
      const ask = rules.asked();
      if (name === REPRINT) {
        const entry = rules.rests() && ask === undefined ? entryOf(rules.job()) : undefined;
        const wish = entry === undefined ? undefined : reprintAsk(entry);
        parts.play(wish === undefined ? 'check' : 'next');
        if (wish !== undefined) rules.ask(wish);
        return true;
      }
      if (ask === undefined) return false;
      const given = /^F[1-3]$/.test(name) ? ask.answers[Number(name.slice(1)) - 1] : undefined;
      if (given !== undefined) answer(ask, given);
      else if (ask.code !== undefined && !mustBeAnswered(ask)) return false;
      else if (name === 'Escape' && ask.code === undefined) rules.ask(undefined);
      else parts.play('check');
      return true;
    },
    onScan: (text) => {
      const ask = rules.asked();
      if (ask?.code === undefined) return false;
      const entry = entryOf(ask.job);
      const label = entry?.label;
      const tracking = label !== undefined && 'document' in label ? label.tracking : undefined;
      if (text === ask.job || (tracking !== undefined && text === tracking)) {
        if (ask.answers.includes('came-out')) answer(ask, 'came-out');
        return true;
      }
      return false;
    },
  };
}
