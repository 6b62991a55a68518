import { Transform } from 'class-transformer';
import {
  IsEmail,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
  MinLength,
  ValidateIf,
} from 'class-validator';
import { name, trimmed } from '../web/typed.js';
import { PASSWORD_LENGTH } from './passwords.js';
import { currencies, timeZones } from './store-choices.js';
import { ROLES, type Role } from './user.entity.js';

const emptyIsAbsent = () => Transform(({ value }) => (value === '' || value === null ? undefined : value));
const asNumber = () => Transform(({ value }) => (value === '' || value === undefined ? undefined : Number(value)));

const email = () => (target: object, property: string) => {
  trimmed()(target, property);
  IsEmail({}, { message: 'An email address looks like mia@example.com' })(target, property);
  MaxLength(190, { message: 'That address is too long' })(target, property);
};

const newPassword = () => (target: object, property: string) => {
  const { min, max } = PASSWORD_LENGTH;
  MinLength(min, { message: `At least ${min} letters; a short sentence is a good password` })(target, property);
  MaxLength(max, { message: `At most ${max} letters` })(target, property);
};

const timeZone = () => IsIn(timeZones, { message: 'Choose a time zone from the list' });
const currency = () => IsIn(currencies, { message: 'Choose a currency from the list' });

export class SignInForm {
  @email()
  email!: string;

  @IsString({ message: 'Your password, please' })
  @Length(1, 200, { message: 'Your password, please' })
  password!: string;
}

export class StoreForm {
  @name('The store’s name')
  name!: string;

  @timeZone()
  timeZone!: string;

  @currency()
  currency!: string;
}

export class WelcomeForm {
  @name('Your name')
  name!: string;

  @email()
  email!: string;

  @newPassword()
  password!: string;

  /** With it, a merchant's account and its first store are made as well. */
  @emptyIsAbsent()
  @IsOptional()
  @name('The business’s name')
  accountName?: string;

  @emptyIsAbsent()
  @ValidateIf((form: WelcomeForm) => form.accountName !== undefined)
  @name('The store’s name')
  storeName?: string;

  @emptyIsAbsent()
  @ValidateIf((form: WelcomeForm) => form.accountName !== undefined)
  @timeZone()
  timeZone?: string;

  @emptyIsAbsent()
  @ValidateIf((form: WelcomeForm) => form.accountName !== undefined)
  @currency()
  currency?: string;

  @emptyIsAbsent()
  @ValidateIf((form: WelcomeForm) => form.accountName !== undefined)
  @email()
  merchantEmail?: string;
}

export class PersonForm {
  @name('The name')
  name!: string;

  @email()
  email!: string;
}

/** Who is invited to do the books; without an address, whoever has the link. */
export class BookkeeperForm {
  @emptyIsAbsent()
  @IsOptional()
  @email()
  email?: string;
}

export class NewBookkeeperForm extends PersonForm {
  @newPassword()
  password!: string;
}

export class StaffPersonForm extends PersonForm {
  @IsIn(ROLES, { message: 'Choose what this person does' })
  role!: Role;

  @asNumber()
  @ValidateIf((form: StaffPersonForm) => form.role !== 'staff')
  @IsInt({ message: 'Choose the business this person works for' })
  @Min(1, { message: 'Choose the business this person works for' })
  accountId?: number;
}

export class AccountForm {
  @name('The business’s name')
  name!: string;
}

export class ProfileForm {
  @name('Your name')
  name!: string;
}

export class PasswordForm {
  @IsString({ message: 'Your password until now' })
  @Length(1, 200, { message: 'Your password until now' })
  current!: string;

  @newPassword()
  password!: string;
}
