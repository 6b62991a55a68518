import { type Answer, Invalid, json, Refusal } from './answers.js';
import { elementsOf, type Form } from './form.js';
import { envelope, howOf, type Noun } from './listing.js';
import type { Call } from './router.js';
import type { Kept } from './shelf.js';

/** Gathers what is wrong with an element, so that all of it is told at once. */
export class Problems {
  readonly errors: string[] = [];
  readonly warnings: string[] = [];

  add(message: string): void {
    this.errors.push(message);
  }

  warn(message: string): void {
    this.warnings.push(message);
  }

  /** Adds the message unless it holds. */
  unless(holds: unknown, message: string): void {
    if (!holds) this.add(message);
  }

  /** Runs what may find the element invalid by itself. */
  try<T>(happens: () => T): T | undefined {
    try {
      return happens();
    } catch (error) {
      if (!(error instanceof Invalid)) throw error;
      this.errors.push(...error.messages);
      return undefined;
    }
  }

  throwIfAny(): void {
    if (this.errors.length > 0) throw new Invalid(this.errors);
  }
}

interface Outcome {
  ok: boolean;
  element: object;
}

const messages = (texts: readonly string[]) => texts.map((Message) => ({ Message }));

/** Saves one element of a body; what it finds wrong it adds to the problems or throws. */
export type Save<T> = (element: Form, problems: Problems) => T;

/**
 * Saves each element of a body by itself. With `summarizeErrors=false` each is told how it went and the good ones stay; otherwise
 * one bad element refuses the whole request and nothing is kept.
 */
export function saveEach<T extends Kept>(call: Call, noun: Noun<T>, save: Save<T>): Answer {
  return saveAll(call, noun.name, noun.idName, save, (record) => noun.write(record, howOf(call, true)));
}

export function saveAll<T>(
  call: Call,
  name: string,
  idName: string,
  save: Save<T>,
  write: (record: T) => object,
): Answer {
  const { books, query, body } = call;
  const apart = query.flag('summarizeErrors') === false;
  const elements = elementsOf(body, name);
  return books.journal.atomically(() => {
    const outcomes = elements.map((element) => outcomeOf(call, element, { idName, apart, save, write }));
    const bad = outcomes.filter((outcome) => !outcome.ok).map((outcome) => outcome.element);
    if (bad.length > 0 && !apart) throw validationRefusal(bad);
    return envelope(
      books,
      name,
      outcomes.map((outcome) => outcome.element),
    );
  });
}

interface HowSaved<T> {
  idName: string;
  apart: boolean;
  save: Save<T>;
  write: (record: T) => object;
}

/** Stands where a refused element has no id. */
const NO_GUID = '00000000-0000-0000-0000-000000000000';

function outcomeOf<T>({ books }: Call, element: Form, { idName, apart, save, write }: HowSaved<T>): Outcome {
  const problems = new Problems();
  try {
    const record = books.journal.atomically(() => {
      const saved = save(element, problems);
      problems.throwIfAny();
      return saved;
    });
    const warned = problems.warnings.length > 0;
    const status = apart ? { StatusAttributeString: warned ? 'WARNING' : 'OK' } : {};
    const warnings = warned ? { Warnings: messages(problems.warnings) } : {};
    return { ok: true, element: { ...write(record), ...status, ...warnings } };
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    return { ok: false, element: refusedElement(element, idName, error.messages, apart) };
  }
}

function refusedElement({ raw }: Form, idName: string, texts: readonly string[], apart: boolean): object {
  const documents = ['InvoiceID', 'CreditNoteID'].includes(idName) ? { HasErrors: true } : {};
  const status = apart ? { StatusAttributeString: 'ERROR' } : {};
  return { ...raw, [idName]: raw[idName] ?? NO_GUID, ...documents, ...status, ValidationErrors: messages(texts) };
}

const validationRefusal = (elements: object[]): Refusal =>
  new Refusal(
    json(
      {
        ErrorNumber: 10,
        Type: 'ValidationException',
        Message: 'A validation exception occurred',
        Elements: elements,
      },
      400,
    ),
  );

/** Where the app takes one thing and refuses it whole. */
export function saveOne<T>(
  call: Call,
  idName: string,
  element: Form,
  save: Save<T>,
  write: (saved: T) => Answer,
): Answer {
  const problems = new Problems();
  try {
    return call.books.journal.atomically(() => {
      const saved = save(element, problems);
      problems.throwIfAny();
      return write(saved);
    });
  } catch (error) {
    if (!(error instanceof Invalid)) throw error;
    throw validationRefusal([refusedElement(element, idName, error.messages, false)]);
  }
}
