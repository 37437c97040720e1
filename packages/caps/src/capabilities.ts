import { type CapabilityName, capabilityNames, kubernetesName } from './capability-names.js';
import { bitOf } from './lookup.js';
import type { CapabilityLike } from './set.js';

/** How much a process inside a container gains from a capability; this package's judgement, not the kernel's. */
export type Risk = 'low' | 'medium' | 'high' | 'critical';

/** One Linux capability, explained after capabilities(7). */
export interface Capability {
  readonly number: number;
  /** As libcap writes it: `cap_net_raw`. */
  readonly name: CapabilityName;
  /** As manifests write it: `NET_RAW`. */
  readonly kubernetesName: string;
  /** The Linux version that brought it. */
  readonly since: string;
  readonly risk: Risk;
  /** What it permits. */
  readonly summary: string;
  /** What goes wrong when the wrong process holds it. */
  readonly danger: string;
}

type Row = readonly [since: string, risk: Risk, summary: string, danger: string];

const rows: Readonly<Record<CapabilityName, Row>> = {
  cap_chown: ['2.2', 'high', 'Give any file to any user or group.', 'Takes over files of others.'],
  cap_dac_override: [
    '2.2',
    'high',
    'Skip permission bits: read, write or execute any file.',
    'Reads and writes every file in reach.',
  ],
  cap_dac_read_search: [
    '2.2',
    'critical',
    'Read any file, search any directory, open files by handle.',
    'File handles reach host files outside the container.',
  ],
  cap_fowner: [
    '2.2',
    'high',
    'Act as the owner of any file: chmod, times, ACLs, sticky directories.',
    'Opens up files of others.',
  ],
  cap_fsetid: [
    '2.2',
    'medium',
    'Keep set-ID bits when a file changes, and set them for foreign groups.',
    'Plants set-group-ID programs.',
  ],
  cap_kill: ['2.2', 'medium', 'Signal processes of any user.', 'Stops any process in its pid namespace.'],
  cap_setgid: [
    '2.2',
    'high',
    'Become any group, also on UNIX sockets; write group maps.',
    'Joins groups such as disk or docker.',
  ],
  cap_setuid: ['2.2', 'high', 'Become any user, also on UNIX sockets; write user maps.', 'Becomes root.'],
  cap_setpcap: [
    '2.2',
    'high',
    'Fill the inheritable set, shrink the bounding set, change securebits.',
    'Decides what its programs may hold.',
  ],
  cap_linux_immutable: [
    '2.2',
    'medium',
    'Set and clear the immutable and append-only flags of files.',
    'Unlocks protected files and logs.',
  ],
  cap_net_bind_service: [
    '2.2',
    'low',
    'Listen on ports below 1024.',
    'Poses as a well-known service; restricted pods may add it.',
  ],
  cap_net_broadcast: ['2.2', 'low', 'Unused: no kernel asks for it.', 'None known.'],
  cap_net_admin: [
    '2.2',
    'high',
    'Configure interfaces, routes, firewall, promiscuous mode, transparent proxies.',
    'On the host network it redirects the traffic of the node.',
  ],
  cap_net_raw: [
    '2.2',
    'medium',
    'Open raw and packet sockets, bind to foreign addresses.',
    'Sniffs and forges packets, ARP and DNS too.',
  ],
  cap_ipc_lock: ['2.2', 'low', 'Lock memory and use huge pages.', 'Pins the memory of the node.'],
  cap_ipc_owner: [
    '2.2',
    'medium',
    'Skip permission checks of System V IPC.',
    'Reads and changes shared memory of others.',
  ],
  cap_sys_module: [
    '2.2',
    'critical',
    'Load and unload kernel modules (initial user namespace only).',
    'Runs code in the kernel.',
  ],
  cap_sys_rawio: [
    '2.2',
    'critical',
    'Use I/O ports, /dev/mem, /proc/kcore, MSRs, SCSI commands.',
    'Reads and writes hardware and kernel memory.',
  ],
  cap_sys_chroot: ['2.2', 'medium', 'Call chroot, enter other mount namespaces.', 'The classic way out of a chroot.'],
  cap_sys_ptrace: [
    '2.2',
    'critical',
    'Trace any process, read and write its memory.',
    'Takes over every process it can see.',
  ],
  cap_sys_pacct: ['2.2', 'low', 'Switch process accounting on and off.', 'Writes records to a file of its choice.'],
  cap_sys_admin: [
    '2.2',
    'critical',
    'Mount, namespaces, quotas, swap, host name, BPF, perf, many ioctls.',
    'As good as root; many escapes need no more.',
  ],
  cap_sys_boot: ['2.2', 'high', 'Reboot, and load another kernel with kexec.', 'Takes the node down.'],
  cap_sys_nice: [
    '2.2',
    'low',
    'Raise priorities, real-time scheduling, CPU affinity of any process.',
    'Starves others of CPU.',
  ],
  cap_sys_resource: [
    '2.2',
    'medium',
    'Exceed resource limits, quotas and reserved space.',
    'Uses up what the node shares.',
  ],
  cap_sys_time: [
    '2.2',
    'high',
    'Set the system and hardware clock (initial user namespace only).',
    'Breaks certificates, tokens and logs of the node.',
  ],
  cap_sys_tty_config: ['2.2', 'low', 'Use vhangup and privileged ioctls of terminals.', 'Disturbs consoles.'],
  cap_mknod: [
    '2.4',
    'high',
    'Create device files (initial user namespace only).',
    'Opens disks and memory, where the device cgroup allows.',
  ],
  cap_lease: ['2.4', 'low', 'Take leases on files of others.', 'Delays whoever opens them.'],
  cap_audit_write: ['2.6.11', 'low', 'Write to the audit log.', 'Floods or forges it.'],
  cap_audit_control: [
    '2.6.11',
    'high',
    'Switch auditing on and off, change its rules.',
    'Blinds whoever watches the node.',
  ],
  cap_setfcap: [
    '2.6.24',
    'high',
    'Set capabilities of files; since 5.12 also to map uid 0 into a user namespace.',
    'Plants programs with capabilities.',
  ],
  cap_mac_override: ['2.6.25', 'high', 'Override mandatory access control (Smack).', 'Confinement no longer holds.'],
  cap_mac_admin: [
    '2.6.25',
    'high',
    'Configure mandatory access control (Smack).',
    'Rewrites the policy that confines it.',
  ],
  cap_syslog: [
    '2.6.37',
    'medium',
    'Use privileged syslog calls, see kernel addresses (kptr_restrict 1).',
    'Defeats address randomisation.',
  ],
  cap_wake_alarm: ['3.0', 'low', 'Set timers that wake the machine from suspend.', 'A nuisance.'],
  cap_block_suspend: ['3.5', 'low', 'Keep the machine from suspending.', 'A nuisance.'],
  cap_audit_read: [
    '3.16',
    'medium',
    'Read the audit log by multicast netlink.',
    'Shows security events of the whole node.',
  ],
  cap_perfmon: [
    '5.8',
    'high',
    'Monitor performance with perf_event_open and BPF.',
    'Side channels into other processes and the kernel.',
  ],
  cap_bpf: ['5.8', 'critical', 'Use privileged BPF operations.', 'With perfmon it reads kernel memory.'],
  cap_checkpoint_restore: [
    '5.9',
    'high',
    'Choose pids of new processes, read map_files of others.',
    'Reaches files that others have mapped.',
  ],
};

/** All 41 capabilities of Linux 5.9 and later, by number. */
export const capabilities: readonly Capability[] = Object.freeze(
  capabilityNames.map((name, number) => {
    const [since, risk, summary, danger] = rows[name];
    return Object.freeze({ number, name, kubernetesName: kubernetesName(name), since, risk, summary, danger });
  }),
);

/** What this package knows of a capability; undefined for a bit without a name. @throws CapsError ERR_CAPABILITY_UNKNOWN */
export function explainCapability(capability: CapabilityLike): Capability | undefined {
  return capabilities[bitOf(capability)];
}
