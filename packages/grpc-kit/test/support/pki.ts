export { type Issued, TestCa } from '@org/testing';
