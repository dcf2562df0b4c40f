import type { OperatorState, Person } from '../../shared/ipc/supply-commands.ts';
import type { CommandInput, CommandOutput } from '../../shared/ipc/contract.ts';
import { operatorSchema, type Operator } from '../../shared/identity/operator.ts';
import { OperatorCheck } from '../services/operator-check.ts';

/** How long a lead's badge or PIN opens what only a lead may decide. */
const LEADS_WORD_MS = 120_000;

export interface PeoplePorts {
  /** Records of kind operator as the cloud sent them. */
  readonly records: () => ReadonlyMap<string, Record<string, unknown>>;
  /** The person of the settings: who works here before any people are known. */
  readonly configured: () => { readonly id: string; readonly name: string };
  readonly monoMs: () => number;
}

/** Who stands at the station. Works without a network on the people that came last; secrets stay in here. */
export class People {
  readonly #ports: PeoplePorts;
  readonly #check: OperatorCheck;
  readonly #leads = new Map<string, number>();
  #signedIn: Person | undefined;

  constructor(ports: PeoplePorts) {
    this.#ports = ports;
    this.#check = new OperatorCheck(ports.monoMs);
  }

  state(): OperatorState {
    const known = this.#known();
    const people = known
      .filter(({ active }) => active)
      .map(personOf)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return {
      rule: people.length === 0 ? 'open' : 'people',
      operator: this.#signedIn ?? { ...this.#ports.configured(), role: people.length === 0 ? 'lead' : 'operator' },
      signedIn: this.#signedIn !== undefined,
      people,
    };
  }
  /** What operations are stamped with. */
  get actor(): string {
    return this.#signedIn?.id ?? this.#ports.configured().id;
  }
  get signedIn(): Person | undefined {
    return this.#signedIn;
  }

  /** People are known and none of them is signed in: nothing is worked until one is. */
  get nobodyHere(): boolean {
    return this.#signedIn === undefined && this.#known().some(({ active }) => active);
  }

  async check(credential: CommandInput<'operator.check'>): Promise<CommandOutput<'operator.check'>> {
    const known = this.#known();
    if (!known.some(({ active }) => active)) return { outcome: 'nobody-known' };
    const found =
      'badge' in credential
        ? await this.#check.byBadge(known, credential.badge)
        : await this.#check.byPin(known, credential.id, credential.pin);
    if (found.outcome !== 'in') return found;
    const { operator } = found;
    if (operator.role !== 'operator') this.#leads.set(operator.id, this.#ports.monoMs());
    return { outcome: 'in', operator: personOf(operator) };
  }
  signIn(person: Person): void {
    this.#signedIn = person;
  }
  signOut(): void {
    this.#signedIn = undefined;
  }
  /** Somebody who left, or was never here any more: signed out when the next people come. @returns whether that happened. */
  peopleChanged(): boolean {
    const person = this.#signedIn;
    if (person === undefined || this.#known().some(({ id, active }) => id === person.id && active)) return false;
    this.#signedIn = undefined;
    return true;
  }

  /** May this person's word count as a lead's now: signed in as one, or checked a moment ago; where no people are known, whoever stands here. */
  mayLead(id: string): boolean {
    const { rule, operator } = this.state();
    if (rule === 'open') return id === operator.id;
    if (this.#signedIn?.id === id && this.#signedIn.role !== 'operator') return true;
    const checked = this.#leads.get(id);
    return checked !== undefined && this.#ports.monoMs() - checked <= LEADS_WORD_MS;
  }

  #known(): Operator[] {
    return [...this.#ports.records().values()].flatMap((record) => {
      const parsed = operatorSchema.safeParse(record);
      return parsed.success ? [parsed.data] : [];
    });
  }
}

const personOf = ({ id, name, role, language }: Operator): Person => ({
  id,
  name,
  role,
  ...(language === undefined ? {} : { language }),
});
