import { hubDefinitions } from '@downsync/agent'
import { type KubeObject, nameOf } from '@downsync/core'
import { controlCrds } from '@downsync/core/crds'

const REPORTS = 'workstatuses.control.kubestellar.io'

/** What a WDS must serve for the controllers: the control API, except for records of reported state. */
export const wdsDefinitions: readonly KubeObject[] = controlCrds().filter((crd) => nameOf(crd) !== REPORTS)

/** What an ITS must serve where neither OCM nor KubeStellar's status add-on is installed. */
export const itsDefinitions: readonly KubeObject[] = hubDefinitions
