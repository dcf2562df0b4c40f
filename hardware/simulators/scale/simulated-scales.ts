import type { ScaleParserOptions } from '../../scale/scale-protocol.ts';
import * as encoders from './scale-encoders.ts';

export interface SimulatedScale {
  readonly encode: encoders.ScaleEncoder;
  /** What a person would have set for a real device of this kind. */
  readonly options?: ScaleParserOptions;
}

const unitKg: ScaleParserOptions = { unit: 'kg' };

/** A simulator that speaks real bytes for every protocol of the registry, by protocol name. */
export const simulatedScales: Readonly<Record<string, SimulatedScale>> = {
  'toledo-continuous': { encode: encoders.encodeToledo },
  'st-gs': { encode: encoders.encodeStGs },
  'mt-sics': { encode: encoders.encodeSics },
  'toledo-8217': { encode: encoders.encodeToledoPos, options: unitKg },
  'toledo-8213': { encode: encoders.encodeToledoPos, options: unitKg },
  'nci-scp01': { encode: encoders.encodeNci },
  'nci-ecr': { encode: encoders.encodeNciEcr },
  sma: { encode: encoders.encodeSma },
  'ups-worldship': { encode: encoders.encodeUps },
  ohaus: { encode: encoders.encodeOhaus },
  'ohaus-ip': { encode: encoders.encodeOhaus },
  'adam-cpwplus': { encode: encoders.encodeAdamCpwplus },
  'adam-highland': { encode: encoders.encodeAdamHighland },
  'adam-cbd': { encode: encoders.encodeAdamTicket },
  'adam-azextra': { encode: encoders.encodeAdamHighland },
  'adam-pgl': { encode: encoders.encodeAdamHighland },
  'sterling-7600': { encode: encoders.encodeSterling },
  'magellan-s11': { encode: encoders.encodeMagellan, options: unitKg },
  sbi: { encode: encoders.encodeSbi, options: unitKg },
  'and-balance': { encode: encoders.encodeAnd },
  'cas-22': { encode: encoders.encodeCas22 },
  'cas-10': { encode: encoders.encodeCas10, options: unitKg },
  'cas-enq': { encode: encoders.encodeCasEnq },
  condec: { encode: encoders.encodeCondec },
  'cardinal-sb': { encode: encoders.encodeCardinal },
  'weigh-tronix': { encode: encoders.encodeWeighTronix },
  'fairbanks-fbputr': { encode: encoders.encodeFairbanks },
  'yaohua-stx': { encode: encoders.encodeYaohuaStx, options: unitKg },
  'yaohua-equals': {
    encode: encoders.encodeYaohuaEquals,
    options: { unit: 'kg', dialect: { direction: 'reversed' } },
  },
  'yaohua-a12': { encode: encoders.encodeYaohuaA12 },
  'yaohua-a12-text': { encode: encoders.encodeYaohuaText },
  'yaohua-command': { encode: encoders.encodeYaohuaCommand, options: unitKg },
  'jcs-b': { encode: encoders.encodeJcsB },
  kern: { encode: encoders.encodeKern, options: unitKg },
  shinko: { encode: encoders.encodeShinko },
  dialog06: { encode: encoders.encodeDialog06 },
  'usb-hid': { encode: encoders.encodeUsbHid },
};
