import {
  missingSignature,
  openDifference,
  unexplainedPieces,
  unseenDifferences,
} from '../../../shared/shift/seal-bench.ts';
import type { SealBenchState } from '../../../shared/shift/seal-bench-state.ts';
import { errorCatalog } from '../../../shared/errors/catalog.ts';
import type { Language, Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';

type Band = Omit<BandViewProps, 'codeWord'>;

/** Verdict and next act of the seal, state by state. hasPeople: signed by badge, else by key. */
export function bandOfSeal(state: SealBenchState, hasPeople: boolean, say: Say, language: Language): Band {
  const { phase, problem, lead, reconciliation } = state;
  if (problem !== undefined) {
    const { verdict, act } = errorCatalog[problem][language];
    return { tone: 'check', shape: 'check', verdict, act, code: problem };
  }
  switch (phase) {
    case 'counting':
      return { tone: 'busy', shape: 'scan', verdict: say('sealCount'), act: say('sealCountAct') };
    case 'explaining': {
      const difference = openDifference(state);
      if (difference === undefined || reconciliation === undefined)
        return { tone: 'busy', shape: 'scan', verdict: say('signChecking'), act: say('wait') };
      if (typeof lead === 'object') return { tone: 'busy', shape: 'scan', verdict: lead.name, act: say('sealLeadAct') };
      const act =
        difference.kind === 'parcel'
          ? say('sealFindAct', { tail: difference.missing.parcel.waybill.slice(-4) })
          : say('sealCountGap');
      const verdict = say('sealUnexplained', { n: unexplainedPieces(reconciliation) });
      return { tone: 'check', shape: 'check', verdict, act, code: 'SHIFT_UNEXPLAINED' };
    }
    case 'ready':
      return { tone: 'ok', shape: 'ok', verdict: say('sealZero'), act: say('sealZeroAct') };
    case 'sealing':
      return { tone: 'busy', shape: 'scan', verdict: say('sealSealing'), act: say('wait') };
    case 'outgoing':
      return signs('sealOutgoing', 'sealOutgoingAct', hasPeople, say);
    case 'incoming':
      return signs('sealIncoming', 'sealIncomingAct', hasPeople, say);
    case 'closed':
      return closed(state, say);
  }
}

const signs = (
  verdict: 'sealOutgoing' | 'sealIncoming',
  act: 'sealOutgoingAct' | 'sealIncomingAct',
  hasPeople: boolean,
  say: Say,
): Band => ({ tone: 'busy', shape: 'scan', verdict: say(verdict), act: say(hasPeople ? act : 'sealSignKeyAct') });

function closed({ sealed }: SealBenchState, say: Say): Band {
  if (sealed?.state === 'open' && unseenDifferences(sealed) > 0)
    return {
      ...{ tone: 'check', shape: 'check', code: 'SHIFT_UNEXPLAINED' },
      ...{ verdict: say('sealOpen'), act: say('sealOpenAct') },
    };
  if (sealed !== undefined && missingSignature(sealed) !== undefined)
    return { tone: 'busy', shape: 'scan', verdict: say('sealNextMissing'), act: say('sealNextMissingAct') };
  if (sealed?.state === 'waiting')
    return { tone: 'ok', shape: 'ok', verdict: say('sealClosedWaiting'), act: say('sealClosedWaitingAct') };
  return { tone: 'ok', shape: 'ok', verdict: say('sealClosed'), act: say('sealClosedAct') };
}
