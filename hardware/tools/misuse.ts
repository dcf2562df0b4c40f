/** A command that cannot be carried out as it was given; the message says what to write instead. */
export class Misuse extends Error {}
