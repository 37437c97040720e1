export { MountedSecret } from '@org/testing';
