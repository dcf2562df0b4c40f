import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, CommandName, EventName } from '../../shared/ipc/contract.ts';

/*
 * The smallest door: names are checked against fixed lists here, contents by schemas on both sides. The lists are written out
 * because pulling the schemas into a sandboxed preload would cost start time; a test compares them with the contract.
 */
export const commandNames: readonly CommandName[] = [
  'station.describe',
  'operation.append',
  'journal.chains',
  'journal.read',
  'journal.mend',
  'journal.rescue',
  'journal.newEpoch',
  'sync.push',
  'sync.health',
  'sync.pull',
  'queue.words',
  'export.targets',
  'export.write',
  'supply.describe',
  'supply.read',
  'supply.releases',
  'numbers.take',
  'numbers.describe',
  'operator.describe',
  'operator.signIn',
  'operator.signOut',
  'operator.check',
  'shift.describe',
  'shift.seal',
  'shift.sign',
  'shift.checks',
  'shift.reconcile',
  'shift.report',
  'identity.describe',
  'identity.enrol',
  'devices.list',
  'devices.serialPorts',
  'devices.scaleCommand',
  'devices.measure',
  'wizard.places',
  'wizard.probe',
  'wizard.stop',
  'devices.openScaleStream',
  'deviceTrial.places',
  'deviceTrial.start',
  'deviceTrial.stop',
  'labels.print',
  'labels.documents',
  'labels.warm',
  'labels.printers',
  'labels.choosePrinter',
  'papers.make',
  'papers.print',
  'printerWizard.places',
  'printerWizard.probe',
  'printerWizard.test',
  'printerWizard.testPaper',
  'printerWizard.stop',
  'photos.keep',
  'settings.read',
  'settings.write',
  'practice.act',
  'bench.mark',
];
export const eventNames: readonly EventName[] = [
  'journal.appended',
  'device.status',
  'wizard.progress',
  'storage.status',
  'notice',
  'settings.changed',
  'labels.printerInUse',
  'labels.documentsArrived',
  'supply.changed',
  'supply.status',
  'operator.changed',
  'numbers.status',
];

const bridge: Bridge = {
  invoke: (name, input) =>
    commandNames.includes(name)
      ? ipcRenderer.invoke('weighhouse', name, input)
      : Promise.reject(new Error('unknown command')),
  on(name, listener) {
    if (!eventNames.includes(name)) throw new Error('unknown event');
    const relay = (_event: unknown, payload: unknown): void => listener(payload);
    ipcRenderer.on(`weighhouse:${name}`, relay);
    return () => ipcRenderer.removeListener(`weighhouse:${name}`, relay);
  },
};

contextBridge.exposeInMainWorld('weighhouse', bridge);
// A port cannot cross the bridge as a value: it is passed on as a message to the page itself.
ipcRenderer.on('weighhouse:scale-port', (event) =>
  window.postMessage('weighhouse:scale-port', 'app://floor', event.ports),
);
