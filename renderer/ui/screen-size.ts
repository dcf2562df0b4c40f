import { useSyncExternalStore } from 'react';

/** "1920×1080" in CSS pixels; another size calls the component again, so that what was fitted to the screen is fitted anew. */
export const useScreenSize = (): string => useSyncExternalStore(follow, now);

const now = (): string => `${innerWidth}×${innerHeight}`;

function follow(onChange: () => void): () => void {
  window.addEventListener('resize', onChange);
  return () => window.removeEventListener('resize', onChange);
}
