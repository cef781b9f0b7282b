/** What `downsync help` says. */
export const helpText = `downsync decides what runs where across many Kubernetes clusters, and says why.

On files
  downsync plan -f FILES-OR-FOLDERS… [--clusters FILES…] [-o table|json|yaml]
      What goes where and why, the ManifestWorks that would be written, and every write.
  downsync explain OBJECT --cluster WEC -f FILES-OR-FOLDERS…
      Which clause and which field decided that one object is, or is not, in one WEC; which WECs decided
      each field of its .status here, and what StatusCollectors found of it. Without -f: on clusters.
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
      --tables FILE        how kinds of your own aggregate over several WECs; also on clusters
      --now TIME           the time of the plan (the clock's)

Everything in one process
  downsync up [--wecs N] [--data FOLDER]
      A workload description space, an inventory and transport space and N clusters (2), with the
      controllers and an agent for each; kept in FOLDER, or gone when it ends.

On clusters
  downsync run [--controllers binding,transport,status] [--paused]
      The controllers of one WDS. Takes the two limits above.
  downsync get policies [NAME…] [-o table|wide|json|yaml] [--watch]
      How far each policy has come; of those that are named, each object in each WEC.
  downsync get combinedstatuses [POLICY… | OBJECT…] [-o table|wide|json|yaml] [--watch]
      What StatusCollectors found, WEC by WEC.
  downsync pause POLICY… | --all, downsync resume POLICY… | --all
      Nothing is written for a policy, or for any, while it is paused. --binding: for Bindings.
  downsync adopt [WEC/WRAPPED… | --all], downsync prune [WEC/WRAPPED… | --all]
      What an earlier WDS of this name left in mailboxes, that no policy wants: shows it; takes it for ours,
      or deletes it.
  downsync clusters [-o table|json|yaml], downsync clusters accept NAME…
      The inventory; letting clusters in that have asked to join.
  downsync hub [--accept-all]
      The hub's side of registration, where Open Cluster Management is not installed.
  downsync agent --wec-name NAME [--label KEY=VALUE…] [--simulate-workload]
      Registers a cluster, applies what its mailbox holds, and reports what becomes of it.

      --wds-kubeconfig FILE, --wds-context NAME, --wds-name NAME (wds1)
      --its-kubeconfig FILE, --its-context NAME, --its-name NAME (its1)
      --wec-kubeconfig FILE, --wec-context NAME
                           where the spaces are: KUBECONFIG, then ~/.kube/config; the context that
                           has the name of the space, then the current one
  -v, --verbose            a log of everything

Problems go to standard error as file:line:column. Exit code: 0 fine, 1 something that was
given is wrong, 2 the command itself is.
`
