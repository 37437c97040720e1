{{/* A PodMonitor or ServiceMonitor for /metrics on the port "http". */}}
{{- define "hardened.monitor" -}}
{{- if .Values.global.monitoring.enabled -}}
{{- $kind := .Values.global.monitoring.kind -}}
{{- if include "hardened.renderCrd" (dict "ctx" . "api" (printf "monitoring.coreos.com/v1/%s" $kind) "mode" .Values.global.monitoring.renderMode "value" "global.monitoring.renderMode") -}}
apiVersion: monitoring.coreos.com/v1
kind: {{ $kind }}
metadata:
  {{- include "hardened.metadata" (dict "ctx" .) | nindent 2 }}
    {{- with .Values.global.monitoring.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  selector:
    matchLabels:
      {{- include "hardened.selectorLabels" . | nindent 6 }}
  {{ ternary "podMetricsEndpoints" "endpoints" (eq $kind "PodMonitor") }}:
    - port: http
      path: /metrics
      interval: {{ .Values.global.monitoring.interval }}
{{- end -}}
{{- end -}}
{{- end -}}
