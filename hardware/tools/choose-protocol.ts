import { findScaleProtocolByAnyName, plainName, scaleProtocols } from '../registry.ts';
import { resolveDialect, type ScaleParserOptions, type ScaleProtocol } from '../scale/scale-protocol.ts';
import { Misuse } from './misuse.ts';

const units = ['g', 'kg', 'lb', 'oz'] as const;

export interface ChosenProtocol {
  readonly protocol: ScaleProtocol;
  /** Every setting of the protocol with its value, and the unit a person gave. */
  readonly options: ScaleParserOptions & { readonly dialect: Readonly<Record<string, string>> };
}

/**
 * A protocol by any of its names, or by the beginning of one where only one protocol has it, with dialect and unit as a person gave them. A dialect
 * may be `{key: value}`, "key=value,key=value" or one value alone where only one setting has it; capitals and hyphens do not matter.
 * Throws Misuse, which says what would be possible.
 */
export function chooseProtocol(name: unknown, dialect: unknown, unit: unknown): ChosenProtocol {
  if (typeof name !== 'string' || name.trim() === '') throw new Misuse('protocol is missing', 'unknown-protocol');
  const found = findScaleProtocolByAnyName(name) ?? byBeginning(name);
  const wish = { ...found.dialect, ...dialectWish(found.protocol, dialect) };
  const resolved = resolveDialect(found.protocol, wish);
  if ('problem' in resolved) throw new Misuse(`${found.protocol.name}: ${String(resolved['problem'])}`, 'bad-dialect');
  return { protocol: found.protocol, options: { dialect: resolved, unit: unitWish(unit) } };
}

function byBeginning(name: string): {
  readonly protocol: ScaleProtocol;
  readonly dialect: Readonly<Record<string, string>>;
} {
  const wanted = plainName(name);
  const near = scaleProtocols.filter((protocol) =>
    [protocol.name, ...Object.keys(protocol.aliases ?? {})].some((text) => plainName(text).startsWith(wanted)),
  );
  const [only] = near;
  if (only !== undefined && near.length === 1 && wanted.length >= 3) return { protocol: only, dialect: {} };
  const known = (near.length > 1 ? near : scaleProtocols).map((protocol) => protocol.name).join(', ');
  throw new Misuse(
    near.length > 1 && wanted !== '' ? `"${name}" may be ${known}` : `unknown protocol "${name}"; known: ${known}`,
    'unknown-protocol',
  );
}

function unitWish(unit: unknown): ScaleParserOptions['unit'] {
  const text = typeof unit === 'string' ? unit.trim().toLowerCase() : unit;
  const known = units.find((candidate) => candidate === text);
  if (known === undefined && ![undefined, null, '', 'unknown'].some((none) => none === text))
    throw new Misuse(`unit may be ${units.join(', ')}; not ${JSON.stringify(unit)}`, 'bad-unit');
  return known;
}

function dialectWish(protocol: ScaleProtocol, dialect: unknown): Record<string, string> {
  if (dialect === undefined || dialect === null || dialect === '') return {};
  if (typeof dialect === 'object' && !Array.isArray(dialect))
    return Object.fromEntries(Object.entries(dialect).map(([key, value]) => asDeclared(protocol, key, String(value))));
  const parts: unknown[] = Array.isArray(dialect) ? dialect : [dialect];
  const out: Record<string, string> = {};
  for (const part of parts.flatMap((text) => String(text).split(',')).filter((text) => text.trim() !== '')) {
    const [first = '', second] = part.split('=', 2).map((text) => text.trim());
    const named = second === undefined ? namedDialect(protocol, first) : undefined;
    if (named !== undefined) {
      Object.assign(out, named);
      continue;
    }
    const [key, value] = asDeclared(
      protocol,
      second === undefined ? settingWith(protocol, first) : first,
      second ?? first,
    );
    out[key] = value;
  }
  return out;
}

/** Key and value as the protocol spells them, where it has them. */
function asDeclared(protocol: ScaleProtocol, key: string, value: string): [string, string] {
  const name = Object.keys(protocol.dialects).find((candidate) => plainName(candidate) === plainName(key)) ?? key;
  const known = protocol.dialects[name]?.values.find((candidate) => plainName(candidate) === plainName(value));
  return [name, known ?? value];
}

/** A dialect by the alias that stands for it ("fairbanks-toledo"), or the plain form by what people call it. */
function namedDialect(protocol: ScaleProtocol, name: string): Readonly<Record<string, string>> | undefined {
  const wanted = plainName(name);
  const alias = Object.entries(protocol.aliases ?? {}).find(([text]) => plainName(text) === wanted);
  if (alias !== undefined) return alias[1];
  return ['default', 'standard', plainName(protocol.name)].includes(wanted) ? {} : undefined;
}

function settingWith(protocol: ScaleProtocol, value: string): string {
  const keys = Object.entries(protocol.dialects).filter(([, choice]) =>
    choice.values.some((candidate) => plainName(candidate) === plainName(value)),
  );
  const [only] = keys;
  if (only === undefined || keys.length > 1)
    throw new Misuse(
      `${protocol.name} has no single setting with the value "${value}"; settings: ${
        Object.entries(protocol.dialects)
          .map(([key, choice]) => `${key}=${choice.values.join('|')}`)
          .join(', ') || 'none'
      }`,
      'bad-dialect',
    );
  return only[0];
}
