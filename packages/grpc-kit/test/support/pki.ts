export { type CertificateRequest, type Issued, TestCa } from '@org/testing';
