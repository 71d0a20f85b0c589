import { GraphQLError } from 'graphql'

/** An error that GitHub gives a type: the client tells by it what to do. */
export class TypedGraphError extends GraphQLError {
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

/** The schema has the field, this simulator does not know its value. */
export class UnsupportedFieldError extends Error {
  override readonly name = 'UnsupportedFieldError'
  readonly code = 'unsupported_field'
  readonly field: string

  constructor(field: string) {
    super(`the simulator has no resolver for ${field}`)
    this.field = field
  }
}
