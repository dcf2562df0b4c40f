import type { ReactElement } from 'react';

/** A text being typed; its end shows where it goes on. */
export function Typed({ label, text }: { readonly label: string; readonly text: string }): ReactElement {
  return (
    <div className="typed now" data-typed={text}>
      <span className="label">{label}</span>
      <b className="mono">{text}▏</b>
    </div>
  );
}
