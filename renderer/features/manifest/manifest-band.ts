import type { ManifestBenchState } from '../../../shared/consolidation/manifest-bench-state.ts';
import { errorCatalog, type ErrorCode } from '../../../shared/errors/catalog.ts';
import { toneOf } from '../../../shared/errors/tone-of.ts';
import type { Language, Say } from '../../text/i18n.ts';
import type { BandViewProps } from '../../ui/band-view.tsx';

type Band = Omit<BandViewProps, 'codeWord'>;

export function manifestBand(state: ManifestBenchState, say: Say, language: Language): Band {
  const { phase, manifest, refusal, lastBag } = state;
  const refused = (code: ErrorCode, subject?: string): Band => {
    const { verdict, act } = errorCatalog[code][language];
    const tone = toneOf(code);
    return { tone, shape: tone, verdict, act, subject, code };
  };
  if (state.storageFull) return refused('DISK_FULL');
  if (refusal !== undefined) return refused(refusal.code, refusal.subject);
  const scope = manifest?.scope.value ?? '';
  switch (phase) {
    case 'idle':
      return { tone: 'idle', shape: 'scan', verdict: say('loadReady'), act: say('loadReadyAct') };
    case 'loading':
      return lastBag?.loaded === true
        ? {
            ...{ tone: 'ok', shape: 'ok', subject: lastBag.bag.bag },
            ...{ verdict: say('loadOn', { letter: lastBag.bag.letter }), act: say('loadNext') },
          }
        : { tone: 'busy', shape: 'bin', verdict: say('loading'), act: say('loadNext'), subject: scope };
    case 'missing':
      return refused('MANIFEST_BAGS_MISSING', scope);
    case 'signing':
      return { tone: 'busy', shape: 'scan', verdict: say('loadSign'), act: say('loadSignAct'), subject: scope };
    case 'saving':
      return { tone: 'busy', shape: 'scan', verdict: say('saving'), act: say('wait'), subject: scope };
    case 'handed-over':
      return {
        tone: 'ok',
        shape: 'ok',
        verdict: say('loadGone'),
        act: say('loadGoneAct'),
        subject: manifest?.manifest,
      };
  }
}
