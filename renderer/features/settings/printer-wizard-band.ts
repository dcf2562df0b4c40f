import { errorCatalog, errorCodeSchema } from '../../../shared/errors/catalog.ts';
import type { TextKey } from '../../text/en.ts';
import type { Language, Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';
import type { KeyName } from '../../ui/key-row.tsx';
import {
  hasMorePrinters,
  pageCodes,
  shownPrinters,
  type PrinterRefusal,
  type PrinterWizard,
} from './printer-wizard-board.ts';

type Band = Omit<BandViewProps, 'codeWord'>;
type Words = readonly [verdict: TextKey, act: TextKey];

const refusals: Readonly<Record<PrinterRefusal, Words>> = {
  'no-paper': ['prNoPaper', 'prNoPaperAct'],
  'paper-first': ['prPaperFirst', 'prPaperFirstAct'],
  address: ['prBadAddress', 'prBadAddressAct'],
  'main-first': ['prMainFirst', 'prMainFirstAct'],
  'same-printer': ['prSame', 'prSameAct'],
  paper: ['prNoPage', 'prNoPageAct'],
  'other-code': ['prOtherCode', 'prOtherCodeAct'],
  unread: ['prUnread', 'prUnreadAct'],
  'some-unread': ['prSomeUnread', 'prSomeUnreadAct'],
  'nothing-out': ['prTryLanguage', 'prTryLanguageAct'],
  'rubbish-out': ['prTryLanguage', 'prTryLanguageAct'],
  'no-language-left': ['prNoneLeft', 'prNoneLeftAct'],
};

/** What the band of the printer's set-up says: why it does not go on, or the next act of the step. */
export function printerBand(wizard: PrinterWizard, say: Say, language: Language): Band {
  const { step, refusal, problem, probe, outcome, draft, places, read } = wizard;
  const check = ([verdict, act]: Words, values: Record<string, string> = {}): Band => ({
    ...{ tone: 'check', shape: 'check', verdict: say(verdict, values), act: say(act, values) },
  });
  const busy = ([verdict, act]: Words): Band => ({
    ...{ tone: 'busy', shape: 'scan', verdict: say(verdict), act: say(act) },
  });
  if (problem !== undefined)
    return { tone: 'check', shape: 'check', verdict: say('prTitle'), act: say('notSaved', { why: problem }) };
  if (refusal !== undefined) {
    const answered = probe?.answers === true && probe.language === draft?.language;
    const words: Words =
      refusal === 'nothing-out' && answered ? ['prNothingAnswers', 'prNothingAnswersAct'] : refusals[refusal];
    return check(words, { language: draft?.language.toUpperCase() ?? '' });
  }
  switch (step) {
    case 'role':
      return { tone: 'idle', shape: 'scan', verdict: say('prTitle'), act: say('prRoleAct') };
    case 'places':
      if (places !== undefined && shownPrinters(wizard).length === 0) return check(['prNoneFound', 'prNoneFoundAct']);
      return { tone: 'idle', shape: 'scan', verdict: say('prTitle'), act: say('prPlacesAct') };
    case 'asking':
      return busy(['prAsking', 'prAskingAct']);
    case 'nobody':
      return check(['prNobody', 'prNobodyAct']);
    case 'profile':
      return probe?.answers === true ? busy(['prFound', 'prFoundAct']) : check(['prSilent', 'prSilentAct']);
    case 'printing':
      return busy(['prPrinting', 'prPrintingAct']);
    case 'paper':
      return outcome === undefined
        ? busy(wizard.paperSent ? ['prPaperOut', 'prPaperOutAct'] : ['prPapers', 'prPaperFirstAct'])
        : troubleBand(outcome.code, language);
    case 'trouble':
      return troubleBand(outcome?.code, language);
    case 'samples':
      return {
        ...busy(['prScan', 'prScanAct']),
        facts: [[say('prScan'), say('prScanned', { n: read.length, of: pageCodes(draft).length })]],
      };
    case 'place':
      return busy(['prPlace', 'prPlaceAct']);
    case 'saved':
      return {
        tone: 'ok',
        shape: 'ok',
        verdict: say('prSaved'),
        act: say(wizard.restartNeeded ? 'fRestartAct' : 'prSavedAct'),
      };
  }
}

/** It has not come out, in the words of the ledger's codes. */
function troubleBand(named: string | undefined, language: Language): Band {
  const code = errorCodeSchema.safeParse(named).data ?? 'LABEL_FAILED';
  const { verdict, act } = errorCatalog[code][language];
  return { tone: 'check', shape: 'check', verdict, act, code };
}

/** Keys beside the answers; the same key is always in the same place. */
export function printerKeys(wizard: PrinterWizard, say: Say): Partial<Record<KeyName, string>> {
  const { step } = wizard;
  const home = { F12: say('keyHome') };
  const back = { F8: say('keyBackStep'), ...home };
  switch (step) {
    case 'places':
      return { ...back, F5: hasMorePrinters(wizard) ? say('keyMore') : say('keyLookAgain') };
    case 'paper':
      return { ...back, F4: say('keyTestPage') };
    case 'profile':
      return { ...back, F4: say('keyTestPage'), F5: say('keyAskAgain') };
    case 'trouble':
    case 'samples':
      return { ...back, F4: say('keyTestPage'), F5: say('keyPrinterValues') };
    case 'asking':
    case 'printing':
      return home;
    case 'role':
    case 'nobody':
    case 'place':
    case 'saved':
      return back;
  }
}
