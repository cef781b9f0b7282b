/** batch/v1; the notation is that of `structs.ts`. */
export const batchTable = `
CronJob
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:CronJobSpec status:CronJobStatus
CronJobSpec
  schedule=string timeZone:*string startingDeadlineSeconds:*int64 concurrencyPolicy:string suspend:*bool
  jobTemplate=JobTemplateSpec successfulJobsHistoryLimit:*int32 failedJobsHistoryLimit:*int32
CronJobStatus
  active:[core.ObjectReference] lastScheduleTime:*time lastSuccessfulTime:*time
Job
  kind:string apiVersion:string metadata:meta.ObjectMeta spec:JobSpec status:JobStatus
JobCondition
  type=string status=string lastProbeTime:time lastTransitionTime:time reason:string message:string
JobSpec
  parallelism:*int32 completions:*int32 activeDeadlineSeconds:*int64 podFailurePolicy:*PodFailurePolicy
  successPolicy:*SuccessPolicy backoffLimit:*int32 backoffLimitPerIndex:*int32 maxFailedIndexes:*int32
  selector:*meta.LabelSelector manualSelector:*bool template=core.PodTemplateSpec
  ttlSecondsAfterFinished:*int32 completionMode:*string suspend:*bool podReplacementPolicy:*string
  managedBy:*string
JobStatus
  conditions:[JobCondition]@type/patch startTime:*time completionTime:*time active:int32 succeeded:int32
  failed:int32 terminating:*int32 completedIndexes:string failedIndexes:*string
  uncountedTerminatedPods:*UncountedTerminatedPods ready:*int32
JobTemplateSpec
  metadata:meta.ObjectMeta spec:JobSpec
PodFailurePolicy
  rules=[PodFailurePolicyRule]
PodFailurePolicyOnExitCodesRequirement
  containerName:*string operator=string values=[int32]@set/apply
PodFailurePolicyOnPodConditionsPattern
  type=string status=string
PodFailurePolicyRule
  action=string onExitCodes:*PodFailurePolicyOnExitCodesRequirement
  onPodConditions:[PodFailurePolicyOnPodConditionsPattern]
SuccessPolicy
  rules=[SuccessPolicyRule]
SuccessPolicyRule
  succeededIndexes:*string succeededCount:*int32
UncountedTerminatedPods
  succeeded:[string]@set/apply failed:[string]@set/apply
`
