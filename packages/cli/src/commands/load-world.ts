import type { Settings } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import type { PlanRequest } from '../arguments.ts'
import { readClusters } from '../read/clusters.ts'
import type { Complaint } from '../read/document.ts'
import { readFiles } from '../read/read-files.ts'
import { readTables } from '../read/tables.ts'
import type { System } from '../system.ts'
import { buildWorld, type World } from '../world/build-world.ts'

/** The world that a request names, with everything that there is to say of its files. */
export function loadWorld(
  request: PlanRequest,
  system: System,
): Readonly<{ world: World; settings: Settings; complaints: readonly Complaint[] }> {
  const objects = readFiles(system, request.files)
  const clusters = readClusters(readFiles(system, request.clusters))
  const { tables, complaints: ofTables } = readTables(system, request.tables)
  const world = buildWorld([...objects.documents, ...clusters.documents], {
    now: request.now ?? system.now,
    wdsName: request.wdsName,
    namespace: request.namespace,
  })
  return {
    world,
    settings: { transport: ocmTransport, limits: request.limits, tables },
    complaints: [...objects.complaints, ...clusters.complaints, ...ofTables, ...world.complaints],
  }
}
