{{/*
What a component may talk to: (dict "ctx" $ "ingress" list "egress" list). Everything else is denied. DNS, the mesh and
extraEgress are added here, so that no component forgets them.
*/}}
{{- define "hardened.networkPolicy" -}}
{{- $ctx := .ctx -}}
{{- if $ctx.Values.global.networkPolicy.enabled -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  {{- include "hardened.metadata" (dict "ctx" $ctx) | nindent 2 }}
spec:
  podSelector:
    matchLabels:
      {{- include "hardened.selectorLabels" $ctx | nindent 6 }}
  policyTypes: [Ingress, Egress]
  ingress:
    {{- with include "hardened.meshRules" (dict "ctx" $ctx "peers" "from" "rules" .ingress) | fromYamlArray | concat (include "hardened.meshIngress" $ctx | fromYamlArray) }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  egress:
    {{- $own := include "hardened.meshRules" (dict "ctx" $ctx "peers" "to" "rules" .egress) | fromYamlArray }}
    {{- toYaml (concat (include "hardened.dnsEgress" $ctx | fromYamlArray) (include "hardened.meshEgress" $ctx | fromYamlArray) $own $ctx.Values.networkPolicy.extraEgress) | nindent 4 }}
{{- end -}}
{{- end -}}

{{/* No pod selector: NodeLocal DNSCache and other resolvers do not carry the label of kube-dns. */}}
{{- define "hardened.dnsEgress" -}}
- to: {{- toYaml .Values.global.networkPolicy.dns.to | nindent 4 }}
  ports:
    {{- range .Values.global.networkPolicy.dns.ports }}
    - { protocol: UDP, port: {{ . }} }
    - { protocol: TCP, port: {{ . }} }
    {{- end }}
{{- end -}}

{{/*
Ambient wraps traffic between pods in HBONE on 15008: the same peers, through one more port, and through the waypoint
where there is one. (dict "ctx" $ "peers" "from" or "to" "rules" list)
*/}}
{{- define "hardened.meshRules" -}}
{{- $ambient := eq .ctx.Values.global.mesh "ambient" -}}
{{- $waypoint := .ctx.Values.global.waypoint -}}
{{- $rules := list -}}
{{- range $rule := deepCopy .rules -}}
{{- if $ambient -}}
{{- $_ := set $rule "ports" (append $rule.ports (dict "protocol" "TCP" "port" 15008)) -}}
{{- if and $waypoint (hasKey $rule $.peers) -}}
{{- $peer := dict "podSelector" (dict "matchLabels" (dict "gateway.networking.k8s.io/gateway-name" $waypoint)) -}}
{{- $_ := set $rule $.peers (append (get $rule $.peers) $peer) -}}
{{- end -}}
{{- end -}}
{{- $rules = append $rules $rule -}}
{{- end -}}
{{- toYaml $rules -}}
{{- end -}}

{{/* In ambient, probes come from ztunnel's link-local address. */}}
{{- define "hardened.meshIngress" -}}
{{- if eq .Values.global.mesh "ambient" -}}
- from: [{ ipBlock: { cidr: 169.254.7.127/32 } }]
{{- else -}}
[]
{{- end -}}
{{- end -}}

{{/* Sidecars and proxyless clients fetch their configuration and certificates from the control plane. */}}
{{- define "hardened.meshEgress" -}}
{{- if or (eq .Values.global.mesh "sidecar") (eq .Values.global.discovery "xds") -}}
- to:
    - namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: {{ .Values.global.controlPlane.namespace }} } }
  ports: [{ protocol: TCP, port: {{ .Values.global.controlPlane.port }} }]
{{- else -}}
[]
{{- end -}}
{{- end -}}

{{/* Scrapers: every pod of the namespaces that global.monitoring.namespaceSelector matches. */}}
{{- define "hardened.scrapeIngress" -}}
{{- if .Values.global.monitoring.enabled -}}
- from:
    - namespaceSelector: {{- toYaml .Values.global.monitoring.namespaceSelector | nindent 8 }}
  ports: [{ protocol: TCP, port: http }]
{{- else -}}
[]
{{- end -}}
{{- end -}}
