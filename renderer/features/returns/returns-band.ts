import { errorCatalog, type ErrorCode } from '../../../shared/errors/catalog.ts';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import { dispositions } from '../../../shared/returns/disposition.ts';
import type { ReturnsBenchState } from '../../../shared/returns/returns-bench-state.ts';
import type { Language, Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';
import { itemName } from '../../ui/item-plate.tsx';

type Band = Omit<BandViewProps, 'codeWord'>;

/** Verdict, next act and the piece in hand. */
export function returnsBand(state: ReturnsBenchState, storageFull: boolean, say: Say, language: Language): Band {
  const { phase, refusal, piece, graded, open, rma, proposedBin } = state;
  const code = open?.payload.rma ?? piece?.rmaCode ?? rma?.rma;
  const facts =
    code === undefined ? undefined : [[itemName(piece?.sku, language) || say('flow_returns'), code.slice(-4)] as const];
  const about = { subject: code, ...(facts === undefined ? {} : { facts }) };
  const refused = (error: ErrorCode): Band => {
    const tone = toneOf(error);
    const { verdict, act } = errorCatalog[error][language];
    return { ...about, subject: code ?? refusal?.subject, tone, shape: tone, verdict, act, code: error };
  };
  const busy = (verdict: string, act: string, shape: Band['shape'] = 'scan'): Band => ({
    ...{ ...about, tone: 'busy', shape, verdict, act },
  });
  const gradeText = (): string =>
    graded === undefined
      ? ''
      : say('retGradeTo', { grade: graded.grade, what: dispositions[graded.disposition][language].toLowerCase() });
  if (storageFull) return refused('DISK_FULL');
  if (refusal !== undefined) return refused(refusal.code);
  switch (phase) {
    case 'choose-rma':
      return busy(say('retWhich'), say('retChooseAct'));
    case 'choose-owner':
      return busy(say('retWhose'), say('retChooseAct'));
    case 'await-item':
      return busy(say('retOpen'), say('retOpenAct'));
    case 'await-serial':
      return busy(say('retSerial'), say('retSerialAct'));
    case 'checking':
      return busy(
        say('retCheck', { n: (piece?.answers.length ?? 0) + 1, of: piece?.checklist.steps.length ?? 0 }),
        say('retCheckAct'),
        'look',
      );
    case 'await-photo':
      return busy(say('retPhoto'), say('retPhotoAct'), 'look');
    case 'await-plate':
    case 'booking':
      return busy(say('saving'), say('wait'));
    case 'choose-disposition':
      return busy(say('retOther'), say('retChooseAct'));
    case 'choose-reason':
      return busy(say('retReason'), say('retChooseAct'));
    case 'await-scan-back':
      return busy(gradeText(), say('retStickAct'));
    case 'await-bin':
      return busy(
        gradeText(),
        proposedBin === undefined ? say('retBinAnyAct') : say('retBinAct', { bin: proposedBin }),
        'bin',
      );
    case 'done':
      return doneBand(state, say);
    case 'idle':
      break;
  }
  return { tone: 'idle', shape: 'scan', verdict: say('ready'), act: say('retReadyAct') };
}

function doneBand({ log: [line] }: ReturnsBenchState, say: Say): Band {
  const facts = line === undefined ? undefined : [[say('flow_returns'), line.rma.slice(-4)] as const];
  const about = { subject: line?.rma, ...(facts === undefined ? {} : { facts }) };
  switch (line?.what) {
    case 'put-away':
      return { ...about, tone: 'ok', shape: 'ok', verdict: say('retDone'), act: say('retDoneAct') };
    case 'closed':
      return { ...about, tone: 'ok', shape: 'ok', verdict: say('retClosed'), act: say('retClosedAct') };
    case 'empty-box':
      return { ...about, tone: 'ok', shape: 'ok', verdict: say('retEmptyDone'), act: say('retDoneAct') };
    case 'undone':
    case 'graded':
    case undefined:
      return { ...about, tone: 'idle', shape: 'scan', verdict: say('retUndone'), act: say('retUndoneAct') };
  }
}
