/** The names of all capabilities as libcap writes them, by number (linux/capability.h). */
export const capabilityNames = [
  'cap_chown',
  'cap_dac_override',
  'cap_dac_read_search',
  'cap_fowner',
  'cap_fsetid',
  'cap_kill',
  'cap_setgid',
  'cap_setuid',
  'cap_setpcap',
  'cap_linux_immutable',
  'cap_net_bind_service',
  'cap_net_broadcast',
  'cap_net_admin',
  'cap_net_raw',
  'cap_ipc_lock',
  'cap_ipc_owner',
  'cap_sys_module',
  'cap_sys_rawio',
  'cap_sys_chroot',
  'cap_sys_ptrace',
  'cap_sys_pacct',
  'cap_sys_admin',
  'cap_sys_boot',
  'cap_sys_nice',
  'cap_sys_resource',
  'cap_sys_time',
  'cap_sys_tty_config',
  'cap_mknod',
  'cap_lease',
  'cap_audit_write',
  'cap_audit_control',
  'cap_setfcap',
  'cap_mac_override',
  'cap_mac_admin',
  'cap_syslog',
  'cap_wake_alarm',
  'cap_block_suspend',
  'cap_audit_read',
  'cap_perfmon',
  'cap_bpf',
  'cap_checkpoint_restore',
] as const;

/** A capability by the name that libcap and capsh print. */
export type CapabilityName = (typeof capabilityNames)[number];

const numbers = new Map<string, number>(capabilityNames.map((name, number) => [name, number]));

/** The number of exactly this libcap name, any letter case; undefined when there is none. */
export function numberOfName(name: string): number | undefined {
  return numbers.get(name) ?? numbers.get(name.toLowerCase());
}

/** What libcap prints for a bit: its name, or its number where no name exists. */
export function nameOfBit(bit: number): string {
  return capabilityNames[bit] ?? String(bit);
}

/** How manifests spell a capability: `cap_net_raw` is `NET_RAW`. */
export function kubernetesName(name: string): string {
  return name.replace(/^cap_/, '').toUpperCase();
}
