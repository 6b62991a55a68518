import type { Plugin } from '../plugin.js';
import { stepOptionsOf } from '../step.js';
import type { CallsUnderWay } from './calls-under-way.js';
import { choosable } from './choosable.js';
import { consentOf, named } from './declared.js';
import type { PluginCalls } from './protocol.js';

type WizardCalls = Pick<PluginCalls, 'check' | 'tenants' | 'disconnect' | 'checkStep' | 'pickList' | 'create'>;

/** What is asked while a person connects an app and fills in the wizard. */
export function wizardCalls(plugin: Plugin, calls: CallsUnderWay): WizardCalls {
  return {
    check: (call, check) => calls.during(call, async (ctx) => plugin.connection?.checks[check]?.run(ctx)),

    tenants: (call) => calls.during(call, (ctx) => consentOf(plugin).tenants(ctx)),

    disconnect: (call, tenant) => calls.during(call, async (ctx) => consentOf(plugin).disconnect?.(ctx, tenant)),

    checkStep: (call, step, answers) =>
      calls.during(call, async (ctx) => {
        const declared = plugin.wizard?.[step];
        if (typeof declared !== 'function') return [];
        return (await stepOptionsOf(declared).check?.(answers, ctx)) ?? [];
      }),

    pickList: (call, list, search) =>
      calls.during(call, async (ctx) => choosable(await named(plugin.pickLists, list)(ctx, search))),

    create: (call, what, key) => calls.during(call, (ctx) => named(plugin.creates, what)(ctx, key)),
  };
}
