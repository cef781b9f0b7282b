import { choice, integer, record, type Schema, text, time } from './schema.ts'

const NAME = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]'
const SUBDOMAIN = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'
/** A name, with or without a domain before it: `example.com/Name`. */
export const QUALIFIED_NAME = `^(${SUBDOMAIN}/)?(${NAME})$`
/** The name of a ServiceAccount, or of a namespace as it may stand in a reference. */
export const SUBDOMAIN_NAME = `^(${SUBDOMAIN})$`

/** A condition of Kubernetes' common form, with its limits. */
export const conditionSchema: Schema = record(
  'One aspect of how the object stands.',
  {
    type: text('The aspect.', { maxLength: 316, pattern: QUALIFIED_NAME }),
    status: choice('Whether it holds.', ['True', 'False', 'Unknown']),
    reason: text('Why, in one word for programs.', {
      minLength: 1,
      maxLength: 1024,
      pattern: '^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$',
    }),
    message: text('Why, in words for people; may be empty.', { maxLength: 32_768 }),
    lastTransitionTime: time('When the status of the condition last changed.'),
    observedGeneration: integer('The generation of the object that the condition speaks of.', 'int64', {
      minimum: 0,
    }),
  },
  ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
)
