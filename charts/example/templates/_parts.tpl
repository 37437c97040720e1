{{/* (dict "ctx" $ "suffix" "x"): head of an object of the umbrella, whose name must not be that of a component's. */}}
{{- define "example.metadata" -}}
name: {{ include "hardened.release" .ctx }}-{{ .suffix }}
namespace: {{ .ctx.Release.Namespace }}
labels:
  {{- include "hardened.labels" .ctx | nindent 2 }}
{{- end -}}
