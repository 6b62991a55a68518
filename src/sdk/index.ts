export type { Sandbox, SandboxOptions } from './sandbox.js';
