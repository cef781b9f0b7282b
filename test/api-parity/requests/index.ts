import type { Theme } from '../scenario.ts'
import { applies } from './applies.ts'
import { builtIn } from './built-in.ts'
import { crud } from './crud.ts'
import { definitions } from './definitions.ts'
import { deletes } from './deletes.ts'
import { discovery } from './discovery.ts'
import { generateName } from './generate-name.ts'
import { generated } from './generated.ts'
import { lists } from './lists.ts'
import { malformed } from './malformed.ts'
import { managedFields } from './managed-fields.ts'
import { namespacesAndGarbage } from './namespaces-and-garbage.ts'
import { numbers } from './numbers.ts'
import { ourSystem } from './our-system.ts'
import { patches } from './patches.ts'
import { rights } from './rights.ts'
import { scales } from './scale.ts'
import { statusAndGeneration } from './status-and-generation.ts'
import { strategic } from './strategic.ts'
import { tables } from './tables.ts'
import { watches } from './watches.ts'

/** Everything that is asked of both servers. */
export const themes: readonly Theme[] = [
  crud,
  generateName,
  malformed,
  patches,
  strategic,
  deletes,
  lists,
  watches,
  statusAndGeneration,
  managedFields,
  applies,
  scales,
  definitions,
  namespacesAndGarbage,
  rights,
  discovery,
  numbers,
  ourSystem,
  builtIn,
  tables,
  generated,
]
