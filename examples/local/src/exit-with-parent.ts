// Preloaded into every child: when the demo is gone, however it went, so is the child.
process.on('disconnect', () => process.exit(0));
// The demo may have gone before this line was reached.
if (!process.connected) process.exit(0);
process.channel?.unref();

export {};
