// Every client and server of a test that names no engine runs on GRPC_KIT_ENGINE, so that each test can be run on both.
import { vi } from 'vitest';

vi.mock('../../src/default-engine.js', () => ({ DEFAULT_ENGINE: process.env['GRPC_KIT_ENGINE'] ?? 'grpc-js' }));
