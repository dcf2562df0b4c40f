import type { Mass } from '../../../shared/measure/quantity.ts';
import { stepNow, type CheckStep, type StartCheckState, type StepFault } from '../../../shared/shift/start-check.ts';
import type { CheckStepId } from '../../../shared/shift/shift-operations.ts';
import type { TextKey } from '../../text/en.ts';
import type { Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';

export const massText = (mass: Mass): string => `${mass.value} ${mass.unit}`;
const reasons: Readonly<Record<string, TextKey>> = {
  'known-fault': 'chkKnownFault',
  'checked-by-hand': 'chkByHand',
  'repair-ordered': 'chkRepair',
};

export function stepTitle(step: CheckStepId, nominal: Mass | undefined, say: Say): string {
  if (step !== 'test-weight') return say(`chk_${step}`);
  return nominal === undefined ? say('chkTestWeightNone') : say('chk_test-weight', { mass: massText(nominal) });
}

/** What stands at the end of a step that is over: what was read, or whose word it was. */
export function outcomeText({ step, outcome, reading, reason }: CheckStep, say: Say): string {
  if (outcome === 'absent') return say('chkAbsent');
  if (outcome === 'overridden') {
    const key = reasons[reason ?? ''];
    return say('chkByLead', { reason: key === undefined ? '' : say(key) });
  }
  return step === 'scanner' ? say('chkGood') : reading;
}

function actOf(state: StartCheckState, nominal: Mass | undefined, say: Say): string {
  const step = stepNow(state);
  switch (step) {
    case 'zero':
      return say('chkActZero');
    case 'test-weight':
      return say('chkActTestWeight', { mass: nominal === undefined ? '' : massText(nominal) });
    case 'scanner':
      return say('chkActScanner');
    case 'label':
      return say(state.job === undefined ? 'chkActPrinting' : 'chkActLabel');
    case 'clock':
    case 'storage':
    case 'queue':
      return say('chkActLook');
    case undefined:
      return say('chkPassedAct');
  }
}

const faultWords = (why: StepFault, tail: string, say: Say): { verdict: string; act: string } => ({
  verdict: say(`chkFault_${why}`),
  act: say(`chkFault_${why}_act`, { tail }),
});

/** Verdict and next act; beside them how far the check is and how long it has taken. */
export function bandOfCheck(
  state: StartCheckState,
  nominal: Mass | undefined,
  elapsedMs: number,
  say: Say,
): Omit<BandViewProps, 'codeWord'> {
  const { fault, done, plan, lead, scope, tookMs } = state;
  if (tookMs !== undefined) {
    const byLead = done.some(({ outcome }) => outcome === 'overridden');
    return {
      ...{ tone: 'ok', shape: 'ok', act: say('chkPassedAct') },
      verdict: say(byLead ? 'chkPassedBut' : 'chkPassed'),
      facts: [[say('chkTook'), seconds(tookMs, say)]],
    };
  }
  const facts = [
    [say('chkStep'), `${done.length + 1}/${plan.length}`],
    [say('chkAim'), seconds(elapsedMs, say)],
  ] as const;
  if (typeof lead === 'object') {
    const act = say(scope === 'rest' ? 'chkLeadRest' : 'chkLeadStep');
    return { tone: 'busy', shape: 'scan', verdict: lead.name, act, facts };
  }
  if (fault !== undefined)
    return {
      ...{ tone: 'check', shape: 'check', code: 'STEP_NOT_PASSED' },
      ...faultWords(fault.why, state.job?.slice(-4) ?? '', say),
    };
  const shape = stepNow(state) === 'zero' || stepNow(state) === 'test-weight' ? 'weigh' : 'scan';
  return { tone: 'busy', shape, verdict: say('chkTitle'), act: actOf(state, nominal, say), facts };
}

const seconds = (ms: number, say: Say): string => say('chkSeconds', { n: Math.round(ms / 1_000) });
