import { adamAzextra, adamCbd, adamCpwplus, adamHighland, adamPgl } from './scale/protocols/adam.ts';
import { andBalance } from './scale/protocols/and-balance.ts';
import { cardinalSb } from './scale/protocols/cardinal-sb.ts';
import { cas10, cas22, casEnq } from './scale/protocols/cas.ts';
import { condec } from './scale/protocols/condec.ts';
import { dialog06 } from './scale/protocols/dialog06.ts';
import { fairbanksFbputr } from './scale/protocols/fairbanks.ts';
import { jcsB } from './scale/protocols/jcs-b.ts';
import { kern } from './scale/protocols/kern.ts';
import { magellanS11 } from './scale/protocols/magellan-s11.ts';
import { mtSics } from './scale/protocols/mt-sics.ts';
import { nciEcr, nciScp01 } from './scale/protocols/nci.ts';
import { ohaus, ohausOnDemand } from './scale/protocols/ohaus.ts';
import { sbi } from './scale/protocols/sbi.ts';
import { shinko } from './scale/protocols/shinko.ts';
import { sma } from './scale/protocols/sma.ts';
import { stGs } from './scale/protocols/st-gs.ts';
import { sterling7600 } from './scale/protocols/sterling-7600.ts';
import { toledoContinuous } from './scale/protocols/toledo-continuous.ts';
import { toledo8213, toledo8217 } from './scale/protocols/toledo-pos.ts';
import { upsWorldship } from './scale/protocols/ups-worldship.ts';
import { usbHidScale } from './scale/protocols/usb-hid-scale.ts';
import { weighTronix } from './scale/protocols/weigh-tronix.ts';
import { yaohuaA12, yaohuaCommand, yaohuaStx } from './scale/protocols/yaohua-framed.ts';
import { yaohuaA12Text, yaohuaEquals } from './scale/protocols/yaohua-text.ts';
import type { ScaleProtocol } from './scale/scale-protocol.ts';

/** Every scale language there is. Adding one here runs the contract suite for it and puts it into the README's table. */
export const scaleProtocols: readonly ScaleProtocol[] = [
  toledoContinuous,
  stGs,
  mtSics,
  toledo8217,
  toledo8213,
  nciScp01,
  nciEcr,
  sma,
  upsWorldship,
  ohaus,
  ohausOnDemand,
  adamCpwplus,
  adamHighland,
  adamCbd,
  adamAzextra,
  adamPgl,
  sterling7600,
  magellanS11,
  sbi,
  andBalance,
  cas22,
  cas10,
  casEnq,
  condec,
  cardinalSb,
  weighTronix,
  fairbanksFbputr,
  yaohuaStx,
  yaohuaEquals,
  yaohuaA12,
  yaohuaA12Text,
  yaohuaCommand,
  jcsB,
  kern,
  shinko,
  dialog06,
  usbHidScale,
];

export function findScaleProtocol(name: string): ScaleProtocol | undefined {
  return scaleProtocols.find((protocol) => protocol.name === name);
}

/** A name without what people write in different ways: capitals, hyphens, blanks. */
export const plainName = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** As `findScaleProtocol`, also under another name and whatever its hyphens and capitals; the dialect is what that name stands for. */
export function findScaleProtocolByAnyName(
  name: string,
): { readonly protocol: ScaleProtocol; readonly dialect: Readonly<Record<string, string>> } | undefined {
  const wanted = plainName(name);
  for (const protocol of scaleProtocols) {
    if (plainName(protocol.name) === wanted) return { protocol, dialect: {} };
    const alias = Object.entries(protocol.aliases ?? {}).find(([text]) => plainName(text) === wanted);
    if (alias !== undefined) return { protocol, dialect: alias[1] };
  }
  return undefined;
}
