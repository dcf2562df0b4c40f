import { useLayoutEffect, type RefObject } from 'react';
import { useScreenSize } from './screen-size.ts';

/** Steps of weighhouse.css: smaller reasons and gaps first, then smaller body text, never below 32 px. */
const STEPS = ['1', '2', '3'] as const;

const tooFull = (stage: Element): boolean =>
  [stage, ...stage.querySelectorAll('.panel')].some((box) => box.scrollHeight > box.clientHeight + 1);

/**
 * Where a state's texts are too long for the stage, the whole stage steps down, so that its lines keep their relation; nothing is cut off.
 * Looked at once when the state or the size of the screen changes, not with every weight.
 */
export function useTightStage(frame: RefObject<HTMLElement | null>, state: string): void {
  const size = useScreenSize();
  useLayoutEffect(() => {
    const stage = frame.current?.querySelector<HTMLElement>(':scope > .stage');
    if (stage === null || stage === undefined) return;
    delete stage.dataset['tight'];
    for (const step of STEPS) {
      if (!tooFull(stage)) return;
      stage.dataset['tight'] = step;
    }
  }, [frame, state, size]);
}
