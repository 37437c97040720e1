/** What `caps --help` prints. */
export const usage = `caps: what Linux capabilities mean, and what a process may do

  caps decode HEX...            what a mask such as a80425fb stands for
  caps status [PID|-]           the capabilities of a process (default: this one); - reads /proc/PID/status from stdin
  caps inspect                  everything that limits this process, judged by the Pod Security Standards
       --require LEVEL          exit 1 unless baseline or restricted is met
       --suggest                print only the manifest that meets restricted
       --pid PID                another process (status has it too)
  caps explain NAME             one capability in words; all of them without a name
  caps text STRING              what cap_from_text(3) makes of a string such as cap_net_raw=ep
  caps file VALUE               what a file's security.capability attribute says (getfattr -e hex or base64)

  --json                        machine-readable, with every command
  --help, --version

Exit codes: 0 done, 1 requirement not met, 2 bad usage or input.
`;

/** Thrown for a command line that makes no sense. */
export class UsageError extends Error {}
