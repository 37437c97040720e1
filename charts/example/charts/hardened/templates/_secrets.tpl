{{/*
Refuses a release whose Secret is not there: (dict "ctx" $ "name" "the Secret" "value" "path in values").
Only a cluster can tell: where every namespace's own ServiceAccount is not found, nothing is looked up (helm template).
*/}}
{{- define "hardened.checkSecret" -}}
{{- if lookup "v1" "ServiceAccount" .ctx.Release.Namespace "default" -}}
{{- if not (lookup "v1" "Secret" .ctx.Release.Namespace .name) -}}
{{- fail (printf "%s: there is no Secret %q in namespace %q; create it first, for instance with `kubectl create secret generic %s --from-file=...`" .value .name .ctx.Release.Namespace .name) -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* An ExternalSecret that keeps <fullname>-<suffix> equal to the store: (dict "ctx" $ "suffix" "" "spec" map "value" path) */}}
{{- define "hardened.externalSecret" -}}
{{- if include "hardened.renderCrd" (dict "ctx" .ctx "api" "external-secrets.io/v1/ExternalSecret" "mode" .spec.renderMode "value" (printf "%s.renderMode" .value)) -}}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  {{- include "hardened.metadata" (dict "ctx" .ctx "suffix" .suffix) | nindent 2 }}
spec:
  refreshInterval: {{ .spec.refreshInterval }}
  secretStoreRef:
    kind: {{ .spec.store.kind }}
    name: {{ required (printf "%s.store.name: name the SecretStore to read from" .value) .spec.store.name }}
  target:
    name: {{ include "hardened.fullname" .ctx }}-{{ .suffix }}
    creationPolicy: Owner
  dataFrom:
    - extract: { key: {{ required (printf "%s.remoteKey: name the secret in the store" .value) .spec.remoteKey | quote }} }
{{- end -}}
{{- end -}}

{{/* Secret with tls.crt, tls.key and ca.crt of this component. */}}
{{- define "hardened.tlsSecret" -}}
{{- if .Values.tls.existingSecret -}}
{{ tpl .Values.tls.existingSecret . }}
{{- else if .Values.global.tls.certManager.enabled -}}
{{ include "hardened.fullname" . }}-tls
{{- else -}}
{{- fail (printf "%s.tls.existingSecret: required by global.tls.enabled=true; name a Secret with tls.crt, tls.key and ca.crt, or set global.tls.certManager.enabled=true" .Chart.Name) -}}
{{- end -}}
{{- end -}}

{{/* (dict "ctx" $ "dnsNames" list "usages" list): renewed with a new key each time; the processes read the files again. */}}
{{- define "hardened.certificate" -}}
{{- $ctx := .ctx -}}
{{- if and $ctx.Values.global.tls.enabled $ctx.Values.tls.existingSecret -}}
{{- include "hardened.checkSecret" (dict "ctx" $ctx "name" (include "hardened.tlsSecret" $ctx) "value" (printf "%s.tls.existingSecret" $ctx.Chart.Name)) -}}
{{- end -}}
{{- if and $ctx.Values.global.tls.enabled $ctx.Values.global.tls.certManager.enabled (not $ctx.Values.tls.existingSecret) -}}
{{- if include "hardened.renderCrd" (dict "ctx" $ctx "api" "cert-manager.io/v1/Certificate" "mode" $ctx.Values.global.tls.certManager.renderMode "value" "global.tls.certManager.renderMode") -}}
apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  {{- include "hardened.metadata" (dict "ctx" $ctx "suffix" "tls") | nindent 2 }}
spec:
  secretName: {{ include "hardened.tlsSecret" $ctx }}
  duration: {{ $ctx.Values.global.tls.certManager.duration }}
  renewBefore: {{ $ctx.Values.global.tls.certManager.renewBefore }}
  privateKey: { algorithm: ECDSA, size: 256, rotationPolicy: Always }
  usages: {{- toYaml .usages | nindent 4 }}
  dnsNames: {{- toYaml .dnsNames | nindent 4 }}
  issuerRef:
    group: cert-manager.io
    kind: {{ $ctx.Values.global.tls.certManager.issuer.kind }}
    name: {{ required "global.tls.certManager.issuer.name: name the issuer of the certificates" $ctx.Values.global.tls.certManager.issuer.name }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/*
A Secret as files: (dict "name" volume "secret" "its name"). Group-readable for fsGroup 65532 and for nobody else;
never a subPath, which would not follow a rotation. 288 is 0440.
*/}}
{{- define "hardened.secretVolume" -}}
name: {{ .name }}
projected:
  defaultMode: 288
  sources:
    - secret: { name: {{ .secret }} }
{{- end -}}
