import { Transform } from 'class-transformer';
import { Length } from 'class-validator';

// Rules of what people type into fields, where several forms have the same.

/** Without the space around it. */
export const trimmed = () => Transform(({ value }) => (typeof value === 'string' ? value.trim() : value));

/** `what` it names: “Your name”. */
export const name = (what: string) => (target: object, property: string) => {
  trimmed()(target, property);
  Length(1, 120, { message: `${what} needs 1 to 120 letters` })(target, property);
};
