{{/* Where the server is: every pod through the headless name, or the one address that a proxy balances. */}}
{{- define "bff.greeterTarget" -}}
{{- $service := printf "%s-greeter-server" (include "hardened.release" .) -}}
{{- $namespace := .Release.Namespace -}}
{{- $zone := printf "%s.svc.%s" $namespace .Values.global.clusterDomain -}}
{{- if eq .Values.global.discovery "dns" -}}
dns:///{{ $service }}-headless.{{ $zone }}:50051
{{- else if eq .Values.global.discovery "k8s" -}}
k8s:///{{ $service }}.{{ $namespace }}:grpc
{{- else if eq .Values.global.discovery "xds" -}}
xds:///{{ $service }}.{{ $zone }}:50051
{{- else -}}
dns:///{{ $service }}.{{ $zone }}:50051
{{- end -}}
{{- end -}}

{{/* With a mesh there is one address, and the proxy behind it balances. */}}
{{- define "bff.policy" -}}
{{- $policy := deepCopy .Values.policy -}}
{{- if eq .Values.global.discovery "mesh" }}{{ $policy = set $policy "loadBalancing" "pick_first" }}{{ end -}}
{{- toJson $policy -}}
{{- end -}}

{{- define "bff.env" -}}
{{ include "hardened.baseEnv" . }}
HTTP_LISTEN: 0.0.0.0:8080
GREETER_TARGET: {{ include "bff.greeterTarget" . }}
LOG_LEVEL: {{ .Values.logLevel }}
REQUIRE_POSTURE: {{ .Values.requirePosture | quote }}
DEADLINE_MS: {{ int .Values.deadlineMs | quote }}
DNS_REFRESH_MS: {{ int .Values.dnsRefreshMs | quote }}
GRPC_KIT_POLICY: {{ include "bff.policy" . | quote }}
MAX_RPS: {{ int .Values.maxRps | quote }}
{{- if .Values.httpRoute.enabled }}
{{- /* Without names of its own the route takes the listener's, which are not known here. */}}
ALLOWED_HOSTS: {{ join "," .Values.httpRoute.hostnames | default "*" | quote }}
{{- end }}
DRAIN_DELAY_MS: {{ int .Values.shutdown.drainDelayMs | quote }}
SHUTDOWN_DEADLINE_MS: {{ int .Values.shutdown.deadlineMs | quote }}
{{- if .Values.global.tls.enabled }}
TLS_CA_FILE: /var/run/secrets/tls/ca.crt
TLS_CERT_FILE: /var/run/secrets/tls/tls.crt
TLS_KEY_FILE: /var/run/secrets/tls/tls.key
{{- end }}
{{- if and (eq .Values.global.discovery "xds") (eq .Values.global.xds.bootstrap "configMap") }}
GRPC_XDS_BOOTSTRAP: /etc/xds/bootstrap.json
{{- end }}
{{- end -}}
