import { Injectable, NotFoundException, type PipeTransform } from '@nestjs/common';

/** `@Param('id', IdParam) id: number`: whatever can't be an id is a page that does not exist. */
@Injectable()
export class IdParam implements PipeTransform<string, number> {
  transform(value: string): number {
    const id = Number(value);
    if (!/^[1-9]\d*$/.test(value) || !Number.isSafeInteger(id)) throw new NotFoundException();
    return id;
  }
}
