import type { BagBenchState } from '../../../shared/consolidation/bag-bench-state.ts';
import { errorCatalog, type ErrorCode } from '../../../shared/errors/catalog.ts';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import type { Language, Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';
import { scaleTrouble } from '../../ui/scale-trouble.ts';

type Band = Omit<BandViewProps, 'codeWord'>;

/** The scale matters only while a bag is weighed. */
export const bagScaleTrouble = ({ phase, scale, tareTyped }: BagBenchState): ErrorCode | undefined =>
  (phase === 'weigh-bag' || phase === 'settling') && tareTyped === undefined ? scaleTrouble(scale) : undefined;

/** Verdict and next act from the state. */
export function bagBand(state: BagBenchState, say: Say, language: Language): Band {
  const { refusal, target, parcel, question, sealing, last } = state;
  const letter = target?.letter ?? sealing?.bag.letter ?? '';
  const subject = parcel?.waybill;
  const refused = (code: ErrorCode, about = subject, act?: string): Band => {
    const { [language]: words } = errorCatalog[code];
    const tone = toneOf(code);
    return { tone, shape: tone, verdict: words.verdict, act: act ?? words.act, subject: about, code };
  };
  if (state.storageFull) return refused('DISK_FULL');
  if (state.tareTyped !== undefined)
    return { tone: 'busy', shape: 'weigh', verdict: say('bagTare'), act: say('bagTareAct'), subject: letter };
  const trouble = bagScaleTrouble(state);
  if (trouble !== undefined && refusal === undefined) return refused(trouble, letter);
  if (refusal !== undefined) {
    // The parcel is still in hand and its own bag is known: the act names that.
    const named = state.phase === 'await-bag' ? target?.letter : undefined;
    const act = named === undefined ? undefined : say('bagTakeOutTo', { letter: named });
    return refused(refusal.code, refusal.subject ?? subject, act);
  }
  if (question !== undefined) {
    const [verdict, act] = {
      'difference-reason': [say('bagWhyDifference'), say('bagWhyDifferenceAct')],
      'unseal-reason': [say('bagWhyUnseal'), say('bagWhyUnsealAct')],
      'reprint-reason': [say('reprintWhy'), say('reprintWhyAct')],
    }[question.about] as [string, string];
    return { tone: 'busy', shape: 'scan', verdict, act, subject: letter === '' ? last?.bag.bag : letter };
  }
  switch (state.phase) {
    case 'idle':
      return { tone: 'idle', shape: 'scan', verdict: say('bagReady'), act: say('bagReadyAct') };
    case 'await-bag':
      return {
        ...{ tone: 'busy', shape: 'bin', subject },
        ...{ verdict: say('bagNamed', { letter }), act: say('bagNamedAct', { letter }) },
      };
    case 'await-new-bag': {
      const fresh = state.newLetter ?? '';
      return {
        ...{ tone: 'busy', shape: 'bin', subject },
        ...{ verdict: say('bagNew', { letter: fresh }), act: say('bagNewAct', { letter: fresh }) },
      };
    }
    case 'await-parcel':
      return {
        ...{ tone: 'busy', shape: 'scan', subject: target?.bag },
        ...{ verdict: say('bagNamed', { letter }), act: say('bagChosenAct') },
      };
    case 'saving':
      return { tone: 'busy', shape: 'scan', verdict: say('saving'), act: say('wait'), subject };
    case 'bagged':
      return {
        ...{ tone: 'ok', shape: 'ok', subject: last?.waybill },
        ...{ verdict: say('bagIn', { letter: last?.bag.letter ?? '' }), act: say('bagInAct') },
      };
    case 'weigh-bag':
      return {
        ...{ tone: 'busy', shape: 'weigh', subject: letter },
        ...{ verdict: say('bagWeigh', { letter }), act: say('bagWeighAct', { letter }) },
      };
    case 'settling':
      return { tone: 'busy', shape: 'weigh', verdict: say('weighing'), act: say('handsOff'), subject: letter };
    case 'sum': {
      const likely = sealing?.explanation?.parcels[0]?.waybill;
      return refused(
        'BAG_WEIGHT_DIFFERS',
        letter,
        likely === undefined ? undefined : say('bagLookFor', { waybill: likely.slice(-4) }),
      );
    }
    case 'sealed':
      return { tone: 'ok', shape: 'ok', verdict: say('bagSealed'), act: say('bagSealedAct'), subject: last?.bag.bag };
    case 'done':
      if (state.aside !== undefined)
        return {
          ...{ tone: 'ok', shape: 'ok', subject: state.aside.waybill },
          ...{ verdict: say('bagAside'), act: say('bagAsideAct', { place: state.aside.place }) },
        };
      return last?.kind === 'unsealed'
        ? {
            ...{ tone: 'idle', shape: 'scan', subject: last.bag.bag },
            ...{ verdict: say('bagOpenAgain'), act: say('bagOpenAgainAct') },
          }
        : { tone: 'idle', shape: 'scan', verdict: say('bagOut'), act: say('bagOutAct'), subject: last?.waybill };
  }
}
