import type { ReactElement } from 'react';
import type { ScaleView } from '../../shared/parcel/weigh-bench-state.ts';

export function LiveNumber({ scale }: { readonly scale: ScaleView }): ReactElement {
  switch (scale.kind) {
    case 'live':
      return (
        <div className="num hero live" data-number="live" data-value={`${scale.mass.value} ${scale.mass.unit}`}>
          {scale.mass.value}
          <i>{scale.mass.unit}</i>
        </div>
      );
    case 'overload':
      return <Absent kind="over" />;
    case 'below-zero':
      return <Absent kind="under" />;
    case 'silent':
    case 'unplugged':
      return <Absent kind="silent" />;
    case 'unreadable':
    case 'fault':
      return <Absent kind="noise" />;
    case 'none':
    case 'moving':
      return <Absent />;
  }
}

/** No number: the mark sits where the fault is. */
export function Absent({ kind = '' }: { readonly kind?: '' | 'over' | 'under' | 'silent' | 'noise' }): ReactElement {
  return (
    <div className={`num hero absent ${kind}`} data-number={kind === '' ? 'none' : kind}>
      <span />
      <span />
      <span />
    </div>
  );
}
