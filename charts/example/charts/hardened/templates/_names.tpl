{{/*
The release's part of every name. Names are always <release>-<component>, so that one component can compute the name
of another. The longest suffix ("-greeter-server-signing-key") leaves 36 of the 63 characters of a DNS label; longer
releases, and those that are no DNS label, are cut and told apart by a hash.
*/}}
{{- define "hardened.release" -}}
{{- $hash := .Release.Name | sha256sum | trunc 8 -}}
{{- $label := .Release.Name | replace "." "-" -}}
{{- if regexMatch "^[0-9]" $label -}}
r{{ $label | trunc 26 | trimSuffix "-" }}-{{ $hash }}
{{- else if or (gt (len $label) 36) (ne $label .Release.Name) -}}
{{ $label | trunc 27 | trimSuffix "-" }}-{{ $hash }}
{{- else -}}
{{ $label }}
{{- end -}}
{{- end -}}

{{/* Name of this component's objects; an alias in Chart.yaml gives its own. */}}
{{- define "hardened.fullname" -}}
{{ include "hardened.release" . }}-{{ .Chart.Name }}
{{- end -}}

{{- define "hardened.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{/* Labels of pods: nothing that changes without the software, or each new chart would restart them. */}}
{{- define "hardened.podLabels" -}}
{{ include "hardened.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: example
{{- end -}}

{{- define "hardened.labels" -}}
{{ include "hardened.podLabels" . }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{/* Head of every object: (dict "ctx" $ "suffix" "headless"), the suffix optional. */}}
{{- define "hardened.metadata" -}}
name: {{ include "hardened.fullname" .ctx }}{{ with .suffix }}-{{ . }}{{ end }}
namespace: {{ .ctx.Release.Namespace }}
labels:
  {{- include "hardened.labels" .ctx | nindent 2 }}
{{- end -}}

{{- define "hardened.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{ .Values.serviceAccount.name | default (include "hardened.fullname" .) }}
{{- else -}}
{{ required "serviceAccount.name: name the existing ServiceAccount, or set serviceAccount.create=true" .Values.serviceAccount.name }}
{{- end -}}
{{- end -}}
