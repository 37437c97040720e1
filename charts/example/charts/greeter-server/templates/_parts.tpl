{{/* Secret with the signing key, or nothing. */}}
{{- define "greeter-server.signingSecret" -}}
{{- if .Values.signingKey.externalSecret.enabled -}}
{{ include "hardened.fullname" . }}-signing-key
{{- else if .Values.signingKey.existingSecret -}}
{{ tpl .Values.signingKey.existingSecret . }}
{{- end -}}
{{- end -}}

{{- define "greeter-server.env" -}}
{{ include "hardened.baseEnv" . }}
LISTEN: 0.0.0.0:50051
HTTP_LISTEN: 0.0.0.0:8081
LOG_LEVEL: {{ .Values.logLevel }}
REFLECTION: {{ .Values.reflection | quote }}
REQUIRE_POSTURE: {{ .Values.requirePosture | quote }}
MAX_CONNECTION_AGE_MS: {{ int .Values.maxConnectionAgeMs | quote }}
DRAIN_DELAY_MS: {{ int .Values.shutdown.drainDelayMs | quote }}
SHUTDOWN_DEADLINE_MS: {{ int .Values.shutdown.deadlineMs | quote }}
{{- if include "greeter-server.signingSecret" . }}
SIGNING_KEY_DIR: /var/run/secrets/signing-key
{{- end }}
{{- if .Values.global.tls.enabled }}
TLS_CA_FILE: /var/run/secrets/tls/ca.crt
TLS_CERT_FILE: /var/run/secrets/tls/tls.crt
TLS_KEY_FILE: /var/run/secrets/tls/tls.key
{{- end }}
{{- end -}}

{{/* Native gRPC probes; over HTTP with TLS, which the kubelet's gRPC probe does not speak. */}}
{{- define "greeter-server.probes" -}}
{{- if .Values.global.tls.enabled }}
startup: { httpGet: { path: /livez, port: http } }
readiness: { httpGet: { path: /readyz, port: http } }
liveness: { httpGet: { path: /livez, port: http } }
{{- else }}
startup: { grpc: { port: 50051 } }
readiness: { grpc: { port: 50051 } }
liveness: { grpc: { port: 50051 } }
{{- end }}
{{- end -}}
