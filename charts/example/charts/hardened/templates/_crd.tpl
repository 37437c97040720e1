{{/*
"true" when an object of a CRD is to be rendered:
(dict "ctx" $ "api" "group/version/Kind" "mode" renderMode "value" "path of the renderMode")
Without a cluster, tell helm what there is: --api-versions group/version/Kind.
*/}}
{{- define "hardened.renderCrd" -}}
{{- $found := .ctx.Capabilities.APIVersions.Has .api -}}
{{- if and (not $found) (eq .mode "failIfMissing") -}}
{{- fail (printf "%s: the cluster does not know %s; install its CRD, or set skipIfMissing or alwaysRender (helm template: --api-versions %s)" .value .api .api) -}}
{{- end -}}
{{- if or $found (eq .mode "alwaysRender") }}true{{ end -}}
{{- end -}}
