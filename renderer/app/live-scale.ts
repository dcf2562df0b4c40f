import { createStore, type StoreApi } from 'zustand/vanilla';
import type { DeviceStatus } from '../../shared/devices/device-status.ts';
import type { ScaleFrame } from '../../shared/devices/scale-reading.ts';
import { viewOfFrame, viewOfStatus, sameScaleView } from '../../shared/parcel/scale-view.ts';
import type { ScaleView } from '../../shared/parcel/weigh-bench-state.ts';

export interface LiveScale {
  readonly store: StoreApi<ScaleView>;
  readonly onFrame: (frame: ScaleFrame) => void;
  readonly onStatus: (status: DeviceStatus) => void;
}

/** What the scale shows now, for the chip and for screens that are no bench. A frame that says the same changes nothing. */
export function createLiveScale(zeroBandMg: () => number): LiveScale {
  const store = createStore<ScaleView>(() => ({ kind: 'none' }));
  const show = (next: ScaleView): void => {
    if (!sameScaleView(store.getState(), next)) store.setState(next, true);
  };
  return {
    store,
    onFrame: (frame) => show(viewOfFrame(frame, zeroBandMg())),
    onStatus: (status) => {
      const next = viewOfStatus(status);
      if (next !== undefined) show(next);
    },
  };
}
