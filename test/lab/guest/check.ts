import type { Control } from './control.ts';

export interface CheckContext {
  readonly control: Control;
}

export interface Check {
  readonly name: string;
  /** Gives a sentence for the report; throws when the thing is not so. */
  run(context: CheckContext): Promise<string>;
}
