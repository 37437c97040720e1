import type { Blocker, Remedy } from './attempt.js';
import { type Id, modeAllows } from './identity.js';
import type { Mount } from './mountinfo.js';
import { colonAdvice } from './read-only-remedy.js';
import { emptyDirYaml, ownerContainerYaml, securityContextYaml, specYaml } from './remedy-yaml.js';
import { isOneLine, quoteForShell } from './systemd-unit.js';

type Permission = Extract<Blocker, { kind: 'permission' }>;

/** OpenShift gives each namespace a range of users from here on; their group is always 0. */
const firstOpenShiftUid = 1_000_000_000;

/** What lets this process write where owner, mode, an ACL or a security module keeps it out. */
export function permissionRemedy(
  path: string,
  blocker: Permission,
  user: Id,
  mount: Mount | undefined,
  readOnly: boolean,
): Partial<Remedy> {
  if (modeBitsAllow(blocker)) return { text: moduleText(blocker.on) };
  if (blocker.process.uid === 0) return forRoot(blocker);
  if (blocker.process.gid === 0 && blocker.process.uid >= firstOpenShiftUid) return forOpenShift(path, readOnly, mount);
  const volume = mount === undefined || mount.point === '/' ? undefined : mount;
  if (volume !== undefined) return forVolume(blocker, user, volume);
  const kubernetes = specYaml(securityContextYaml(user), emptyDirYaml(path, '256Mi'));
  return {
    text: `Let uid ${user.uid} write there: an fsGroup for a volume, an owner in the image.${colonAdvice(path)}`,
    ...(kubernetes !== undefined && { kubernetes }),
    // Before USER and after whatever creates the parent; an image cannot help a root that is mounted read-only.
    ...(!readOnly && dockerfile(path, `install -d -o ${user.uid} -g ${user.gid} -m 0700`)),
  };
}

/** Whether owner and mode alone would let the process in, so that something else must have kept it out. */
export function modeBitsAllow({ owner, mode, process, confidence }: Permission): boolean {
  if (confidence === 'certain') return false;
  const who = { ...process, groups: process.groups ?? [], capabilities: process.uid === 0 ? undefined : 0n };
  return modeAllows({ ...owner, mode }, who, 'write');
}

function moduleText(on: string): string {
  return `Owner and mode of ${on} allow it, so an ACL (getfacl) or a security module refuses: look for SELinux, AppArmor or Landlock in the audit log (dmesg, ausearch -m avc), and change that policy or the label of the volume (seLinuxOptions, appArmorProfile). An fsGroup does not help.`;
}

/** Without CAP_DAC_OVERRIDE root is held to modes as everybody is. */
function forRoot({ on, owner }: Permission): Partial<Remedy> {
  const text = `uid 0 has no CAP_DAC_OVERRIDE here, so it is held to modes as any other user. Run as the owner of ${on}, uid ${owner.uid}, or add the capability DAC_OVERRIDE.`;
  const kubernetes = `spec:\n  securityContext: { runAsUser: ${owner.uid}, runAsGroup: ${owner.gid} }\n`;
  return owner.uid === 0 ? { text: `Give the owner of ${on} the right to write: chmod u+wx.` } : { text, kubernetes };
}

function forOpenShift(path: string, readOnly: boolean, mount: Mount | undefined): Partial<Remedy> {
  const text =
    'OpenShift takes the user from the range of the namespace, so do not pin one: give the directory to group 0 with the rights of its owner.';
  if (mount !== undefined && mount.point !== '/')
    return { text: `${text} A volume gets the fsGroup of the namespace.` };
  const kubernetes = specYaml(emptyDirYaml(path, '256Mi'));
  const quoted = quoteForShell(path);
  const commands = `mkdir -p ${quoted} && chgrp -R 0 ${quoted} && chmod -R g=u ${quoted}`;
  return {
    text: `${text}${colonAdvice(path)}`,
    ...(kubernetes !== undefined && { kubernetes }),
    ...(!readOnly && isOneLine(path) && { dockerfile: `RUN ${commands}` }),
  };
}

/** A volume that is at hand wants another owner or group; who can give it one depends on its kind. */
function forVolume({ on }: Permission, user: Id, mount: Mount): Partial<Remedy> {
  const who = `${user.uid}:${user.gid}`;
  if (/^nfs/.test(mount.fsType)) {
    const text = `An fsGroup does nothing on NFS: change the owner on the server (chown ${who} in the export ${mount.source}), where root of a container usually may not.`;
    return { text };
  }
  if (/^(cifs|smb)/.test(mount.fsType)) {
    const text = `An fsGroup does nothing on SMB: the owner is a mount option; put uid=${user.uid},gid=${user.gid} into mountOptions of the PersistentVolume or StorageClass.`;
    return { text };
  }
  if (isWholeVolume(mount)) {
    return {
      text: `Let uid ${user.uid} write there: an fsGroup gives the volume on ${mount.point} to its group.`,
      kubernetes: `spec:\n${securityContextYaml(user)}`,
    };
  }
  const kubernetes = specYaml(ownerContainerYaml(user, mount.point, on));
  return {
    text: `An fsGroup does nothing for a hostPath, or for a subPath that the kubelet made: give ${on} to ${who}, by an initContainer that mounts the volume as the container does, or on the node.`,
    ...(kubernetes !== undefined && { kubernetes }),
  };
}

/** The root of a file system, or the directory of a pod's volume: the kubelet gives both to the fsGroup. */
function isWholeVolume({ root }: Mount): boolean {
  return root === '/' || /\/volumes\/kubernetes\.io~[^/]+\/[^/]+(\/mount)?$/.test(root);
}

function dockerfile(path: string, command: string): Partial<Remedy> {
  return isOneLine(path) ? { dockerfile: `RUN ${command} ${quoteForShell(path)}` } : {};
}
