{{/* Nothing below can be changed by values: users who need less hardening need another chart. */}}
{{- define "hardened.podSecurityContext" -}}
runAsNonRoot: true
{{- if not .Values.global.openshift }}
runAsUser: 65532
runAsGroup: 65532
fsGroup: 65532
fsGroupChangePolicy: OnRootMismatch
{{- end }}
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "hardened.securityContext" -}}
allowPrivilegeEscalation: false
capabilities:
  drop: [ALL]
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* By digest when there is one; the tag then only tells people what it is. */}}
{{- define "hardened.image" -}}
{{- $image := .Values.image -}}
{{- $name := .Values.image.repository -}}
{{- if .Values.global.imageRegistry }}{{ $name = printf "%s/%s" .Values.global.imageRegistry $name }}{{ end -}}
{{- $tag := .Values.image.tag | default .Chart.AppVersion -}}
{{- if .Values.image.digest -}}
{{ $name }}:{{ $tag }}@{{ .Values.image.digest }}
{{- else if .Values.global.requireDigest -}}
{{- fail (printf "%s.image.digest: required by global.requireDigest=true; take it from `docker buildx imagetools inspect %s:%s`" .Chart.Name $name $tag) -}}
{{- else -}}
{{ $name }}:{{ $tag }}
{{- end -}}
{{- end -}}

{{/* Three quarters of the memory limit for V8's old space: the rest is for buffers, code and stacks. In MiB. */}}
{{- define "hardened.oldSpaceMib" -}}
{{- $limit := .Values.resources.limits.memory -}}
{{- $mib := int (trimSuffix "Mi" $limit) -}}
{{- if hasSuffix "Gi" $limit }}{{ $mib = mul 1024 (int (trimSuffix "Gi" $limit)) }}{{ end -}}
{{- div (mul $mib 3) 4 -}}
{{- end -}}

{{/*
What the kubelet grants before SIGKILL, in seconds: the preStop sleep, in which endpoints vanish; the deadline of the
process, which counts from SIGTERM and has the drain in it; and a margin for the last words.
*/}}
{{- define "hardened.gracePeriod" -}}
{{- if gt (int .Values.shutdown.drainDelayMs) (int .Values.shutdown.deadlineMs) -}}
{{- fail (printf "%s.shutdown: drainDelayMs %v is longer than deadlineMs %v, which has it in it" .Chart.Name .Values.shutdown.drainDelayMs .Values.shutdown.deadlineMs) -}}
{{- end -}}
{{- add .Values.shutdown.preStopSeconds (div (add (int .Values.shutdown.deadlineMs) 999) 1000) .Values.shutdown.marginSeconds -}}
{{- end -}}

{{- define "hardened.topologySpread" -}}
{{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- topologyKey: {{ $key }}
  maxSkew: 1
  whenUnsatisfiable: {{ $.Values.topologySpread.whenUnsatisfiable }}
  labelSelector:
    matchLabels:
      {{- include "hardened.selectorLabels" $ | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end -}}

{{/* Who and where the process is, for logs, metrics and zones; and V8's share of the memory limit. */}}
{{- define "hardened.baseEnv" -}}
POD_NAME: { fieldRef: { fieldPath: metadata.name } }
POD_NAMESPACE: { fieldRef: { fieldPath: metadata.namespace } }
POD_IP: { fieldRef: { fieldPath: status.podIP } }
NODE_NAME: { fieldRef: { fieldPath: spec.nodeName } }
TOPOLOGY_ZONE: { fieldRef: { fieldPath: "metadata.labels['topology.kubernetes.io/zone']" } }
NODE_OPTIONS: "--max-old-space-size={{ include "hardened.oldSpaceMib" . }}"
{{- end -}}

{{/*
A map of variables as the list that the API wants, by name, so that none can be there twice:
(dict "ctx" $ "env" map). Values are text, or a valueFrom as a map. extraEnv may add, never replace.
*/}}
{{- define "hardened.env" -}}
{{- range $name := keys .ctx.Values.extraEnv -}}
{{- if hasKey $.env $name -}}
{{- fail (printf "%s.extraEnv.%s: the chart sets this variable itself; use the value that stands for it" $.ctx.Chart.Name $name) -}}
{{- end -}}
{{- end -}}
{{- range $name, $value := merge (dict) .ctx.Values.extraEnv .env }}
- name: {{ $name }}
  {{- if kindIs "map" $value }}
  valueFrom: {{- toYaml $value | nindent 4 }}
  {{- else }}
  value: {{ $value | toString | quote }}
  {{- end }}
{{- end }}
{{- end -}}
