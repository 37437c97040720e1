/** What the guard reads and rewrites of the messages that grpc-js-xds has decoded; absent messages are null there. */
export interface Duration {
  seconds: string | number;
  nanos: number;
}

export interface Value {
  value: number;
}

export interface OutlierDetection {
  interval: Duration | null;
  base_ejection_time: Duration | null;
  max_ejection_time: Duration | null;
  max_ejection_percent: Value | null;
  enforcing_success_rate: Value | null;
  success_rate_minimum_hosts: Value | null;
  success_rate_request_volume: Value | null;
  success_rate_stdev_factor: Value | null;
  failure_percentage_threshold: Value | null;
  failure_percentage_minimum_hosts: Value | null;
  failure_percentage_request_volume: Value | null;
}

export interface Cluster {
  outlier_detection?: OutlierDetection | null;
}

interface StringMatcher {
  match_pattern?: string;
  contains?: string;
  safe_regex?: { regex: string } | null;
}

export interface HeaderMatcher {
  name: string;
  header_match_specifier?: string;
  present_match?: boolean;
  contains_match?: string;
  safe_regex_match?: { regex: string } | null;
  string_match?: StringMatcher | null;
  invert_match: boolean;
  treat_missing_header_as_empty?: boolean;
}

export interface QueryParameter {
  readonly query_parameter_match_specifier?: string;
  readonly present_match?: boolean;
}

export interface RouteMatch {
  path_specifier?: string;
  prefix?: string;
  path?: string;
  path_separated_prefix?: string;
  safe_regex?: { regex: string } | null;
  headers: HeaderMatcher[];
  query_parameters?: readonly QueryParameter[];
  dynamic_metadata?: readonly object[];
  tls_context?: { presented?: { value: boolean } | null; validated?: { value: boolean } | null } | null;
}

export interface RetryPolicy {
  num_retries: Value | null;
  retry_back_off: { base_interval: Duration | null; max_interval: Duration | null } | null;
}

export interface HashPolicy {
  readonly header?: { readonly regex_rewrite?: { readonly pattern?: { readonly regex: string } | null } | null } | null;
}

interface RouteAction {
  cluster_specifier?: string;
  weighted_clusters?: { clusters: readonly object[] } | null;
  retry_policy: RetryPolicy | null;
  hash_policy: readonly HashPolicy[];
}

export interface Route {
  name: string;
  match: RouteMatch | null;
  action?: string;
  route?: RouteAction | null;
}

interface VirtualHost {
  routes: Route[];
  retry_policy: RetryPolicy | null;
}

export interface RouteConfiguration {
  virtual_hosts: VirtualHost[];
}
