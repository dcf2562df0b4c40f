import type { LabelDocumentsStatus } from '../../shared/ipc/label-commands.ts';
import type { BridgeClient } from '../bridge/bridge-client.ts';

/** Which carriers' labels lie on this machine: an order is packed with one of these, or with a plain route label and waits. */
export class LabelDocuments {
  readonly #bridge: Pick<BridgeClient, 'invoke' | 'on'>;
  readonly #here = new Set<string>();
  #coverage: LabelDocumentsStatus = { wanted: 0, here: 0 };
  readonly #listeners = new Set<() => void>();

  constructor(bridge: Pick<BridgeClient, 'invoke' | 'on'>) {
    this.#bridge = bridge;
    bridge.on('labels.documentsArrived', (event) => this.#take(event));
  }

  async begin(): Promise<void> {
    const answer = await this.#bridge.invoke('labels.documents', null);
    if (answer.ok) this.#take(answer.value);
  }

  isHere(document: string): boolean {
    return this.#here.has(document);
  }

  /** If the network goes now: so many of the labels that are made can be printed. */
  get coverage(): LabelDocumentsStatus {
    return this.#coverage;
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #take({ documents, ...coverage }: LabelDocumentsStatus & { readonly documents: readonly string[] }): void {
    for (const document of documents) this.#here.add(document);
    this.#coverage = coverage;
    for (const listener of this.#listeners) listener();
  }
}
