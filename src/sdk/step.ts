import 'reflect-metadata';
import type { Context } from './context.js';

/** What is wrong with one answer, found by asking the app. */
export interface AnswerProblem {
  field: string;
  /** What to do about it, in words for the merchant. */
  problem: string;
  /** Shown as a warning that may be passed over. */
  warning?: boolean;
}

/** What a step of the wizard says of itself, besides its fields. */
export interface StepOptions {
  /** On the progress bar: 'Get started'. */
  title: string;
  /** A sentence or two on top of the step. */
  intro?: string;
  /**
   * Groups of fields that nearly everybody leaves as they are, each with a sentence on what holds then: they are folded away under their
   * heading. Nothing in them must be answered.
   */
  folded?: Record<string, string>;
  /** Asks the app whether the answers hold (codes exist, a customer isn't stopped). Only on steps behind the connect step. */
  check?(answers: Record<string, unknown>, ctx: Context): Promise<AnswerProblem[]>;
}

const STEP = Symbol('patchbay:step');

/** Marks a class as one step of the wizard: its fields are the form. */
export const Step =
  (options: StepOptions): ClassDecorator =>
  (target) =>
    Reflect.defineMetadata(STEP, options, target);

/** What `@Step` said of a class. Throws where it is missing. */
export function stepOptionsOf(step: new () => object): StepOptions {
  const options: StepOptions | undefined = Reflect.getMetadata(STEP, step);
  if (!options) throw new Error(`${step.name} is no wizard step: it lacks @Step({ title })`);
  return options;
}

/** The step in which credentials are typed and tested; the host renders and checks it by the plugin's `connection`. */
export interface ConnectStep {
  kind: 'connect';
  title: string;
  intro?: string;
}

/** Where credentials are typed, or the way to the app's consent page begins. Answers behind it may be checked by asking the app. */
export const connectStep = (title = 'Connect to app', intro?: string): ConnectStep => ({
  kind: 'connect',
  title,
  intro,
});

/** The last step: the first imports run live in the page. */
export interface ActivateStep {
  kind: 'activate';
  title: string;
  intro?: string;
}

/** Comes last: what is missing is listed, then the first imports run. */
export const activateStep = (title = 'Activate', intro?: string): ActivateStep => ({ kind: 'activate', title, intro });

/** A page of the wizard: one of the host's two, or a class with `@Step` whose fields are the form. */
export type WizardStep = ConnectStep | ActivateStep | (new () => object);
