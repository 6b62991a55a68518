import { manifestOf } from '../manifest-of.js';
import type { Plugin } from '../plugin.js';
import { CallsUnderWay } from './calls-under-way.js';
import { appWebhookOf, connectionWebhookOf } from './declared.js';
import { judgingCalls, sendingCalls } from './export-calls.js';
import { importCalls } from './import-calls.js';
import type { HostCalls, PluginCalls } from './protocol.js';
import { wizardCalls } from './wizard-calls.js';

/** Answers the host's calls with a plugin's functions. Runs where the plugin runs. */
export function createRuntime(plugin: Plugin, host: HostCalls): PluginCalls {
  const calls = new CallsUnderWay(plugin, host);
  return {
    manifest: async () => manifestOf(plugin),
    ...wizardCalls(plugin, calls),
    ...importCalls(plugin, host, calls),
    ...judgingCalls(plugin),
    ...sendingCalls(plugin, calls),

    async notified(id, notification) {
      const webhook = connectionWebhookOf(plugin, id);
      return { eventId: webhook.eventId(notification), wakes: webhook.wakes(notification) };
    },

    events: async (id, notification) => appWebhookOf(plugin, id).events(notification),

    async abort(call) {
      calls.abort(call);
    },
  };
}
