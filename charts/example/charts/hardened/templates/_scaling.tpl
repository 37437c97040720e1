{{- define "hardened.podDisruptionBudget" -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  {{- include "hardened.metadata" (dict "ctx" .) | nindent 2 }}
spec:
  maxUnavailable: {{ .Values.podDisruptionBudget.maxUnavailable }}
  # A pod that is not ready must not keep a node from being drained.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "hardened.selectorLabels" . | nindent 6 }}
{{- end -}}

{{/*
CPU of the container "app" alone, so that sidecars do not dilute it; up at once, down one pod a minute.
Node runs JavaScript on one thread: event-loop utilisation tells what CPU hides when the process waits for I/O.
*/}}
{{- define "hardened.horizontalPodAutoscaler" -}}
{{- if .Values.autoscaling.enabled -}}
{{- if gt (int .Values.autoscaling.minReplicas) (int .Values.autoscaling.maxReplicas) -}}
{{- fail (printf "%s.autoscaling: minReplicas %v is more than maxReplicas %v" .Chart.Name .Values.autoscaling.minReplicas .Values.autoscaling.maxReplicas) -}}
{{- end -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  {{- include "hardened.metadata" (dict "ctx" .) | nindent 2 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ include "hardened.fullname" . }}
  minReplicas: {{ .Values.autoscaling.minReplicas }}
  maxReplicas: {{ .Values.autoscaling.maxReplicas }}
  metrics:
    - type: ContainerResource
      containerResource:
        name: cpu
        container: app
        target: { type: Utilization, averageUtilization: {{ .Values.autoscaling.cpuUtilization }} }
    {{- if .Values.autoscaling.eventLoopUtilization.enabled }}
    - type: Pods
      pods:
        metric: { name: {{ .Values.autoscaling.eventLoopUtilization.metric }} }
        target: { type: AverageValue, averageValue: {{ .Values.autoscaling.eventLoopUtilization.target | quote }} }
    {{- end }}
  behavior:
    scaleUp:
      stabilizationWindowSeconds: 0
      policies:
        - { type: Percent, value: 100, periodSeconds: 15 }
        - { type: Pods, value: 2, periodSeconds: 15 }
      selectPolicy: Max
    scaleDown:
      stabilizationWindowSeconds: {{ .Values.autoscaling.scaleDownStabilizationSeconds }}
      policies:
        - { type: Pods, value: 1, periodSeconds: 60 }
{{- end -}}
{{- end -}}
