import { WedgeDecoder, type WedgeKey, type WedgeSettings } from '../../shared/devices/wedge-decoder.ts';

export interface WedgeTargets {
  readonly onScan: (text: string, atMs: number) => void;
  /** Half a code arrived. */
  readonly onTorn: () => void;
  /** A person's key, by its `key` name: function keys, digits of the keypad, Enter, Escape. */
  readonly onKey: (key: string) => void;
}

/**
 * Reads a keyboard scanner at the window in the capture phase: no field needs focus, no input method and no widget can take a
 * scan away. While a form field has focus a person's own keys are given back to it.
 */
export function captureWedge(window: Window, settings: WedgeSettings, targets: WedgeTargets): () => void {
  const decoder = new WedgeDecoder(settings);
  let timer = 0;

  const inField = (): boolean =>
    window.document.activeElement instanceof HTMLInputElement ||
    window.document.activeElement instanceof HTMLSelectElement;
  const give = (keys: readonly WedgeKey[]): void => {
    const field = window.document.activeElement;
    for (const { key } of keys) {
      if (field instanceof HTMLInputElement && key.length === 1) insert(field, key);
      else targets.onKey(key);
    }
  };
  const settle = (verdict: ReturnType<WedgeDecoder['key']>): void => {
    if (verdict.typed !== undefined) give(verdict.typed);
    if (verdict.torn !== undefined) targets.onTorn();
    if (verdict.scan !== undefined) targets.onScan(verdict.scan, performance.now());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // Field editing needs its arrows, Backspace and the field's own Enter; characters still pass the decoder.
    const editing =
      inField() &&
      event.key.length !== 1 &&
      !/^F\d+$/.test(event.key) &&
      event.key !== 'Enter' &&
      event.key !== 'Escape';
    if (editing) return;
    const verdict = decoder.key({
      code: event.code,
      key: event.key,
      shift: event.shiftKey,
      ctrl: event.ctrlKey || event.metaKey,
      alt: event.altKey,
      composing: event.isComposing || event.keyCode === 229,
      repeat: event.repeat,
      atMs: event.timeStamp,
    });
    settle(verdict);
    window.clearTimeout(timer);
    if (decoder.heldSinceMs !== undefined)
      timer = window.setTimeout(() => settle(decoder.tick(performance.now())), settings.endSilenceMs + 5);
    const used = verdict.swallow || (event.key.length > 1 && targets.onKey(event.key));
    if (used) {
      event.preventDefault();
      event.stopImmediatePropagation();
    }
  };
  const swallowUp = (event: KeyboardEvent): void => {
    if (!inField()) event.stopImmediatePropagation();
  };
  window.addEventListener('keydown', onKeyDown, true);
  window.addEventListener('keyup', swallowUp, true);
  return () => {
    window.clearTimeout(timer);
    window.removeEventListener('keydown', onKeyDown, true);
    window.removeEventListener('keyup', swallowUp, true);
  };
}

/** Puts a held-back character where the person's cursor is, so that React's own listeners see it. */
function insert(field: HTMLInputElement, text: string): void {
  const at = field.selectionStart ?? field.value.length;
  const end = field.selectionEnd ?? at;
  const value = field.value.slice(0, at) + text + field.value.slice(end);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, value);
  if (field.type === 'text' || field.type === 'password' || field.type === 'url')
    field.setSelectionRange(at + text.length, at + text.length);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
