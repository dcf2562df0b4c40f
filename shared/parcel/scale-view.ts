import type { DeviceStatus } from '../devices/device-status.ts';
import type { ScaleFrame } from '../devices/scale-reading.ts';
import { massToMilligrams } from '../measure/mass.ts';
import type { Mass } from '../measure/quantity.ts';
import type { ScaleView } from './weigh-bench-state.ts';

/** What one frame shows. A number only where the scale sent one with a unit; everything else is a state of its own. */
export function viewOfFrame(frame: ScaleFrame, zeroBandMg: number): ScaleView {
  const { reading } = frame;
  switch (reading.type) {
    case 'status':
      return reading.kind === 'motion' ? { kind: 'moving' } : { kind: 'none' };
    case 'fault':
      switch (reading.kind) {
        case 'overload':
        case 'out-of-range':
          return { kind: 'overload' };
        case 'underload':
          return { kind: 'below-zero' };
        case 'unreadable':
          return { kind: 'unreadable' };
        case 'not-zeroed':
          return { kind: 'fault', code: 'SCALE_NOT_AT_ZERO' };
        case 'calibrating':
        case 'device-error':
          return { kind: 'fault', code: 'SCALE_DEVICE_FAULT' };
      }
    // falls to nothing: the inner switch is complete
    case 'weight': {
      if (reading.unit === 'unknown') return { kind: 'fault', code: 'SCALE_UNIT_UNKNOWN' };
      const mass = { value: reading.value, unit: reading.unit };
      const milligrams = massToMilligrams(mass);
      if (milligrams < -zeroBandMg) return { kind: 'below-zero', mass };
      return { kind: 'live', mass, stable: reading.stability !== 'moving', atZero: Math.abs(milligrams) <= zeroBandMg };
    }
  }
}

/** What the connection itself says. undefined: the last frame still stands. */
export function viewOfStatus(status: DeviceStatus): ScaleView | undefined {
  switch (status.state) {
    case 'ready':
      return undefined;
    case 'stale':
      return status.detail === 'unreadable' ? { kind: 'unreadable' } : { kind: 'silent' };
    case 'absent':
    case 'closing':
      return { kind: 'unplugged' };
    case 'quarantined':
      return { kind: 'fault', code: 'DEVICE_QUARANTINED' };
    case 'unconfigured':
    case 'opening':
    case 'probing':
      return { kind: 'none' };
  }
}

/** Two views that no screen could tell apart. */
export function sameScaleView(a: ScaleView, b: ScaleView): boolean {
  const massOf = (view: ScaleView): Mass | undefined => ('mass' in view ? view.mass : undefined);
  return (
    a.kind === b.kind &&
    massOf(a)?.value === massOf(b)?.value &&
    massOf(a)?.unit === massOf(b)?.unit &&
    (a.kind !== 'live' || b.kind !== 'live' || (a.stable === b.stable && a.atZero === b.atZero)) &&
    (a.kind !== 'fault' || b.kind !== 'fault' || a.code === b.code)
  );
}
