import type { ReactElement } from 'react';

const ground = 'var(--bg, var(--paper))';

/** Filled shapes with a knocked-out glyph: state is told by form before colour. */
export function Ok(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="46" fill="currentColor" />
      <path d="M28 52L44 67L73 35" fill="none" stroke={ground} strokeWidth="12" />
    </svg>
  );
}
export function Half(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="41" fill="none" stroke="currentColor" strokeWidth="10" />
      <path d="M50 9A41 41 0 0 0 50 91Z" fill="currentColor" />
    </svg>
  );
}
export function Open(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="41" fill="none" stroke="currentColor" strokeWidth="10" />
    </svg>
  );
}
export function Check(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <path d="M50 10L94 88H6Z" fill="currentColor" stroke="currentColor" strokeWidth="8" strokeLinejoin="round" />
      <path d="M50 36V63" stroke={ground} strokeWidth="11" />
      <rect x="44" y="70" width="12" height="12" fill={ground} />
    </svg>
  );
}
export function Stop(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <path d="M30 3H70L97 30V70L70 97H30L3 70V30Z" fill="currentColor" />
      <path d="M32 32L68 68M68 32L32 68" stroke={ground} strokeWidth="12" />
    </svg>
  );
}
export function Now(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <rect x="6" y="6" width="88" height="88" rx="8" fill="currentColor" />
      <path d="M40 30L62 50L40 70" fill="none" stroke={ground} strokeWidth="12" />
    </svg>
  );
}
/** Open brackets round a barcode: ready for a scan. */
export function ScanShape(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <path d="M3 28V3H28M72 3H97V28M97 72V97H72M28 97H3V72" fill="none" stroke="currentColor" strokeWidth="8" />
      {[
        [22, 7],
        [34, 4],
        [43, 9],
        [57, 4],
        [65, 7],
        [76, 4],
      ].map(([x, width]) => (
        <rect key={x} x={x} y="29" width={width} height="42" fill="currentColor" />
      ))}
    </svg>
  );
}
/** A square with a dial: the act that is open is weighing. */
export function WeighShape(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <rect x="3" y="3" width="94" height="94" rx="8" fill="currentColor" />
      <g fill="none" stroke="var(--bg)" strokeWidth="8">
        <path d="M16 66A34 34 0 0 1 84 66" />
        <path d="M50 66L66 40" />
        <path d="M14 78H86" />
      </g>
      <circle cx="50" cy="66" r="7" fill="var(--bg)" />
    </svg>
  );
}
/** A magnifier: the act that is open is looking. */
export function LookShape(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <rect x="3" y="3" width="94" height="94" rx="8" fill="currentColor" />
      <g fill="none" stroke="var(--bg)" strokeWidth="8">
        <circle cx="44" cy="43" r="22" />
        <path d="M60 60L80 80" strokeWidth="12" />
      </g>
    </svg>
  );
}
/** Into a bag or a bin: the act that is open is putting it in. */
export function BinShape(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <rect x="3" y="3" width="94" height="94" rx="8" fill="currentColor" />
      <g fill="none" stroke="var(--bg)" strokeWidth="8">
        <path d="M16 58V82H84V58" />
        <path d="M50 18V62M32 46L50 64L68 46" />
      </g>
    </svg>
  );
}
export function Lock(): ReactElement {
  return (
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <g fill="none" stroke="currentColor" strokeWidth="10">
        <rect x="18" y="44" width="64" height="46" fill="currentColor" />
        <path d="M32 44V30a18 18 0 0 1 36 0V44" />
      </g>
    </svg>
  );
}
export function Arrow(): ReactElement {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M1 12H21M12.5 3.5L21 12L12.5 20.5" fill="none" stroke="currentColor" strokeWidth="3.4" />
    </svg>
  );
}
