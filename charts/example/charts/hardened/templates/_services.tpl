{{/* (dict "ctx" $ "ports" list "headless" bool "labels" map): a ClusterIP Service, or the headless one beside it. */}}
{{- define "hardened.service" -}}
{{- $ctx := .ctx -}}
apiVersion: v1
kind: Service
metadata:
  {{- include "hardened.metadata" (dict "ctx" $ctx "suffix" (ternary "headless" "" (.headless | default false))) | nindent 2 }}
    {{- with .labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- if not .headless }}
  {{- with $ctx.Values.service.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
spec:
  {{- if .headless }}
  clusterIP: None
  {{- else }}
  type: {{ $ctx.Values.service.type }}
  {{- with $ctx.Values.service.trafficDistribution }}
  trafficDistribution: {{ . }}
  {{- end }}
  {{- end }}
  selector:
    {{- include "hardened.selectorLabels" $ctx | nindent 4 }}
  ports:
    {{- toYaml .ports | nindent 4 }}
{{- end -}}

{{/* An own identity without a token: nothing to steal where nothing asks the API. */}}
{{- define "hardened.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
apiVersion: v1
kind: ServiceAccount
metadata:
  {{- include "hardened.metadata" (dict "ctx" .) | nindent 2 }}
  {{- with .Values.serviceAccount.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
automountServiceAccountToken: false
{{- end -}}
{{- end -}}
