import { Injectable, NotFoundException, type PipeTransform } from '@nestjs/common';

/** `@Param('task', TaskParam) task: string`: also of a task that its connector no longer has, but never what could not be one. */
@Injectable()
export class TaskParam implements PipeTransform<string, string> {
  transform(value: string): string {
    if (!/^[\w-]{1,64}$/.test(value)) throw new NotFoundException();
    return value;
  }
}
