export { whoami as GreeterService } from '../../backends.js';
