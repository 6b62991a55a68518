export { type CheckOptions, checkPlugin, type It } from './check-plugin.js';
export type { Fault, FaultKind, Faults } from './faults.js';
export { PluginUnderTest, pluginUnderTest } from './plugin-under-test.js';
export type { Pulled } from './pulled.js';
export type { Exchange } from './small-door.js';
export type { UnderTestOptions } from './test-facts.js';
