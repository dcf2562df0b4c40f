/** More than anybody scans and presses while a page reads what it decides by. */
const MAX_EARLY = 100;

/** Keeps what people do before the station can decide, and lets it in, in its order, as soon as it can. */
export function earlyInput(): { readonly in: (act: () => void) => void; readonly letIn: () => void } {
  let waiting: (() => void)[] | undefined = [];
  return {
    in(act) {
      if (waiting === undefined) act();
      else if (waiting.length < MAX_EARLY) waiting.push(act);
    },
    letIn() {
      const acts = waiting ?? [];
      waiting = undefined;
      for (const act of acts) act();
    },
  };
}
