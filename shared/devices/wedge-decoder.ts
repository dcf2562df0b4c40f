/** One key as the page sees it. `code` is the place on the keyboard, which neither an input method nor a layout changes. */
export interface WedgeKey {
  readonly code: string;
  readonly key: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  /** An input method is composing (or keyCode 229): `key` is not to be believed. */
  readonly composing: boolean;
  /** The keyboard repeats a key that is held down: a box on the keyboard, never a scanner. */
  readonly repeat?: boolean;
  readonly atMs: number;
}

export interface WedgeSettings {
  readonly maxGapMs: number;
  readonly endSilenceMs: number;
  readonly minLength: number;
  /** us: the scanner types as on a US keyboard whatever the machine is set to, so that only the place of a key counts. */
  readonly layout?: 'system' | 'us' | undefined;
}

/** What becomes of a key: `swallow` it, let it `pass` to the page as a person's key, and perhaps a scan is complete. */
export interface WedgeVerdict {
  readonly swallow: boolean;
  readonly scan?: string;
  /** What looks like the rest of a code whose beginning was lost: never a code, the person scans again. */
  readonly torn?: string;
  /** Keys that turned out to be a person's, in order. */
  readonly typed?: readonly WedgeKey[];
}

/** Longer than any code of this trade; what goes beyond makes the whole a torn one. */
const MAX_LENGTH = 256;
/** Some guns send a line feed as Ctrl+Shift+J after Enter: in a browser that would open developer tools. */
const AFTER_ENTER_MS = 200;
/** A burst this soon after loose characters is their rest: no person types and pulls the trigger within this time. */
const TORN_MS = 250;
/** Without an end mark the keys of a scan come twice as fast on average as the slowest gap that is allowed inside one. */
const BURST_SHARE = 2;
const GS = '\u001d';

const digitShift = ')!@#$%^&*(';
const plain: Readonly<Record<string, [string, string]>> = {
  Minus: ['-', '_'],
  Equal: ['=', '+'],
  BracketLeft: ['[', '{'],
  BracketRight: [']', '}'],
  Backslash: ['\\', '|'],
  Semicolon: [';', ':'],
  Quote: ["'", '"'],
  Comma: [',', '<'],
  Period: ['.', '>'],
  Slash: ['/', '?'],
  Backquote: ['`', '~'],
  Space: [' ', ' '],
  NumpadDecimal: ['.', '.'],
  NumpadAdd: ['+', '+'],
  NumpadSubtract: ['-', '-'],
  NumpadMultiply: ['*', '*'],
  NumpadDivide: ['/', '/'],
};

/** The character a key gives on a US layout, which is what guns are set to. undefined: not a character key. */
export function characterOf(key: WedgeKey, layout: 'system' | 'us' = 'system'): string | undefined {
  // Without an input method and modifiers the browser's own answer also covers other layouts.
  if (layout === 'system' && !key.composing && key.key.length === 1 && !key.ctrl && !key.alt) return key.key;
  const letter = /^Key([A-Z])$/.exec(key.code)?.[1];
  if (letter !== undefined) return key.shift ? letter : letter.toLowerCase();
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(key.code)?.[1];
  if (digit !== undefined) return key.shift && key.code.startsWith('Digit') ? digitShift[Number(digit)] : digit;
  const pair = plain[key.code];
  return pair === undefined ? undefined : pair[key.shift ? 1 : 0];
}

/**
 * Tells a scanner in keyboard mode from a person: a scan is at least `minLength` characters, each within `maxGapMs` of the one
 * before, ended by Enter, Tab or `endSilenceMs` of silence. Keys are held back until that is known; a person's keys come out
 * again as `typed`. Pure: the caller brings the keys and calls `tick` for the silence.
 */
export class WedgeDecoder {
  readonly #settings: WedgeSettings;
  #text = '';
  #keys: WedgeKey[] = [];
  #lastMs = Number.NEGATIVE_INFINITY;
  #enteredMs = Number.NEGATIVE_INFINITY;
  #altDigits = '';
  /** When a character was last given back as a person's. */
  #looseMs = Number.NEGATIVE_INFINITY;
  #torn = false;

  constructor(settings: WedgeSettings) {
    this.#settings = settings;
  }

  /** Milliseconds after which `tick` should be called, or undefined when nothing is held back. */
  get heldSinceMs(): number | undefined {
    return this.#keys.length === 0 ? undefined : this.#lastMs;
  }

  key(key: WedgeKey): WedgeVerdict {
    const isEnd = key.code === 'Enter' || key.code === 'NumpadEnter' || key.code === 'Tab';
    if (key.ctrl || (key.alt && !/^Numpad\d$/.test(key.code))) return this.#chord(key);
    if (key.alt) {
      // Alt+0 2 9: how some guns type the group separator.
      this.#altDigits = `${this.#altDigits}${key.code.at(-1) ?? ''}`.slice(-3);
      if (this.#altDigits === '029') this.#take(GS, key);
      return { swallow: true };
    }
    this.#altDigits = '';
    if (/^(Shift|Control|Alt|Meta|CapsLock)/.test(key.code)) return { swallow: false };
    if (isEnd) return this.#end(key);
    const character = characterOf(key, this.#settings.layout);
    if (key.repeat === true) return this.#person(key, character);
    if (character === undefined)
      return key.code === 'F8' && this.#inScan(key) ? this.#held(GS, key) : this.#flush({ swallow: false });
    // A burst that has paused but not ended goes on: cut here it would be half a code.
    const { maxGapMs, endSilenceMs, minLength } = this.#settings;
    const patienceMs = this.#text.length >= minLength ? Math.max(maxGapMs, endSilenceMs) : maxGapMs;
    if (this.#keys.length > 0 && key.atMs - this.#lastMs > patienceMs) {
      const ended = this.#close();
      this.#take(character, key);
      return { swallow: true, ...ended };
    }
    return this.#held(character, key);
  }

  /** Silence: ends the scan of a gun without a terminator, or gives a person's keys back. */
  tick(nowMs: number): WedgeVerdict {
    if (this.#keys.length === 0 || nowMs - this.#lastMs < this.#settings.endSilenceMs) return { swallow: false };
    return { swallow: true, ...this.#close() };
  }

  /** What was held back and this key are a person's. */
  #person(key: WedgeKey, character: string | undefined): WedgeVerdict {
    const held = this.#keys;
    this.#reset();
    const typed = character === undefined ? held : [...held, key];
    return { swallow: character !== undefined, ...(typed.length === 0 ? {} : { typed }) };
  }

  #inScan(key: WedgeKey): boolean {
    return this.#text.length >= 2 && key.atMs - this.#lastMs <= this.#settings.maxGapMs;
  }

  #held(character: string, key: WedgeKey): WedgeVerdict {
    this.#take(character, key);
    return { swallow: true };
  }

  #take(character: string, key: WedgeKey): void {
    if (this.#keys.length === 0) this.#torn = key.atMs - this.#looseMs <= TORN_MS;
    if (this.#text.length < MAX_LENGTH) this.#text += character;
    else this.#torn = true;
    this.#keys.push(key);
    if (this.#keys.length > MAX_LENGTH) this.#keys.shift();
    this.#lastMs = key.atMs;
  }

  /** Enter and Tab belong to a scan when they follow its last character at once; else they are a person's. */
  #end(key: WedgeKey): WedgeVerdict {
    const quick = this.#keys.length > 0 && key.atMs - this.#lastMs <= this.#settings.maxGapMs * 2;
    if (!quick) return this.#flush({ swallow: false });
    this.#enteredMs = key.atMs;
    return this.#text.length >= this.#settings.minLength
      ? { swallow: true, ...this.#close(true) }
      : this.#flush({ swallow: false });
  }

  /** Ctrl+] is the group separator; other chords right after or inside a scan are the gun's control characters. */
  #chord(key: WedgeKey): WedgeVerdict {
    if (key.ctrl && key.code === 'BracketRight' && this.#keys.length > 0) return this.#held(GS, key);
    const gunTail = key.atMs - this.#enteredMs <= AFTER_ENTER_MS || this.#inScan(key);
    // Accelerators of the browser have no business on a bench: none passes.
    return gunTail ? { swallow: true } : this.#flush({ swallow: true });
  }

  #close(marked = false): Omit<WedgeVerdict, 'swallow'> {
    const [text, keys, torn] = [this.#text, this.#keys, this.#torn];
    this.#reset();
    // Without an end mark only a burst counts: a person's last keys may have been quick by chance, but not all of them this quick.
    const [first, last] = [keys[0]?.atMs ?? 0, keys.at(-1)?.atMs ?? 0];
    const quick = marked || (last - first) * BURST_SHARE <= this.#settings.maxGapMs * (keys.length - 1);
    if (quick && text.length >= this.#settings.minLength) return torn ? { torn: text } : { scan: text };
    this.#looseMs = last;
    return { typed: keys };
  }

  #flush(verdict: { readonly swallow: boolean }): WedgeVerdict {
    if (this.#keys.length === 0) return verdict;
    const typed = this.#keys;
    this.#looseMs = typed.at(-1)?.atMs ?? this.#looseMs;
    this.#reset();
    return { ...verdict, typed };
  }

  #reset(): void {
    this.#text = '';
    this.#keys = [];
    this.#torn = false;
  }
}
