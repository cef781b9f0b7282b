/** What `downsync help` says. */
export const helpText = `downsync decides what runs where across many Kubernetes clusters, and says why.

  downsync plan -f FILES-OR-FOLDERS… [--clusters FILES…] [-o table|json|yaml]
      What goes where and why, the ManifestWorks that would be written, and every write.
  downsync explain OBJECT --cluster WEC -f FILES-OR-FOLDERS…
      Which clause and which field decided that one object is, or is not, in one WEC.
      OBJECT is resource/name or resource/namespace/name: deployment/web, deploy/shop/web,
      widgets.example.com/shop/blue.
  downsync crds [-o yaml|json]
      The CustomResourceDefinitions of the control API, for kubectl apply -f -. WorkStatus is for
      the inventory space, the others are for workload description spaces.

  -f, --filename PATH      Kubernetes objects, BindingPolicies and ManagedClusters as YAML or JSON;
                           of a folder all .yaml, .yml and .json in it; - is standard input
      --clusters PATH      ManagedClusters, or in short a mapping of names to labels
  -n, --namespace NAME     where objects go that do not say where (default)
  -o, --output FORMAT      table, json or yaml
  -v, --verbose            everything, nothing cut short
      --wds-name NAME      the name of the workload description space (wds1)
      --max-size-wrapped BYTES   bytes of content in one ManifestWork (409600)
      --max-num-wrapped NUMBER   objects in one ManifestWork (200)
      --now TIME           the time of the plan (the clock's)

Problems go to standard error as file:line:column. Exit code: 0 fine, 1 something that was
given is wrong, 2 the command itself is.
`
