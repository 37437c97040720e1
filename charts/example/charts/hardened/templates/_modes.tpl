{{/*
Which meshes each way of discovery can live with. The schema refuses the other pairs with the reason;
this guard holds when it is skipped (--skip-schema-validation).
*/}}
{{- define "hardened.checkModes" -}}
{{- $meshes := dict "dns" (list "none" "ambient") "k8s" (list "none" "ambient") "xds" (list "none") "mesh" (list "sidecar" "ambient") -}}
{{- $allowed := get $meshes .Values.global.discovery | required (printf "global.discovery: %q is none of dns, k8s, xds, mesh" .Values.global.discovery) -}}
{{- if not (has .Values.global.mesh $allowed) -}}
{{- fail (printf "global.mesh: %q does not go with global.discovery=%s, only %s" .Values.global.mesh .Values.global.discovery (join " or " $allowed)) -}}
{{- end -}}
{{- end -}}

{{/* Labels that decide whether a mesh takes this pod. "none" is said aloud, in case the namespace has another default. */}}
{{- define "hardened.meshPodLabels" -}}
{{- if eq .Values.global.discovery "xds" -}}
istio.io/dataplane-mode: none
sidecar.istio.io/inject: {{ eq .Values.global.xds.bootstrap "istio" | quote }}
{{- else if eq .Values.global.mesh "sidecar" -}}
istio.io/dataplane-mode: none
sidecar.istio.io/inject: "true"
{{- else if eq .Values.global.mesh "ambient" -}}
istio.io/dataplane-mode: ambient
sidecar.istio.io/inject: "false"
{{- else -}}
istio.io/dataplane-mode: none
sidecar.istio.io/inject: "false"
{{- end -}}
{{- end -}}

{{- define "hardened.meshPodAnnotations" -}}
{{- if and (eq .Values.global.discovery "xds") (eq .Values.global.xds.bootstrap "istio") -}}
inject.istio.io/templates: grpc-agent
proxy.istio.io/config: '{"holdApplicationUntilProxyStarts": true}'
{{- else if eq .Values.global.mesh "sidecar" -}}
proxy.istio.io/config: '{"holdApplicationUntilProxyStarts": true}'
{{- end -}}
{{- end -}}

{{/* What a proxy should speak to a gRPC port; it overrides what the port's name suggests. */}}
{{- define "hardened.grpcAppProtocol" -}}
{{- if .Values.global.tls.enabled -}}https
{{- else if eq .Values.global.mesh "none" -}}kubernetes.io/h2c
{{- else -}}grpc
{{- end -}}
{{- end -}}
