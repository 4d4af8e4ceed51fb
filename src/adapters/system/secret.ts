/** A value that does not show itself: printed, logged, joined into a text or turned into JSON it reads `[secret]`. */
import { inspect } from 'node:util'

const shown = '[secret]'

export class Secret<T = string> {
  readonly #value: T

  constructor(value: T) {
    this.#value = value
  }

  /** The only way to the value; easy to find in a review. */
  reveal(): T {
    return this.#value
  }

  toString(): string {
    return shown
  }

  toJSON(): string {
    return shown
  }

  [inspect.custom](): string {
    return shown
  }
}
