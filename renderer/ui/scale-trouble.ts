import type { ErrorCode } from '../../shared/errors/catalog.ts';
import type { ScaleView } from '../../shared/parcel/weigh-bench-state.ts';

/** The code of a scale that gives no bookable number, or undefined. */
export function scaleTrouble(scale: ScaleView): ErrorCode | undefined {
  switch (scale.kind) {
    case 'overload':
      return 'SCALE_OVERLOAD';
    case 'below-zero':
      return 'SCALE_BELOW_ZERO';
    case 'silent':
      return 'SCALE_SILENT';
    case 'unreadable':
      return 'SCALE_UNREADABLE';
    case 'unplugged':
      return 'SCALE_LOST';
    case 'fault':
      return scale.code;
    case 'live':
    case 'none':
    case 'moving':
      return undefined;
  }
}
