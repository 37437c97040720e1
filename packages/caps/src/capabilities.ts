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
  cap_chown: ['2.2', 'high', 'Give any file to any user or group.', 'Takes over files of others, then rewrites them.'],
  cap_dac_override: [
    '2.2',
    'high',
    'Skip the permission bits when reading, writing or executing files.',
    'Reads and writes every file that the mounts reach.',
  ],
  cap_dac_read_search: [
    '2.2',
    'critical',
    'Read every file, search every directory, and open files by handle.',
    'open_by_handle_at reaches host files outside the container root.',
  ],
  cap_fowner: [
    '2.2',
    'high',
    'Do what only the owner of a file may: chmod, times, ACLs, inode flags, deleting in sticky directories.',
    'Opens up the permissions of files of others.',
  ],
  cap_fsetid: [
    '2.2',
    'medium',
    'Keep set-user-ID and set-group-ID bits when a file changes, and set the latter for foreign groups.',
    'Helps to plant set-group-ID programs.',
  ],
  cap_kill: ['2.2', 'medium', 'Signal processes of every user.', 'Stops any process in the pid namespace.'],
  cap_setgid: [
    '2.2',
    'high',
    'Become any group, choose supplementary groups, forge the group on a UNIX socket, write group maps.',
    'Joins groups such as disk, docker or shadow.',
  ],
  cap_setuid: [
    '2.2',
    'high',
    'Become any user, forge the user on a UNIX socket, write user maps.',
    'Becomes root, with all that uid 0 owns and gains on exec.',
  ],
  cap_setpcap: [
    '2.2',
    'high',
    'Raise bounding capabilities into the inheritable set, shrink the bounding set, change securebits.',
    'Decides what the programs it starts may hold.',
  ],
  cap_linux_immutable: [
    '2.2',
    'medium',
    'Set or clear the immutable and append-only flags of files.',
    'Unlocks logs and files that were meant to stay.',
  ],
  cap_net_bind_service: [
    '2.2',
    'low',
    'Listen on ports below 1024 (net.ipv4.ip_unprivileged_port_start).',
    'Poses as a well-known service; the one capability that restricted pods may add.',
  ],
  cap_net_broadcast: ['2.2', 'low', 'Nothing: broadcast and multicast were meant, no kernel asks.', 'None known.'],
  cap_net_admin: [
    '2.2',
    'high',
    'Configure interfaces, routes, firewall, promiscuous mode, transparent proxies and privileged socket options.',
    "In the host's network it redirects the node's traffic; a wide road into the kernel.",
  ],
  cap_net_raw: [
    '2.2',
    'medium',
    'Open raw and packet sockets, and bind to foreign addresses for transparent proxies.',
    'Sniffs and forges packets (ARP, DNS) on its network segment.',
  ],
  cap_ipc_lock: [
    '2.2',
    'low',
    'Lock memory without limit and allocate huge pages.',
    'Pins memory until the node has none left.',
  ],
  cap_ipc_owner: [
    '2.2',
    'medium',
    'Skip permission checks on System V queues, semaphores and shared memory.',
    'Reads and changes shared memory of others in its IPC namespace.',
  ],
  cap_sys_module: [
    '2.2',
    'critical',
    'Load and unload kernel modules; only with the initial user namespace.',
    'Runs code in the kernel: the node is lost.',
  ],
  cap_sys_rawio: [
    '2.2',
    'critical',
    'Talk to hardware: I/O ports, /dev/mem, /proc/kcore, MSRs, SCSI commands, mappings at low addresses.',
    'Reads and writes the memory of the kernel and the devices.',
  ],
  cap_sys_chroot: [
    '2.2',
    'medium',
    'Call chroot, and enter other mount namespaces.',
    'The classic way out of a chroot; half of what entering a namespace needs.',
  ],
  cap_sys_ptrace: [
    '2.2',
    'critical',
    'Trace any process and read or write its memory.',
    'With a shared pid namespace it takes over the other processes, their secrets included.',
  ],
  cap_sys_pacct: ['2.2', 'low', 'Switch process accounting on and off.', 'Writes records into a file of its choice.'],
  cap_sys_admin: [
    '2.2',
    'critical',
    'The catch-all: mount, namespaces, quotas, swap, host name, trusted xattrs, BPF, perf, countless ioctls.',
    'As good as root; many container escapes need nothing else.',
  ],
  cap_sys_boot: [
    '2.2',
    'high',
    'Reboot, and load another kernel with kexec.',
    'Takes the node down or replaces its kernel.',
  ],
  cap_sys_nice: [
    '2.2',
    'low',
    'Raise priorities, use real-time scheduling, set CPU affinity and move memory pages of any process.',
    'Starves its neighbours of CPU.',
  ],
  cap_sys_resource: [
    '2.2',
    'medium',
    'Go past resource limits, quotas and reserved blocks, and lower oom_score_adj.',
    'Uses up what the node shares.',
  ],
  cap_sys_time: [
    '2.2',
    'high',
    'Set the system clock and the hardware clock; only with the initial user namespace.',
    'Breaks certificates, tokens and logs of the whole node.',
  ],
  cap_sys_tty_config: [
    '2.2',
    'low',
    'Use vhangup and privileged ioctls of virtual terminals.',
    'Disturbs or takes over consoles.',
  ],
  cap_mknod: [
    '2.4',
    'high',
    'Create device files; only with the initial user namespace.',
    'Where the device cgroup allows it, opens disks and memory of the node.',
  ],
  cap_lease: ['2.4', 'low', 'Take leases on files of others.', 'Delays whoever opens such a file.'],
  cap_audit_write: ['2.6.11', 'low', 'Write records into the audit log.', 'Floods the log or forges entries.'],
  cap_audit_control: [
    '2.6.11',
    'high',
    'Switch kernel auditing on and off and change its rules.',
    'Blinds whoever watches the node.',
  ],
  cap_setfcap: [
    '2.6.24',
    'high',
    'Give capabilities to files; since Linux 5.12 also needed to map uid 0 into a new user namespace.',
    'Plants programs that hand out capabilities.',
  ],
  cap_mac_override: [
    '2.6.25',
    'high',
    'Go past mandatory access control (Smack).',
    'Confinement no longer holds where it is honoured.',
  ],
  cap_mac_admin: [
    '2.6.25',
    'high',
    'Change the configuration and state of mandatory access control (Smack).',
    'Rewrites the policy that confines it.',
  ],
  cap_syslog: [
    '2.6.37',
    'medium',
    'Use privileged syslog(2) calls and see kernel addresses while kptr_restrict is 1.',
    'Kernel addresses defeat address randomisation.',
  ],
  cap_wake_alarm: ['3.0', 'low', 'Set timers that wake the machine from suspend.', 'A nuisance, no more.'],
  cap_block_suspend: ['3.5', 'low', 'Keep the machine from suspending.', 'A nuisance, no more.'],
  cap_audit_read: [
    '3.16',
    'medium',
    'Read the audit log through a multicast netlink socket.',
    'Shows security events of the whole node.',
  ],
  cap_perfmon: [
    '5.8',
    'high',
    'Use perf_event_open and the BPF operations that watch performance.',
    'Side channels, and a look into kernel data.',
  ],
  cap_bpf: [
    '5.8',
    'critical',
    'Use privileged BPF: load programs, create maps.',
    'With perfmon it reads kernel memory, with net_admin it rewrites traffic.',
  ],
  cap_checkpoint_restore: [
    '5.9',
    'high',
    'Choose pids (clone3 set_tid, ns_last_pid) and read map_files of other processes.',
    'Reaches files that other processes have mapped.',
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
