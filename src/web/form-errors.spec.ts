import { Type } from 'class-transformer';
import { IsInt, Length, ValidateNested } from 'class-validator';
import { expect, it } from 'vitest';
import { Form } from './form-errors.js';

class Cable {
  @Length(2, 9, { message: '2 to 9 letters' })
  colour!: string;
}

class Order {
  @Type(() => Number)
  @IsInt({ message: 'A whole number' })
  amount!: number;

  @ValidateNested()
  @Type(() => Cable)
  cable?: Cable;
}

it('reads what was posted and drops what the form does not know', async () => {
  const form = await Form.read(Order, { amount: '3', isAdmin: 'true' });
  expect(form.valid).toBe(true);
  expect(form.value).toEqual({ amount: 3 });
});

it('keeps what was typed and says what is wrong, also inside', async () => {
  const form = await Form.read(Order, { amount: 'three', cable: { colour: 'x' } });
  expect(form.valid).toBe(false);
  expect(form.values.amount).toBe('three');
  expect(form.errors).toEqual({ amount: 'A whole number', 'cable.colour': '2 to 9 letters' });
});

it('takes an empty or missing body for an empty form', async () => {
  for (const body of [undefined, null, {}]) expect((await Form.read(Order, body)).errors.amount).toBe('A whole number');
});

it('is no longer valid once something else is found wrong', async () => {
  const form = await Form.read(Order, { amount: '3' });
  expect(form.fail('amount', 'Sold out').valid).toBe(false);
  const again = form.again('shop/order', { title: 'Order' }, 'order');
  expect(again.getStatus()).toBe(422);
  expect(again.data).toEqual({ title: 'Order', order: form });
});
