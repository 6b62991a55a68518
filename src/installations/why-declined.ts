import { Transform } from 'class-transformer';
import { MaxLength, MinLength, ValidateIf } from 'class-validator';

/** What staff answer a merchant who asked for something: they say why where they decline it. */
export const whyDeclined =
  <Form>(declined: (form: Form) => boolean) =>
  (target: object, property: string): void => {
    Transform(({ value }) => (typeof value === 'string' ? value.trim() : ''))(target, property);
    ValidateIf(declined)(target, property);
    MinLength(3, { message: 'Say why: the merchant reads it' })(target, property);
    MaxLength(1000, { message: 'At most 1,000 letters' })(target, property);
  };
