{{/*
The Deployment of a component:
(dict "ctx" $ "ports" list "env" map "probes" map "mounts" list "volumes" list "token" bool)
*/}}
{{- define "hardened.deployment" -}}
{{- $ctx := .ctx -}}
{{- include "hardened.checkModes" $ctx -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  {{- include "hardened.metadata" (dict "ctx" $ctx) | nindent 2 }}
spec:
  {{- if not $ctx.Values.autoscaling.enabled }}
  replicas: {{ $ctx.Values.replicas }}
  {{- end }}
  revisionHistoryLimit: 3
  strategy:
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  selector:
    matchLabels:
      {{- include "hardened.selectorLabels" $ctx | nindent 6 }}
  template:
    metadata:
      labels:
        {{- toYaml (mergeOverwrite (deepCopy $ctx.Values.podLabels) (include "hardened.podLabels" $ctx | fromYaml) (include "hardened.meshPodLabels" $ctx | fromYaml)) | nindent 8 }}
      {{- $annotations := mergeOverwrite (deepCopy $ctx.Values.podAnnotations) (dict "kubectl.kubernetes.io/default-container" "app") (include "hardened.meshPodAnnotations" $ctx | fromYaml) }}
      annotations:
        {{- toYaml $annotations | nindent 8 }}
    spec:
      serviceAccountName: {{ include "hardened.serviceAccountName" $ctx }}
      automountServiceAccountToken: {{ .token | default false }}
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ include "hardened.gracePeriod" $ctx }}
      securityContext:
        {{- include "hardened.podSecurityContext" $ctx | nindent 8 }}
      # Names with fewer dots than ndots are tried with every search domain first, at each look-up.
      dnsConfig:
        options: [{ name: ndots, value: "2" }]
      topologySpreadConstraints:
        {{- include "hardened.topologySpread" $ctx | trim | nindent 8 }}
      {{- with $ctx.Values.global.imagePullSecrets }}
      imagePullSecrets: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $ctx.Values.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with $ctx.Values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $ctx.Values.affinity }}
      affinity: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with $ctx.Values.tolerations }}
      tolerations: {{- toYaml . | nindent 8 }}
      {{- end }}
      containers:
        - name: app
          image: {{ include "hardened.image" $ctx }}
          imagePullPolicy: {{ $ctx.Values.image.pullPolicy }}
          securityContext:
            {{- include "hardened.securityContext" $ctx | nindent 12 }}
          ports:
            {{- toYaml .ports | nindent 12 }}
          env:
            {{- include "hardened.env" (dict "ctx" $ctx "env" .env) | trim | nindent 12 }}
          resources:
            {{- toYaml $ctx.Values.resources | nindent 12 }}
          {{- range $probe := list "startup" "readiness" "liveness" }}
          {{ $probe }}Probe:
            {{- toYaml (merge (get $ctx.Values.probes $probe | deepCopy) (get $.probes $probe)) | nindent 12 }}
          {{- end }}
          lifecycle:
            preStop:
              sleep: { seconds: {{ $ctx.Values.shutdown.preStopSeconds }} }
          volumeMounts:
            - { name: tmp, mountPath: /tmp }
            {{- with concat .mounts $ctx.Values.extraVolumeMounts }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
        {{- if and (eq $ctx.Values.global.discovery "xds") (eq $ctx.Values.global.xds.bootstrap "istio") }}
        # Istio fills in the rest of its agent; without this part a restricted namespace refuses the pod.
        - name: istio-proxy
          image: auto
          securityContext:
            {{- include "hardened.securityContext" $ctx | nindent 12 }}
        {{- end }}
      volumes:
        - name: tmp
          emptyDir: { sizeLimit: {{ $ctx.Values.tmp.sizeLimit }} }
        {{- with concat .volumes $ctx.Values.extraVolumes }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
{{- end -}}
