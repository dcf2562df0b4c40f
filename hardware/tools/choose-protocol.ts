import { findScaleProtocolByAnyName, scaleProtocols } from '../registry.ts';
import { resolveDialect, type ScaleParserOptions, type ScaleProtocol } from '../scale/scale-protocol.ts';
import { Misuse } from './misuse.ts';

const units = ['g', 'kg', 'lb', 'oz'] as const;

export interface ChosenProtocol {
  readonly protocol: ScaleProtocol;
  readonly options: ScaleParserOptions;
}

/**
 * A protocol by any of its names, with dialect and unit as a person gave them. A dialect may be `{key: value}`, "key=value,key=value" or one
 * value alone where only one setting has it. Throws Misuse, which says what would be possible.
 */
export function chooseProtocol(name: unknown, dialect: unknown, unit: unknown): ChosenProtocol {
  if (typeof name !== 'string' || name === '') throw new Misuse('protocol is missing');
  const found = findScaleProtocolByAnyName(name);
  if (found === undefined)
    throw new Misuse(`unknown protocol "${name}"; known: ${scaleProtocols.map((p) => p.name).join(', ')}`);
  const wish = { ...found.dialect, ...dialectWish(found.protocol, dialect) };
  const resolved = resolveDialect(found.protocol, wish);
  if ('problem' in resolved) throw new Misuse(`${found.protocol.name}: ${String(resolved['problem'])}`);
  const known = units.find((candidate) => candidate === unit);
  if (known === undefined && ![undefined, null, '', 'unknown'].some((none) => none === unit))
    throw new Misuse(`unit may be ${units.join(', ')}; not ${JSON.stringify(unit)}`);
  return { protocol: found.protocol, options: { dialect: resolved, unit: known } };
}

function dialectWish(protocol: ScaleProtocol, dialect: unknown): Record<string, string> {
  if (dialect === undefined || dialect === null || dialect === '') return {};
  if (typeof dialect === 'object' && !Array.isArray(dialect))
    return Object.fromEntries(Object.entries(dialect).map(([key, value]) => [key, String(value)]));
  const parts: unknown[] = Array.isArray(dialect) ? dialect : [dialect];
  const out: Record<string, string> = {};
  for (const part of parts.flatMap((text) => String(text).split(','))) {
    const [key = '', value] = part.split('=', 2).map((text) => text.trim());
    if (value !== undefined) out[key] = value;
    else out[settingWith(protocol, key)] = key;
  }
  return out;
}

function settingWith(protocol: ScaleProtocol, value: string): string {
  const keys = Object.entries(protocol.dialects).filter(([, choice]) => choice.values.includes(value));
  const [only] = keys;
  if (only === undefined || keys.length > 1)
    throw new Misuse(
      `${protocol.name} has no single setting with the value "${value}"; settings: ${
        Object.entries(protocol.dialects)
          .map(([key, choice]) => `${key}=${choice.values.join('|')}`)
          .join(', ') || 'none'
      }`,
    );
  return only[0];
}
