// The server that every client is measured against: plain grpc-js, raw bytes.
import {
  Server,
  ServerCredentials,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
} from '@grpc/grpc-js';
import { bytesMessage, EchoService, parseDownload } from '../echo.js';

const server = new Server({ 'grpc.enable_channelz': 0, 'grpc.max_receive_message_length': -1 });
server.addService(
  { echo: EchoService.echo, download: EchoService.download },
  {
    echo: (call: ServerUnaryCall<Buffer, Buffer>, reply: sendUnaryData<Buffer>) => reply(null, call.request),
    download: (call: ServerWritableStream<Buffer, Buffer>) => {
      const { count, size } = parseDownload(call.request);
      const message = bytesMessage(size);
      let sent = 0;
      const send = (): void => {
        while (sent < count) {
          sent++;
          if (!call.write(message)) {
            call.once('drain', send);
            return;
          }
        }
        call.end();
      };
      send();
    },
  },
);
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  process.send?.(port);
});
process.on('disconnect', () => process.exit(0));
