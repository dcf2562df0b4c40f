import { stGs } from './scale/protocols/st-gs.ts';
import { toledoContinuous } from './scale/protocols/toledo-continuous.ts';
import type { ScaleProtocol } from './scale/scale-protocol.ts';

/** Every scale language there is. Adding one here runs the contract suite for it and puts it into the README's table. */
export const scaleProtocols: readonly ScaleProtocol[] = [toledoContinuous, stGs];

export function findScaleProtocol(name: string): ScaleProtocol | undefined {
  return scaleProtocols.find((protocol) => protocol.name === name);
}
