export * from './connection.js';
export type * from './context.js';
export * from './countries.js';
export { NeedsPerson, NoAnswer, Reconnect, TryLater } from './errors.js';
export {
  Choice,
  DateField,
  type FieldOptions,
  Money,
  NumberField,
  RecordPicker,
  RemotePick,
  Secret,
  SHARES_CONNECTION,
  Switch,
  Text,
} from './fields.js';
export * from './http.js';
export * from './mapping.js';
export * as money from './money.js';
export * from './oauth2.js';
export * from './one-by-one.js';
export * from './peer-store.js';
export * from './plugin.js';
export * from './records/index.js';
export type * from './sandbox.js';
export type * from './statements.js';
export {
  type ActivateStep,
  type AnswerProblem,
  activateStep,
  type ConnectStep,
  connectStep,
  Step,
  type StepOptions,
  type WizardStep,
} from './step.js';
export * from './tasks/index.js';
export * as twin from './twin/index.js';
export { awaits, needsPerson, notDue, rejected } from './unsendable.js';
export { SDK_VERSION } from './version.js';
export type * from './webhook.js';
