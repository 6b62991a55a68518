export { type CheckOptions, checkPlugin, type It } from './check-plugin.js';
export type { Fault, FaultKind, Faults } from './faults.js';
export { PluginUnderTest, type Pulled, pluginUnderTest, type UnderTestOptions } from './plugin-under-test.js';
export type { Exchange } from './small-door.js';
