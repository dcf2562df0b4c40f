import { errorCatalog, type ErrorCode } from '../../../shared/errors/catalog.ts';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import type { WeighBenchState } from '../../../shared/parcel/weigh-bench-state.ts';
import type { Say } from '../../text/i18n.ts';
import { scaleTrouble } from '../../ui/scale-trouble.ts';

export interface Band {
  readonly tone: 'idle' | 'busy' | 'ok' | 'check' | 'stop';
  readonly shape: 'scan' | 'weigh' | 'ok' | 'check' | 'stop';
  readonly verdict: string;
  readonly act: string;
  readonly subject?: string | undefined;
  readonly code?: ErrorCode | undefined;
}

/** What stands in the way, the most urgent first; undefined: work goes on. */
export function troubleOf(
  state: WeighBenchState,
): { readonly code: ErrorCode; readonly subject?: string | undefined } | undefined {
  if (state.storageFull) return { code: 'DISK_FULL' };
  if (state.phase === 'correcting' || state.keypad !== undefined) return undefined;
  const trouble = scaleTrouble(state.scale);
  // A question about a parcel or label stays in front of a scale that is merely silent; an overload does not wait.
  const urgent = state.scale.kind === 'overload' || state.refusal === undefined;
  if (trouble !== undefined && urgent && state.phase !== 'booked') return { code: trouble };
  return state.refusal === undefined ? undefined : { code: state.refusal.code, subject: state.refusal.subject };
}

/** What is said aloud when a state follows another: what newly stands in the way, or why there is no picture. Each once. */
export function newlySaid(before: WeighBenchState, after: WeighBenchState): ErrorCode | undefined {
  const [former, now] = [troubleOf(before), troubleOf(after)];
  if (now !== undefined) return former?.code === now.code && former.subject === now.subject ? undefined : now.code;
  const { photo } = after;
  return photo?.state === 'failed' && photo !== before.photo ? photo.code : undefined;
}

/** Verdict and next act from the state. The most urgent thing that can be done something about comes first. */
export function bandOf(state: WeighBenchState, say: Say, language: 'zh' | 'en'): Band {
  const subject =
    state.refusal?.subject ?? state.parcel?.waybill ?? (state.phase === 'booked' ? state.last?.waybill : undefined);
  const refused = (code: ErrorCode, about: string | undefined): Band => {
    const entry = errorCatalog[code];
    const tone = toneOf(code);
    return { tone, shape: tone, verdict: entry[language].verdict, act: entry[language].act, subject: about, code };
  };
  const stopped = troubleOf(state);
  if (stopped !== undefined) return refused(stopped.code, stopped.subject ?? subject);
  if (state.phase === 'correcting')
    return { tone: 'busy', shape: 'scan', verdict: say('correcting'), act: say('correctingAct'), subject };
  if (state.keypad !== undefined)
    return { tone: 'busy', shape: 'scan', verdict: say('size'), act: say('typeSize'), subject };
  if (state.ask !== undefined)
    return {
      tone: 'busy',
      shape: 'scan',
      verdict: say('reprintWhy'),
      act: say('reprintWhyAct'),
      subject: state.last?.waybill,
    };
  switch (state.phase) {
    case 'await-scan':
      return { tone: 'busy', shape: 'scan', verdict: say('weighedScan'), act: say('weighedScanAct') };
    case 'await-weight':
      return { tone: 'busy', shape: 'weigh', verdict: say('waiting'), act: say('putOnNow'), subject };
    case 'settling':
      return { tone: 'busy', shape: 'weigh', verdict: say('weighing'), act: say('handsOff'), subject };
    case 'booking':
      return { tone: 'busy', shape: 'weigh', verdict: say('saving'), act: say('wait'), subject };
    case 'booked':
      return state.last?.voided === true
        ? { tone: 'idle', shape: 'scan', verdict: say('undone'), act: say('undoneAct'), subject }
        : {
            tone: 'ok',
            shape: 'ok',
            verdict: say('done'),
            act: say(state.last?.scanBack === true && state.last.label !== 'confirmed' ? 'scanLabelBack' : 'labelOn'),
            subject,
          };
    case 'idle':
    case 'refused':
      return { tone: 'idle', shape: 'scan', verdict: say('ready'), act: say('scanWaybill') };
  }
}
