const KEY_MS = 6;

/** Key events with the pace of a gun, Enter at the end. They pass the same capture as real ones. */
export function typeLikeScanner(target: Window, text: string): void {
  const keys = [
    ...Array.from(text, (character) => ({ key: character, code: codeOf(character), shift: /[A-Z:_]/.test(character) })),
    { key: 'Enter', code: 'Enter', shift: false },
  ];
  for (const [index, { key, code, shift }] of keys.entries()) {
    target.setTimeout(
      () =>
        target.document.body.dispatchEvent(
          new KeyboardEvent('keydown', { key, code, shiftKey: shift, bubbles: true, cancelable: true }),
        ),
      index * KEY_MS,
    );
  }
}

function codeOf(character: string): string {
  if (/[a-z]/i.test(character)) return `Key${character.toUpperCase()}`;
  if (/\d/.test(character)) return `Digit${character}`;
  return { ':': 'Semicolon', '-': 'Minus', '.': 'Period' }[character] ?? 'Space';
}
